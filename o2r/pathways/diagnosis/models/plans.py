"""A plan: where the person wants to go, and who does what, by when."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.pathways.diagnosis.enums import OPEN_ACTIONS, ActionBy, ActionState, ObjectiveState
from o2r.people.models import Person


class Objective(SealedRow):
    """Where the person wants to go: a phrase of the lists, or their words, sealed.

    ``barrier``: what it is about, when it is about one; it says which group of fields opens it.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="objectives", verbose_name="personne"
    )
    code = models.CharField("objectif", max_length=16, blank=True)
    words = SealedTextField("en toutes lettres")
    barrier = models.CharField("frein", max_length=32, blank=True)
    state = models.CharField(
        "état", max_length=12, choices=ObjectiveState, default=ObjectiveState.OPEN
    )
    set_at = models.DateTimeField("posé le", default=clock.now)
    set_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="posé par",
    )

    class Meta:
        verbose_name = "objectif"
        verbose_name_plural = "objectifs"
        ordering = ("set_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=ObjectiveState.values),
                name="objective_state_known",
                violation_error_message="Cet état d’objectif n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"objectif {self.pk}"


class ObjectiveMove(models.Model):
    """An objective was reached, left aside, or taken up again."""

    id = models.BigAutoField(primary_key=True)
    objective = models.ForeignKey(
        Objective, on_delete=models.CASCADE, related_name="moves", verbose_name="objectif"
    )
    left = models.CharField("avant", max_length=12, choices=ObjectiveState)
    reached = models.CharField("après", max_length=12, choices=ObjectiveState)
    moved_at = models.DateTimeField("le", default=clock.now)
    moved_by = models.UUIDField("par", null=True)

    class Meta:
        verbose_name = "étape d’un objectif"
        verbose_name_plural = "étapes d’un objectif"
        ordering = ("objective_id", "moved_at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"


class PlanActionQuerySet(models.QuerySet["PlanAction"]):
    def open(self) -> Self:
        """Those that remain to be done."""
        return self.filter(state__in=OPEN_ACTIONS)


class PlanAction(SealedRow):
    """What somebody does for an objective, by when.

    ``colleague``: of the team that follows the person, when it is one of them. ``partner``: who
    else, sealed.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="plan_actions", verbose_name="personne"
    )
    objective = models.ForeignKey(
        Objective, on_delete=models.CASCADE, related_name="actions", verbose_name="objectif"
    )
    code = models.CharField("action", max_length=16, blank=True)
    words = SealedTextField("en toutes lettres")
    by = models.CharField("qui", max_length=12, choices=ActionBy, default=ActionBy.PERSON)
    colleague = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="collègue",
    )
    partner = SealedTextField("partenaire")
    due_on = models.DateField("pour le", null=True, blank=True)
    state = models.CharField(
        "état", max_length=12, choices=ActionState, default=ActionState.PLANNED
    )
    set_at = models.DateTimeField("posée le", default=clock.now)

    objects = PlanActionQuerySet.as_manager()

    class Meta:
        verbose_name = "action du plan"
        verbose_name_plural = "actions du plan"
        ordering = ("due_on", "set_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_on"], name="plan_action_by_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=ActionState.values) & Q(by__in=ActionBy.values),
                name="plan_action_state_known",
                violation_error_message="Cet état d’action n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"


class PlanActionMove(models.Model):
    """An action went from a state to another."""

    id = models.BigAutoField(primary_key=True)
    action = models.ForeignKey(
        PlanAction, on_delete=models.CASCADE, related_name="moves", verbose_name="action"
    )
    left = models.CharField("avant", max_length=12, choices=ActionState)
    reached = models.CharField("après", max_length=12, choices=ActionState)
    moved_at = models.DateTimeField("le", default=clock.now)
    moved_by = models.UUIDField("par", null=True)

    class Meta:
        verbose_name = "étape d’une action"
        verbose_name_plural = "étapes d’une action"
        ordering = ("action_id", "moved_at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"
