"""Controls by the State, and procedures in which the operator is heard first."""

import uuid
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.projects.conventions.enums import ControlKind, ProcedureDecision, ProcedureKind
from o2r.projects.conventions.models.convention import Convention
from o2r.projects.conventions.models.standing import met_by, sees_all


class Control(models.Model):
    """One control of what is done under a convention (décret n° 2024-584)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="controls", verbose_name="convention"
    )
    kind = models.CharField("contrôle", max_length=20, choices=ControlKind)
    done_on = models.DateField("fait le")
    findings = models.TextField("constats")
    follow_up = models.TextField("suites", blank=True)

    class Meta:
        verbose_name = "contrôle"
        verbose_name_plural = "contrôles"
        ordering = ("done_on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=ControlKind.values) & ~Q(findings=""),
                name="control_says_something",
                violation_error_message="Un contrôle a une nature et des constats.",
            ),
        ]

    def __str__(self) -> str:
        return f"contrôle {self.get_kind_display()}"


class ProcedureQuerySet(GovernedQuerySet["Procedure"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the conventions that one meets."""
        return self if sees_all(actor) else self.filter(met_by(actor, path="convention__"))

    def open(self) -> Self:
        """Not decided yet."""
        return self.filter(decision="")

    def waiting(self) -> Self:
        """Not decided, and the operator has not answered."""
        return self.open().filter(observations_on=None)

    def in_order(self) -> Self:
        return self.order_by("notified_on", "id")


class Procedure(Governed):
    """A suspension or a résiliation considered by the State, once the operator was heard.

    Notice, then observations until a day, then the decision: never before that day unless the
    operator has answered (procédure contradictoire, CRPA, art. L. 121-1). ``repayment``: what is
    asked back, in euros.
    """

    access_kind = "convention-procedure"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="procedures", verbose_name="convention"
    )
    kind = models.CharField("mesure envisagée", max_length=20, choices=ProcedureKind)
    reasons = models.TextField("motifs")
    notified_on = models.DateField("notifiée le")
    observations_before = models.DateField("observations jusqu’au")
    observations = models.TextField("observations de l’organisme", blank=True)
    observations_on = models.DateField("observations reçues le", null=True, blank=True)
    decision = models.CharField("décision", max_length=20, choices=ProcedureDecision, blank=True)
    decision_reasons = models.TextField("motifs de la décision", blank=True)
    decided_on = models.DateField("décidée le", null=True, blank=True)
    repayment = models.DecimalField(
        "reversement demandé", max_digits=12, decimal_places=2, null=True, blank=True
    )

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = "procédure contradictoire"
        verbose_name_plural = "procédures contradictoires"
        ordering = ("notified_on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["convention"],
                condition=Q(decision=""),
                name="procedure_one_open",
                violation_error_message="Une procédure est déjà ouverte pour cette convention.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ProcedureKind.values) & ~Q(reasons=""),
                name="procedure_has_reasons",
                violation_error_message="Une procédure dit la mesure envisagée et ses motifs.",
            ),
            models.CheckConstraint(
                condition=Q(observations_before__gt=F("notified_on")),
                name="procedure_leaves_time",
                violation_error_message=(
                    "La date limite des observations suit celle de la notification."
                ),
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_on=None)
                | Q(decision__in=ProcedureDecision.values, decided_on__isnull=False),
                name="procedure_decision_has_a_date",
                violation_error_message="Une décision porte sa date.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None)
                | Q(decided_on__gt=F("observations_before"))
                | Q(observations_on__isnull=False),
                name="procedure_hears_first",
                violation_error_message=(
                    "La décision vient après les observations de l’organisme, ou après la date "
                    "laissée pour les envoyer."
                ),
            ),
            models.CheckConstraint(
                condition=Q(repayment=None) | Q(repayment__gt=0),
                name="procedure_repayment_positive",
                violation_error_message="Le reversement est un montant positif.",
            ),
        ]

    def __str__(self) -> str:
        return f"procédure de {self.get_kind_display()}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return self.convention.relations_to(actor)

    @property
    def chain(self) -> UUID:
        return self.convention.bearer_id

    @property
    def is_open(self) -> bool:
        return not self.decision
