"""A day on which the next contact is expected, and an alert on a silence: days and codes alone."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.pathways.silence.enums import ACTIVE, AlertState, Dismissal
from o2r.people.models import Person


class ExpectedContact(models.Model):
    """The day agreed with the person for the next contact. The last one said counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="expected_contacts",
        verbose_name="personne",
    )
    expected_on = models.DateField("attendu le")
    is_absence = models.BooleanField("absente jusque-là", default=False)
    said_on = models.DateField("dit le", default=clock.today)
    said_to = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="noté par",
    )

    class Meta:
        verbose_name = "contact attendu"
        verbose_name_plural = "contacts attendus"
        ordering = ("said_on", "expected_on", "id")

    def __str__(self) -> str:
        return f"contact attendu le {self.expected_on:%d/%m/%Y}"


class SilenceAlertQuerySet(models.QuerySet["SilenceAlert"]):
    def active(self) -> Self:
        """Those that wait for somebody, asleep or not."""
        return self.filter(state__in=ACTIVE)

    def awake(self) -> Self:
        """Those that wait for somebody today."""
        return self.active().filter(Q(asleep_until=None) | Q(asleep_until__lte=clock.today()))


class SilenceAlert(models.Model):
    """A silence worth a call: why, in codes and days, and who takes care of it. Never a score.

    ``reasons``: ``code``, ``on`` (a day) and ``usual`` (days) of each. ``silent_since``: the last
    contact when it opened: an alert set aside does not come back for the same silence.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="silence_alerts", verbose_name="personne"
    )
    rule = models.CharField("règle", max_length=24, default="silence-1")
    reasons = models.JSONField("pourquoi", default=list)
    silent_since = models.DateField("silence depuis le")
    opened_on = models.DateField("ouverte le", default=clock.today)
    state = models.CharField("état", max_length=16, choices=AlertState, default=AlertState.OPEN)
    owner = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="prise en charge par",
    )
    asleep_until = models.DateField("à revoir le", null=True, blank=True)
    set_aside_because = models.CharField(
        "écartée parce que", max_length=20, choices=Dismissal, blank=True
    )

    objects = SilenceAlertQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte de silence"
        verbose_name_plural = "alertes de silence"
        ordering = ("opened_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "asleep_until"], name="silence_alert_by_state"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state=AlertState.DISMISSED) ^ Q(set_aside_because=""),
                name="silence_alert_set_aside_says_why",
                violation_error_message="Une alerte écartée dit pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"alerte du {self.opened_on:%d/%m/%Y}"

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def is_awake(self) -> bool:
        """Whether it waits for somebody today."""
        asleep: Any = self.asleep_until
        return self.is_active and (asleep is None or asleep <= clock.today())


class SilenceAlertMove(models.Model):
    """An alert was taken, resolved or set aside; nobody for the clock."""

    id = models.BigAutoField(primary_key=True)
    alert = models.ForeignKey(
        SilenceAlert, on_delete=models.CASCADE, related_name="moves", verbose_name="alerte"
    )
    left = models.CharField("avant", max_length=16, choices=AlertState)
    reached = models.CharField("après", max_length=16, choices=AlertState)
    moved_at = models.DateTimeField("le", default=clock.now)
    moved_by = models.UUIDField("par", null=True)

    class Meta:
        verbose_name = "étape d’une alerte de silence"
        verbose_name_plural = "étapes d’une alerte de silence"
        ordering = ("alert_id", "moved_at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"
