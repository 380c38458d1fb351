"""Reminders: what the person said yes to, and each one that was planned."""

import uuid
from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.pathways.appointments.enums import (
    ReminderChannel,
    ReminderState,
    SuspensionReason,
    WhyNot,
)
from o2r.pathways.appointments.models.appointments import Appointment
from o2r.people.models import Person


class ReminderPreference(models.Model):
    """What a person said of reminders: yes or not yet, by what, and since when they pause.

    ``said_yes_on`` is empty until they say yes, and again once they take it back. ``suspended``:
    channels that pause; ``suspended_until``: the last day of the pause, none for one without end.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        Person,
        on_delete=models.CASCADE,
        related_name="reminder_preference",
        verbose_name="personne",
    )
    said_yes_on = models.DateField("oui dit le", null=True, blank=True)
    said_to = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="oui dit à",
    )
    channels = models.JSONField("canaux", default=list)
    suspended = models.JSONField("canaux suspendus", default=list)
    suspended_until = models.DateField("suspendus jusqu’au", null=True, blank=True)
    reason = models.CharField(
        "pourquoi suspendus", max_length=12, choices=SuspensionReason, blank=True
    )
    changed_at = models.DateTimeField("noté le", default=clock.now)

    class Meta:
        verbose_name = "choix de rappel"
        verbose_name_plural = "choix de rappel"
        ordering = ("person_id",)

    def __str__(self) -> str:
        return f"choix de rappel {self.pk}"

    def pauses(self, channel: str, day: date) -> bool:
        """Whether nothing leaves by this channel on a day."""
        lasts = self.suspended_until is None or day <= self.suspended_until
        return channel in self.suspended and lasts


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def due(self, now: datetime) -> Self:
        """Those that leave by themselves, and whose hour has come."""
        rows = self.filter(state=ReminderState.PLANNED, due_at__lte=now)
        return rows.exclude(channel=ReminderChannel.LETTER)


class Reminder(models.Model):
    """One reminder of one appointment, by one channel. ``message``: what leaves, once it does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="reminders", verbose_name="rendez-vous"
    )
    channel = models.CharField("canal", max_length=12, choices=ReminderChannel)
    due_at = models.DateTimeField("prévu le")
    state = models.CharField(
        "état", max_length=12, choices=ReminderState, default=ReminderState.PLANNED
    )
    why = models.CharField("pourquoi", max_length=16, choices=WhyNot, blank=True)
    message = models.UUIDField("message", null=True, blank=True, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "rappel"
        verbose_name_plural = "rappels"
        ordering = ("due_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_at"], name="reminder_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["appointment", "channel"],
                name="one_reminder_by_channel",
                violation_error_message="Un rappel est déjà prévu par ce canal.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReminderState.values) & Q(channel__in=ReminderChannel.values),
                name="reminder_state_known",
                violation_error_message="Cet état n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"rappel {self.pk}"

    @property
    def local_due(self) -> datetime:
        return self.due_at.astimezone(self.appointment.zone)


class ReminderMove(models.Model):
    """One move of a reminder; ``by`` is empty for the worker."""

    id = models.BigAutoField(primary_key=True)
    reminder = models.ForeignKey(
        Reminder, on_delete=models.CASCADE, related_name="moves", verbose_name="rappel"
    )
    left = models.CharField("quitté", max_length=12, choices=ReminderState)
    reached = models.CharField("atteint", max_length=12, choices=ReminderState)
    at = models.DateTimeField("le", default=clock.now)
    by = models.UUIDField("par", null=True)

    class Meta:
        verbose_name = "suite d’un rappel"
        verbose_name_plural = "suites des rappels"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"
