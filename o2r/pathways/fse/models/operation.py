"""Operations of the FSE+ that an operator carries, and the figures that it sent of them."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.pathways.fse.enums import OperationState
from o2r.projects.models import FundedProject


class OperationQuerySet(GovernedQuerySet["Operation"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the operator one acts for; for a State service, those of its région whose
        figures were sent: it reads counts, and no participant."""
        ours = Q(organisation=actor.organisation)
        if not actor.has(MembershipRole.STATE_OFFICER):
            return self.filter(ours)
        told = Q(pk__in=SentFigures.objects.values("operation"))
        if "" not in actor.regions:
            told &= Q(region__in=actor.regions)
        return self.filter(ours | told)

    def of_organisation(self, organisation: uuid.UUID | None) -> Self:
        return self.filter(organisation=organisation)

    def entered(self) -> Self:
        """Those that somebody may still enter."""
        return self.filter(state=OperationState.OPEN)


class Operation(Governed):
    """An operation funded by the FSE+, under its number of « Ma Démarche FSE+ ».

    ``last_paid_on``: the last payment, from which its evidence is kept (Reg. (EU) 2021/1060,
    art. 82). ``minorities``: EECO15, an informed estimate of the whole operation, with how it was
    made, when and by whom: never a count of persons. ``public_services`` and ``small_firms``:
    EECO18 and EECO19.
    """

    access_kind = "fse-operation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    region = models.CharField("code de la région", max_length=3, blank=True)
    project = models.ForeignKey(
        FundedProject,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="projet financé",
    )
    number = models.CharField("numéro Ma Démarche FSE+", max_length=30)
    title = models.CharField("intitulé", max_length=200)
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")
    last_paid_on = models.DateField("dernier paiement le", null=True, blank=True)
    state = models.CharField(
        "état", max_length=12, choices=OperationState, default=OperationState.OPEN
    )
    minorities = models.PositiveIntegerField("minorités, estimation", null=True, blank=True)
    minorities_method = models.TextField("comment l’estimation est faite", blank=True)
    minorities_on = models.DateField("estimé le", null=True, blank=True)
    minorities_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="estimé par",
    )
    public_services = models.PositiveIntegerField(
        "services publics soutenus", null=True, blank=True
    )
    small_firms = models.PositiveIntegerField(
        "petites entreprises soutenues", null=True, blank=True
    )
    is_example = models.BooleanField("exemple", default=False)
    opened_at = models.DateTimeField("ouverte ici le", default=clock.now)

    objects = OperationQuerySet.as_manager()

    class Meta:
        verbose_name = "opération FSE+"
        verbose_name_plural = "opérations FSE+"
        ordering = ("-starts_on", "number", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                name="fse_operation_once",
                violation_error_message="Cette opération est déjà ici.",
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(title=""),
                name="fse_operation_is_named",
                violation_error_message="Une opération a un numéro et un intitulé.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="fse_operation_ends_after_start",
                violation_error_message="L’opération finit avant d’avoir commencé.",
            ),
            models.CheckConstraint(
                condition=~Q(state=OperationState.SETTLED) | Q(last_paid_on__isnull=False),
                name="fse_settled_has_a_payment",
                violation_error_message="Une opération soldée dit quand elle a été payée.",
            ),
            models.CheckConstraint(
                condition=Q(minorities=None) | ~Q(minorities_method=""),
                name="fse_estimate_says_how",
                violation_error_message="Une estimation dit comment elle a été faite.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} – {self.title}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = set(of_organisation(self.organisation_id, actor))
        if actor.regions and ("" in actor.regions or self.region in actor.regions):
            found.add(Relation.TERRITORY)
        return frozenset(found)

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id

    @property
    def evidence_from(self) -> date | None:
        """The day from which its evidence is kept for its period: 31 December of the year of the
        last payment (Reg. (EU) 2021/1060, art. 82); none before that payment."""
        return date(self.last_paid_on.year, 12, 31) if self.last_paid_on else None


class OperationMove(models.Model):
    """One move of an operation: from where, to where, by whom."""

    id = models.BigAutoField(primary_key=True)
    operation = models.ForeignKey(
        Operation, on_delete=models.CASCADE, related_name="moves", verbose_name="opération"
    )
    left = models.CharField("avant", max_length=12, choices=OperationState)
    reached = models.CharField("après", max_length=12, choices=OperationState)
    by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="par"
    )
    at = models.DateTimeField("le", default=clock.now)

    class Meta:
        verbose_name = "étape d’une opération FSE+"
        verbose_name_plural = "étapes des opérations FSE+"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"


class SentFigures(models.Model):
    """The counts that an operator sent to its State service, on a day: of nobody in particular.

    ``counts``: by code, people in all, women, men, others, sex not written; null: not
    counted. A count that is too small to be told is null in its row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operation = models.ForeignKey(
        Operation, on_delete=models.CASCADE, related_name="sent_figures", verbose_name="opération"
    )
    counts = models.JSONField("effectifs par indicateur")
    sheets = models.PositiveIntegerField("fiches")
    incomplete = models.PositiveIntegerField("fiches à compléter")
    sent_at = models.DateTimeField("transmis le", default=clock.now)

    class Meta:
        verbose_name = "effectifs transmis"
        verbose_name_plural = "effectifs transmis"
        ordering = ("-sent_at", "id")

    def __str__(self) -> str:
        return f"effectifs du {self.sent_at:%d/%m/%Y}"
