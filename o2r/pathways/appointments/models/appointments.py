"""Appointments of a person: codes and hours in clear, words sealed with the file."""

from datetime import date, datetime, timedelta
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.pathways.appointments.codes import label
from o2r.pathways.appointments.enums import APPOINTMENT_MOVES, AppointmentState, MeetingWay
from o2r.people.models import Person


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def between(self, start: datetime, end: datetime) -> Self:
        """Those that share a moment with a span."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def standing(self) -> Self:
        """Those that take place, took place, or should have."""
        return self.exclude(state__in=(AppointmentState.CANCELLED, AppointmentState.MOVED))

    def booked(self) -> Self:
        return self.filter(state=AppointmentState.BOOKED)


class Appointment(SealedRow):
    """One appointment. ``user``: the colleague whom the person meets; none for a partner, whom
    ``with_whom`` names. ``follows``: the one that was moved to this one.

    ``body`` and ``motive`` are the codes that France Travail gives to appointments of partners.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="appointments", verbose_name="personne"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="collègue",
    )
    with_whom = SealedTextField("avec qui")
    about = SealedTextField("objet")
    place = SealedTextField("lieu")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    way = models.CharField("comment", max_length=12, choices=MeetingWay)
    motive = models.CharField("motif", max_length=8)
    body = models.CharField("organisme", max_length=8)
    state = models.CharField(
        "état", max_length=12, choices=AppointmentState, default=AppointmentState.BOOKED
    )
    follows = models.OneToOneField(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="follower",
        verbose_name="remplace",
    )
    made_at = models.DateTimeField("noté le", default=clock.now)
    made_by = models.UUIDField("noté par", null=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"
        ordering = ("starts_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "starts_at"], name="appointment_by_person"),
            models.Index(fields=["organisation", "starts_at"], name="appointment_by_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=AppointmentState.values) & Q(way__in=MeetingWay.values),
                name="appointment_state_known",
                violation_error_message="Cet état n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="appointment_ends_after_start",
                violation_error_message="Le rendez-vous finit après son début.",
            ),
        ]

    def __str__(self) -> str:
        return f"rendez-vous {self.pk}"

    @property
    def zone(self) -> ZoneInfo:
        """Where its hours are said."""
        return ZoneInfo(self.organisation.time_zone)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def day(self) -> date:
        return self.local_start.date()

    @property
    def lasts(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def is_booked(self) -> bool:
        return self.state == AppointmentState.BOOKED

    @property
    def is_to_settle(self) -> bool:
        """Whether it is over, and nobody said whether it took place."""
        return self.is_booked and self.ends_at <= clock.now()

    @property
    def moves_open(self) -> tuple[AppointmentState, ...]:
        return APPOINTMENT_MOVES[AppointmentState(self.state)]

    @property
    def motive_label(self) -> str:
        return label("motive", self.motive)

    @property
    def body_label(self) -> str:
        return label("body", self.body)


class AppointmentMove(models.Model):
    """One move of an appointment: from where, to where, by whom."""

    id = models.BigAutoField(primary_key=True)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="moves", verbose_name="rendez-vous"
    )
    left = models.CharField("quitté", max_length=12, choices=AppointmentState)
    reached = models.CharField("atteint", max_length=12, choices=AppointmentState)
    at = models.DateTimeField("le", default=clock.now)
    by = models.UUIDField("par", null=True)

    class Meta:
        verbose_name = "suite d’un rendez-vous"
        verbose_name_plural = "suites des rendez-vous"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"
