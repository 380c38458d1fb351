"""Alerts, what was done of them, and the blocks they put."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from o2r.core.access import Reach
from o2r.core.journal.authors import Author
from o2r.core.watch.catalogue import BY_CODE, Rule
from o2r.core.watch.enums import AlertState, Response, Severity

ALERT_MOVES: dict[str, tuple[AlertState, ...]] = {
    AlertState.NEW: (AlertState.UNDER_REVIEW, AlertState.FOUNDED, AlertState.DISMISSED),
    AlertState.UNDER_REVIEW: (AlertState.FOUNDED, AlertState.DISMISSED),
    AlertState.FOUNDED: (),
    AlertState.DISMISSED: (AlertState.UNDER_REVIEW,),
}
"""Where an alert may go, from each state. What was founded stays so: it may serve as evidence."""

OPEN_STATES = (AlertState.NEW, AlertState.UNDER_REVIEW)


class AlertQuerySet(models.QuerySet["Alert"]):
    def open(self) -> Self:
        """Alerts that nobody has closed."""
        return self.filter(state__in=OPEN_STATES)

    def closed(self) -> Self:
        """Alerts found right, or wrong."""
        return self.exclude(state__in=OPEN_STATES)

    def handled_by(self, author: Author, reach: Reach) -> Self:
        """Alerts that someone handles, as far as the policy lets them go, never those about
        themselves."""
        rows = self.filter(Q(about=None) | ~Q(about=author.user))
        if reach.everywhere:
            return rows
        return rows.filter(organisation=reach.organisation, organisation__isnull=False)


class Alert(models.Model):
    """One rule broken by one account, from one place, or on the whole platform."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid.uuid4, editable=False)
    rule = models.CharField("règle", max_length=40)
    subject = models.CharField("sujet", max_length=90)
    organisation = models.UUIDField("organisation", null=True, blank=True)
    about = models.UUIDField("compte concerné", null=True, blank=True)
    severity = models.CharField("gravité", max_length=10, choices=Severity)
    response = models.CharField("réponse", max_length=10, choices=Response)
    evidence = models.JSONField("preuves", default=list, help_text="identifiants, jamais de valeur")
    opened_at = models.DateTimeField("ouverte le")
    last_seen_at = models.DateTimeField("vue pour la dernière fois le")
    state = models.CharField("état", max_length=20, choices=AlertState, default=AlertState.NEW)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte"
        verbose_name_plural = "alertes"
        ordering = ("-opened_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "state", "-opened_at"], name="alert_by_owner"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["rule", "subject"],
                condition=Q(state__in=OPEN_STATES),
                name="alert_one_open_per_rule_and_subject",
                violation_error_message="Une alerte est déjà ouverte pour cette règle et ce sujet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.known_rule.title} ({self.get_state_display()})"

    @property
    def known_rule(self) -> Rule:
        """The rule, with its words."""
        return BY_CODE[self.rule]

    @property
    def next_states(self) -> tuple[AlertState, ...]:
        """Where it may go from here."""
        return ALERT_MOVES[self.state]


class AlertMove(models.Model):
    """One step in the life of an alert: who, when, from where to where, and what they wrote."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(
        Alert, on_delete=models.CASCADE, related_name="moves", verbose_name="alerte"
    )
    at = models.DateTimeField("instant")
    by = models.UUIDField("traitée par")
    from_state = models.CharField("état quitté", max_length=20, choices=AlertState)
    to_state = models.CharField("état atteint", max_length=20, choices=AlertState)
    comment = models.TextField("commentaire")

    class Meta:
        verbose_name = "suite donnée à une alerte"
        verbose_name_plural = "suites données aux alertes"
        ordering = ("at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(comment=""),
                name="alert_move_says_why",
                violation_error_message="Une suite donnée à une alerte se justifie en une phrase.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"


class BlockQuerySet(models.QuerySet["Block"]):
    def in_force(self, now: datetime) -> Self:
        """Blocks neither lifted nor over."""
        return self.filter(Q(until=None) | Q(until__gt=now), lifted_at=None)


class Block(models.Model):
    """An account that may read nothing, since when, until when and why."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid.uuid4, editable=False)
    user = models.UUIDField("compte bloqué")
    organisation = models.UUIDField("organisation", null=True, blank=True)
    alert = models.ForeignKey(
        Alert, on_delete=models.CASCADE, related_name="blocks", verbose_name="alerte"
    )
    severity = models.CharField("gravité", max_length=10, choices=Severity)
    reason = models.CharField("motif", max_length=300)
    since = models.DateTimeField("depuis")
    until = models.DateTimeField("jusqu’à", null=True, blank=True)
    lift_asked_by = models.UUIDField("levée demandée par", null=True, blank=True)
    lift_asked_organisation = models.UUIDField(
        "organisation de qui demande la levée", null=True, blank=True
    )
    lift_reason = models.TextField("motif de la levée", blank=True)
    lifted_at = models.DateTimeField("levé le", null=True, blank=True)
    lifted_by = models.UUIDField("levé par", null=True, blank=True)
    lifted_organisation = models.UUIDField("organisation de qui lève", null=True, blank=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = "blocage d’un compte"
        verbose_name_plural = "blocages de comptes"
        ordering = ("-since", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "lifted_at"], name="block_by_user"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(
                    Q(lifted_at=None, lifted_by=None)
                    | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason="")
                ),
                name="block_lifted_says_by_whom_and_why",
                violation_error_message="La levée d’un blocage dit par qui et pourquoi.",
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(severity=Severity.HIGH)
                    | Q(lifted_at=None)
                    | Q(
                        lift_asked_by__isnull=False,
                        lift_asked_organisation__isnull=False,
                        lifted_organisation__isnull=False,
                    )
                    & ~Q(lifted_by=F("lift_asked_by"))
                    & ~Q(lifted_organisation=F("lift_asked_organisation"))
                ),
                name="block_high_lifted_by_two_organisations",
                violation_error_message=(
                    "Un blocage grave se lève à deux, de deux organisations différentes."
                ),
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None) | ~Q(lifted_by=F("user")),
                name="block_not_lifted_by_oneself",
                violation_error_message="Personne ne lève son propre blocage.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} depuis le {self.since:%d/%m/%Y}"
