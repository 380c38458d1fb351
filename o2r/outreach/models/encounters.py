"""Meetings, appended and never rewritten; the words of people, promises, and the day of trust."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.core.gathering import gathered
from o2r.outreach.enums import (
    Channel,
    EncounterKind,
    NextStep,
    PromisedBy,
    PromiseState,
    TrustGround,
)
from o2r.outreach.models.owned import Owned, OwnedQuerySet
from o2r.outreach.models.places import Place
from o2r.outreach.models.rounds import Round
from o2r.people.models import Person


class EncounterQuerySet(OwnedQuerySet["Encounter"]):
    def standing(self) -> Self:
        """Those that took place, as last written: neither corrected since, nor cancelled."""
        return self.filter(is_standing=True)

    def with_named(self) -> Self:
        """The keys of the files that each names, in the query: for ``named``."""
        links = Encounter.persons.through.objects.filter(encounter=OuterRef("pk"))
        return self.annotate(links=gathered(links, "id", "person"))

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)


class Encounter(Owned):
    """What happened somewhere, with nobody named or with somebody. A correction is a new entry.

    ``counts``: how many women, men, unknown, minors, dogs: what the operator has chosen to count.
    ``is_standing``: neither corrected since, nor cancelled: what every list and figure reads.
    ``needs``: codes of ``Need``. ``minutes``: how long. ``mood``: 0 to 10, as the person says it.
    """

    access_kind = "encounter"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("nature", max_length=12, choices=EncounterKind)
    at = models.DateTimeField("quand", default=clock.now)
    round = models.ForeignKey(
        Round,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="encounters",
        verbose_name="tournée",
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="encounters",
        verbose_name="lieu",
    )
    channel = models.CharField("canal", max_length=20, choices=Channel, default=Channel.STREET)
    persons = models.ManyToManyField(
        Person, blank=True, related_name="encounters", verbose_name="personnes"
    )
    counts = models.JSONField("comptes", default=dict)
    needs = models.JSONField("besoins dits", default=list)
    minutes = models.PositiveSmallIntegerField("durée, en minutes", null=True, blank=True)
    mood = models.PositiveSmallIntegerField("comment ça va, de 0 à 10", null=True, blank=True)
    is_meaningful = models.BooleanField("rencontre qui compte", default=True)
    next_step = models.CharField("la suite", max_length=16, choices=NextStep, blank=True)
    partner_present = models.CharField("partenaire présent", max_length=120, blank=True)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="noté par"
    )
    written_at = models.DateTimeField("noté le", default=clock.now)
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name="corrige",
    )
    is_cancelled = models.BooleanField("saisie annulée", default=False)
    is_standing = models.BooleanField("saisie en vigueur", default=True)

    objects = EncounterQuerySet.as_manager()

    class Meta:
        verbose_name = "rencontre"
        verbose_name_plural = "rencontres"
        ordering = ("-at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organisation", "-at", "id"],
                condition=Q(is_standing=True),
                name="encounter_standing",
            ),
            models.Index(fields=["place", "at"], name="encounter_by_place"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(mood=None) | Q(mood__lte=10),
                name="encounter_mood_scale",
                violation_error_message="La réglette va de 0 à 10.",
            ),
            models.CheckConstraint(
                condition=Q(at__lte=models.F("written_at")),
                name="encounter_not_to_come",
                violation_error_message="Une rencontre ne se note pas avant d’avoir eu lieu.",
            ),
            models.CheckConstraint(
                condition=~Q(is_cancelled=True, is_standing=True),
                name="encounter_cancelled_stands_no_more",
                violation_error_message="Une saisie annulée ne compte plus.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.at:%d/%m/%Y}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = super().relations_to(actor)
        mine = self.by_id in actor.identities and Relation.ORGANISATION in found
        return found | {Relation.OWN} if mine else found

    @property
    def named(self) -> list[uuid.UUID]:
        """The keys of the files that it names, as they were noted: read ``with_named``.

        Keys alone: who reads a list may not meet all these files.
        """
        links: list[tuple[int, str]] = vars(self)["links"]
        return [uuid.UUID(person) for _, person in sorted(links)]


class EncounterWords(SealedRow):
    """What one person said, in their words, apart and sealed with the key of their file."""

    encounter = models.ForeignKey(
        Encounter, on_delete=models.CASCADE, related_name="words", verbose_name="rencontre"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="said", verbose_name="personne"
    )
    need_said = SealedTextField("besoin dit")
    words = SealedTextField("ses mots")

    class Meta:
        verbose_name = "paroles d’une personne"
        verbose_name_plural = "paroles des personnes"
        ordering = ("encounter_id", "id")

    def __str__(self) -> str:
        return f"paroles {self.pk}"


class PromiseQuerySet(models.QuerySet["Promise"]):
    def open(self) -> Self:
        return self.filter(state=PromiseState.OPEN)

    def due_before(self, day: date) -> Self:
        """Open ones whose day is past."""
        return self.open().filter(due_on__lt=day)


class Promise(SealedRow):
    """Something promised to somebody, or by them, for a day. What it is, is sealed."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="promises", verbose_name="personne"
    )
    encounter = models.ForeignKey(
        Encounter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        verbose_name="rencontre",
    )
    what = SealedTextField("promesse")
    promised_by = models.CharField(
        "par", max_length=12, choices=PromisedBy, default=PromisedBy.TEAM
    )
    owner = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="qui la tient",
    )
    due_on = models.DateField("pour le")
    state = models.CharField("état", max_length=12, choices=PromiseState, default=PromiseState.OPEN)
    made_at = models.DateTimeField("faite le", default=clock.now)
    settled_at = models.DateTimeField("réglée le", null=True, blank=True)
    follows = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name="reporte",
    )

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = "promesse"
        verbose_name_plural = "promesses"
        ordering = ("due_on", "made_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_on"], name="promise_by_day"),
        ]

    def __str__(self) -> str:
        return f"promesse pour le {self.due_on:%d/%m/%Y}"


class TrustDate(models.Model):
    """The day on which a contact became one of trust, and why."""

    id = models.BigAutoField(primary_key=True)
    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="trust", verbose_name="personne"
    )
    since = models.DateField("depuis le")
    ground = models.CharField("parce que", max_length=16, choices=TrustGround)

    class Meta:
        verbose_name = "contact de confiance"
        verbose_name_plural = "contacts de confiance"
        ordering = ("since", "id")

    def __str__(self) -> str:
        return f"confiance depuis le {self.since:%d/%m/%Y}"
