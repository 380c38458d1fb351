"""Meetings around a person, and what each was asked there or elsewhere."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.pathways.together.enums import ObligationKind, ObligationState
from o2r.pathways.together.models.members import CareMember
from o2r.people.models import Person


class Meeting(SealedRow):
    """Several professionals met about a person, with them above all.

    ``present``: the members who were there.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="care_meetings", verbose_name="personne"
    )
    held_at = models.DateTimeField("tenue le")
    commune = models.CharField("commune", max_length=5, blank=True)
    person_was_there = models.BooleanField("la personne était là", default=True)
    present = models.ManyToManyField(
        CareMember, blank=True, related_name="meetings", verbose_name="présents"
    )
    said = SealedTextField("ce qui s’est dit, avec les mots de la personne")
    noted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="notée par"
    )
    noted_at = models.DateTimeField("notée le", default=clock.now)
    form_digest = models.CharField("empreinte de la saisie", max_length=64, unique=True)

    class Meta:
        verbose_name = "rencontre à plusieurs"
        verbose_name_plural = "rencontres à plusieurs"
        ordering = ("person_id", "-held_at", "id")

    def __str__(self) -> str:
        return f"rencontre à plusieurs {self.pk}"


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def open(self) -> Self:
        return self.filter(state=ObligationState.OPEN)


class Obligation(SealedRow):
    """Something asked of the person, or promised to them by a member of the group.

    ``asked_by``: the member who asks; none when the team of the person does. ``asked_to``: the
    member who is to do it; none when it is the person. ``starts_at`` and ``ends_at``: when it takes
    an hour of the day; ``due_on``: the day, or the last one.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="obligations", verbose_name="personne"
    )
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="décidé à la rencontre",
    )
    asked_by = models.ForeignKey(
        CareMember,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="asked",
        verbose_name="demandé par",
    )
    asked_to = models.ForeignKey(
        CareMember,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="owes",
        verbose_name="à faire par",
    )
    kind = models.CharField("quoi", max_length=16, choices=ObligationKind)
    what = SealedTextField("en quelques mots")
    due_on = models.DateField("pour le")
    starts_at = models.DateTimeField("de", null=True, blank=True)
    ends_at = models.DateTimeField("à", null=True, blank=True)
    commune = models.CharField("commune", max_length=5, blank=True)
    state = models.CharField(
        "état", max_length=12, choices=ObligationState, default=ObligationState.OPEN
    )
    asked_at = models.DateTimeField("demandé le", default=clock.now)
    settled_at = models.DateTimeField("réglé le", null=True, blank=True)
    form_digest = models.CharField("empreinte de la saisie", max_length=64, unique=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = "ce qui est demandé"
        verbose_name_plural = "ce qui est demandé"
        ordering = ("person_id", "due_on", "asked_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_on"], name="obligation_by_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None)
                | Q(starts_at__isnull=False, ends_at__gt=models.F("starts_at")),
                name="obligation_hours_whole",
                violation_error_message="Donnez l’heure du début et celle de la fin, ou aucune.",
            ),
        ]

    def __str__(self) -> str:
        return f"demande pour le {self.due_on:%d/%m/%Y}"

    @property
    def is_open(self) -> bool:
        return self.state == ObligationState.OPEN

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and nothing was said of it."""
        return self.is_open and self.due_on < clock.today()
