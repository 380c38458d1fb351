"""Exits, and the news that is asked for after them."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.pathways.exits.crosswalk import meaning_of
from o2r.pathways.exits.enums import (
    ContractKind,
    ExitKind,
    FollowUpState,
    FollowUpStep,
    NewsSource,
    Situation,
)
from o2r.pathways.models import Pathway
from o2r.people.models import Person


class Exit(SealedRow):
    """Where somebody went when a pathway ended. A return keeps it, with the day of the return.

    ``where``, ``who``: the body and the person who take over, sealed: they place somebody.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="exits", verbose_name="personne"
    )
    pathway = models.ForeignKey(
        Pathway, on_delete=models.CASCADE, related_name="exits", verbose_name="parcours"
    )
    kind = models.CharField("sortie", max_length=24, choices=ExitKind)
    contract = models.CharField("contrat", max_length=12, choices=ContractKind, blank=True)
    on = models.DateField("le")
    where = SealedTextField("organisme ou lieu")
    who = SealedTextField("référent")
    words = SealedTextField("à savoir")
    entry = models.UUIDField("saisie", default=uuid.uuid4, editable=False)
    noted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="notée par"
    )
    noted_at = models.DateTimeField("notée le", default=clock.now)
    returned_on = models.DateField("revenue le", null=True, blank=True)

    class Meta:
        verbose_name = "sortie"
        verbose_name_plural = "sorties"
        ordering = ("person_id", "on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=ExitKind.values),
                name="exit_kind_known",
                violation_error_message="Cette sortie n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(contract="") | Q(kind=ExitKind.EMPLOYMENT),
                name="exit_contract_of_employment",
                violation_error_message="Seul un emploi a un contrat.",
            ),
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(returned_on__gte=F("on")),
                name="exit_return_after",
                violation_error_message="Le retour précède la sortie.",
            ),
            models.UniqueConstraint(
                fields=["pathway"],
                condition=Q(returned_on=None),
                name="exit_one_at_a_time",
                violation_error_message="La sortie de ce parcours est déjà notée.",
            ),
            models.UniqueConstraint(
                fields=["entry"],
                name="exit_written_once",
                violation_error_message="Cette sortie est déjà notée.",
            ),
        ]

    def __str__(self) -> str:
        return f"sortie du {self.on:%d/%m/%Y}"

    @property
    def is_standing(self) -> bool:
        """Whether the person has not come back."""
        return self.returned_on is None

    @property
    def is_followed(self) -> bool:
        """Whether news is asked for: never of somebody who refused, nor after a death."""
        return meaning_of(ExitKind(self.kind)).is_followed

    @property
    def is_death(self) -> bool:
        return self.kind == ExitKind.DEATH


class FollowUpSituationQuerySet(models.QuerySet["FollowUpSituation"]):
    def waiting(self) -> Self:
        """Those that nobody has asked for yet."""
        return self.filter(state=FollowUpState.WAITING)

    def due_before(self, day: date) -> Self:
        """Those whose day has come, that day included."""
        return self.filter(due_on__lte=day)


class FollowUpSituation(models.Model):
    """News at three or six months: asked for, reached or not, and where the person is.

    ``improved``: whether somebody in employment says it is better than before (EECR06).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="situations", verbose_name="personne"
    )
    exit = models.ForeignKey(
        Exit, on_delete=models.CASCADE, related_name="situations", verbose_name="sortie"
    )
    step = models.CharField("étape", max_length=4, choices=FollowUpStep)
    due_on = models.DateField("à demander le")
    state = models.CharField(
        "suite", max_length=12, choices=FollowUpState, default=FollowUpState.WAITING
    )
    asked_on = models.DateField("demandée le", null=True, blank=True)
    asked_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="demandée par",
    )
    situation = models.CharField("situation", max_length=12, choices=Situation, blank=True)
    improved = models.BooleanField("meilleure qu’avant", null=True, blank=True)
    source = models.CharField("comment on le sait", max_length=12, choices=NewsSource, blank=True)

    objects = FollowUpSituationQuerySet.as_manager()

    class Meta:
        verbose_name = "situation après la sortie"
        verbose_name_plural = "situations après la sortie"
        ordering = ("person_id", "due_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_on", "id"],
                condition=Q(state=FollowUpState.WAITING),
                name="situation_waiting",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["exit", "step"],
                name="situation_once_a_step",
                violation_error_message="Cette étape est déjà prévue.",
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.REACHED, situation__in=Situation.values)
                | ~Q(state=FollowUpState.REACHED) & Q(situation=""),
                name="situation_when_reached",
                violation_error_message="Une situation se note quand la personne est jointe.",
            ),
        ]

    def __str__(self) -> str:
        return f"situation {self.step} {self.pk}"

    @property
    def may_be_noted(self) -> bool:
        """Whether its day has come, and nobody has had news yet."""
        return self.state != FollowUpState.REACHED and self.due_on <= clock.today()
