"""What is decided of each application, by whom, in which meeting, and why."""

import uuid
from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from o2r.accounts.models import User
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.models.scenarios import Scenario
from o2r.network.committees.models import Meeting


class DecisionQuerySet(models.QuerySet["Decision"]):
    def current(self) -> Self:
        """Those that no later decision replaces."""
        return self.filter(superseded_at=None)

    def of_call(self, call: models.Model) -> Self:
        """The current decisions of a call, on the applications that were not withdrawn."""
        rows = self.current().filter(application__call=call.pk)
        return rows.exclude(application__state=ApplicationState.WITHDRAWN)

    def with_applications(self) -> Self:
        """With what a list shows, in a fixed number of queries."""
        return self.select_related("application__call", "decided_by")

    def drafted(self) -> Self:
        """Those that may still be changed."""
        return self.filter(confirmed_at=None)

    def confirmed(self) -> Self:
        """Those that bind."""
        return self.filter(confirmed_at__isnull=False)


class Decision(models.Model):
    """A decision, drafted then confirmed; a later one may replace it after the results.

    ``yearly_amounts``: what is given each year, in euros, texts of decimals, the first year first;
    ``amount`` is their sum. ``reasons``: told to the consortium; compulsory for a refusal, which is
    a decision to be reasoned (Code des relations entre le public et l’administration, L.211-2).
    ``departure_reason``: why it departs from the ranking; it goes in the minutes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="decisions", verbose_name="candidature"
    )
    outcome = models.CharField("décision", max_length=10, choices=Outcome)
    rank = models.PositiveSmallIntegerField("rang en liste d’attente", null=True, blank=True)
    yearly_amounts = models.JSONField("montants par année", default=list, blank=True)
    amount = models.DecimalField("montant, en euros", max_digits=12, decimal_places=2, default=0)
    reasons = models.TextField("motifs", blank=True)
    departure_reason = models.TextField("motif de l’écart au classement", blank=True)
    scenario = models.ForeignKey(
        Scenario,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="scénario",
    )
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="réunion",
    )
    decided_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="écrite par"
    )
    decided_at = models.DateTimeField("écrite le")
    confirmed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="confirmée par"
    )
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)
    superseded_at = models.DateTimeField("remplacée le", null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        ordering = ("application", "decided_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(superseded_at=None),
                name="decision_one_current",
                violation_error_message="Cette candidature a déjà une décision.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values),
                name="decision_outcome_known",
                violation_error_message="La décision n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.WAITING, rank__isnull=False, rank__gte=1)
                | ~Q(outcome=Outcome.WAITING) & Q(rank=None),
                name="decision_waiting_has_a_rank",
                violation_error_message="La liste d’attente a un rang, elle seule.",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.AWARD, amount__gt=0)
                | ~Q(outcome=Outcome.AWARD) & Q(amount=0),
                name="decision_award_has_an_amount",
                violation_error_message="Une candidature retenue a un montant, elle seule.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | ~Q(outcome=Outcome.REJECTION) | ~Q(reasons=""),
                name="decision_refusal_is_reasoned",
                violation_error_message="Un refus est motivé.",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("decided_at")),
                name="decision_replaced_after",
                violation_error_message="Une décision est remplacée après avoir été écrite.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} : {self.get_outcome_display()}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def years(self) -> list[Decimal]:
        """What is given each year, in euros."""
        return [Decimal(amount) for amount in self.yearly_amounts]
