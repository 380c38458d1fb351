"""Who opened a file in an emergency (« bris de glace »), why, and what was thought of it."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.people.enums import EmergencyReason, EmergencyVerdict


class EmergencyOpeningQuerySet(GovernedQuerySet["EmergencyOpening"]):
    def seen_by(self, actor: Actor) -> Self:
        """One's own, those of the files one follows, and those of the organisation for who answers
        for its data. What was asked of no file is its author's alone."""
        here = Q(organisation=actor.organisation, person__isnull=False)
        mine = Q(by=actor.user) | Q(here, referent__in=actor.identities)
        if actor.has("account-manager") or actor.has("dpo"):
            mine |= here
        return self.filter(mine)

    def open_at(self, instant: datetime) -> Self:
        """Those by which the file may still be read."""
        return self.filter(opened_at__lte=instant, until__gt=instant)

    def opened(self) -> Self:
        """Those that opened a file, now or before."""
        return self.filter(opened_at__isnull=False)

    def waiting(self, instant: datetime) -> Self:
        """Those that wait for a second person, and may still have one."""
        since = instant - EmergencyOpening.WAITS
        return self.filter(opened_at=None, refused_at=None, asked_at__gt=since)

    def to_review(self) -> Self:
        """Those that opened a file and that nobody has looked at yet."""
        return self.opened().filter(reviewed_at=None)

    def counted(self, user: UUID, instant: datetime) -> int:
        """How many somebody has asked for within the period of the limit, whatever came of it."""
        since = instant - EmergencyOpening.COUNTED_OVER
        return self.filter(by=user, asked_at__gt=since).count()


class EmergencyOpening(Governed):
    """One file, read by one person for an hour, with a reason; reviewed within three days.

    ``person`` is empty when no file answered what was asked: its author sees the same as for a
    protected file that waits for ``agreed_by``, the second person. Who reviews an opening may not
    meet its file: pages ask ``person_id`` and ``referent``, never the row behind.
    """

    access_kind = "emergency-opening"

    LASTS = timedelta(minutes=60)
    WAITS = timedelta(hours=24)
    REVIEW_WITHIN = timedelta(hours=72)
    COUNTED_OVER = timedelta(days=30)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="emergency_openings",
        verbose_name="personne",
    )
    referent = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="référent au moment de la demande",
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="demandée par"
    )
    reason = models.CharField("motif", max_length=12, choices=EmergencyReason)
    asked_at = models.DateTimeField("demandée le", default=clock.now)
    opened_at = models.DateTimeField("ouverte le", null=True, blank=True)
    until = models.DateTimeField("jusqu’à", null=True, blank=True)
    told_at = models.DateTimeField("seconde personne prévenue le", null=True, blank=True)
    agreed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="avec l’accord de",
    )
    refused_at = models.DateTimeField("refusée le", null=True, blank=True)
    refused_by = models.UUIDField("refusée par", null=True, blank=True)
    reviewed_at = models.DateTimeField("revue le", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="revue par",
    )
    verdict = models.CharField("avis", max_length=12, choices=EmergencyVerdict, blank=True)
    reminded_at = models.DateTimeField("avis redemandé le", null=True, blank=True)
    suspended_at = models.DateTimeField("compte suspendu le", null=True, blank=True)

    objects = EmergencyOpeningQuerySet.as_manager()

    class Meta:
        verbose_name = "ouverture en urgence"
        verbose_name_plural = "ouvertures en urgence"
        ordering = ("-asked_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["by", "asked_at"], name="emergency_by_author"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(opened_at=None, until=None)
                | Q(opened_at__isnull=False, until__gt=F("opened_at"), person__isnull=False),
                name="emergency_open_has_an_end",
                violation_error_message="Une ouverture porte sur un dossier et a une fin.",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("by")),
                name="emergency_second_person_is_another",
                violation_error_message="La seconde personne est une autre personne.",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, verdict="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(verdict=""),
                name="emergency_review_is_whole",
                violation_error_message="La revue dit par qui, et son avis.",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("by")),
                name="emergency_not_reviewed_by_oneself",
                violation_error_message="Personne ne revoit sa propre ouverture.",
            ),
        ]

    def __str__(self) -> str:
        return f"ouverture {self.pk}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        if self.by_id == actor.user:
            return frozenset({Relation.ANY, Relation.OWN})
        if self.person_id is None:
            return frozenset({Relation.ANY})
        found = of_organisation(self.organisation_id, actor)
        mine = self.referent_id in actor.identities and Relation.ORGANISATION in found
        return found | {Relation.REFERENT} if mine else found

    @property
    def chain(self) -> UUID:
        return self.organisation_id

    @property
    def file_name(self) -> str:
        """What names the file without a name: as ``str(person)``, which its reader may not meet."""
        return f"dossier {str(self.person_id)[:8]}"

    @property
    def is_open(self) -> bool:
        """Whether the file may be read by it now."""
        now = clock.now()
        return bool(self.opened_at and self.until and self.opened_at <= now < self.until)

    @property
    def is_waiting(self) -> bool:
        """Whether its author may still see it open: refused or of no file, it looks the same."""
        return self.opened_at is None and clock.now() < self.asked_at + self.WAITS

    @property
    def review_before(self) -> datetime | None:
        """Until when its review is awaited."""
        return self.opened_at + self.REVIEW_WITHIN if self.opened_at else None


class EmergencyWords(SealedRow):
    """What was said of an opening: why, and a word left to the referent, by who asked; what to make
    of it, by who reviewed it.

    Of no file, ``subject`` is drawn, and ``why`` sealed with a key that nobody keeps.
    """

    opening = models.OneToOneField(
        EmergencyOpening, on_delete=models.CASCADE, related_name="said", verbose_name="ouverture"
    )
    why = SealedTextField("ce qui se passe")
    left = SealedTextField("mot laissé au référent")
    remark = SealedTextField("remarque de la revue")

    class Meta:
        verbose_name = "motif d’une ouverture en urgence"
        verbose_name_plural = "motifs d’ouvertures en urgence"
        ordering = ("opening_id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(why=b""),
                name="emergency_says_why",
                violation_error_message="Dites ce qui se passe.",
            ),
        ]

    def __str__(self) -> str:
        return f"motif {self.pk}"
