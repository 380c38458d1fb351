"""Meetings of an instance, and who came."""

import uuid
from datetime import date, datetime, time
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.core import clock
from o2r.network.committees.models.instances import Instance
from o2r.network.committees.models.seats import Seat
from o2r.territory.time_zones import time_zone_of


class MeetingQuerySet(GovernedQuerySet["Meeting"]):
    def seen_by(self, actor: Actor) -> Self:
        """The meetings of the instances that one sees."""
        seen = Instance.objects.visible_to(actor).order_by()
        return self.filter(instance__in=seen.values("pk"))

    def to_come(self) -> Self:
        """Those that have not started, the nearest first."""
        return self.filter(starts_at__gt=clock.now()).order_by("starts_at", "pk")

    def where_sits(self, organisation: UUID | None) -> Self:
        """Those of the instances where an organisation sits today."""
        seats = Seat.objects.in_office().filter(
            organisation=organisation, organisation__isnull=False
        )
        return self.filter(instance__in=seats.order_by().values("instance"))


class Meeting(Governed):
    """One meeting of an instance: when, where, on what, and whether the quorum was reached.

    ``present_count`` and ``entitled_count`` are written with the attendance: they stay when the
    names have gone.
    """

    access_kind = "committee"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instance = models.ForeignKey(
        Instance, on_delete=models.CASCADE, related_name="meetings", verbose_name="instance"
    )
    starts_at = models.DateTimeField("début")
    place = models.CharField("lieu", max_length=200, blank=True)
    is_plenary = models.BooleanField("séance plénière", default=True)
    agenda = models.TextField("ordre du jour", blank=True)
    quorum = models.PositiveSmallIntegerField("quorum", null=True, blank=True)
    present_count = models.PositiveSmallIntegerField("présents", null=True, blank=True)
    entitled_count = models.PositiveSmallIntegerField("membres en exercice", null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion"
        verbose_name_plural = "réunions"
        ordering = ("-starts_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["instance", "starts_at"],
                name="committee_meeting_once",
                violation_error_message="Cette instance a déjà une réunion à cette heure.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(present_count=None, entitled_count=None)
                    | Q(present_count__isnull=False, present_count__lte=F("entitled_count"))
                ),
                name="committee_present_are_entitled",
                violation_error_message="Il y a plus de présents que de membres en exercice.",
            ),
            models.CheckConstraint(
                condition=Q(quorum=None) | Q(quorum__gt=0),
                name="committee_quorum_positive",
                violation_error_message="Le quorum est au moins 1, ou vide.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instance}, {self.day:%d/%m/%Y}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return self.instance.relations_to(actor)

    @property
    def _local(self) -> datetime:
        return self.starts_at.astimezone(time_zone_of(self.instance.region))

    @property
    def day(self) -> date:
        """Its day, in the legal time of the région."""
        return self._local.date()

    @property
    def hour(self) -> time:
        """Its hour, in the legal time of the région."""
        return self._local.time()

    @property
    def is_past(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def is_quorate(self) -> bool | None:
        """Whether enough members came; None when nobody said how many are needed, or came."""
        if self.quorum is None or self.present_count is None:
            return None
        return self.present_count >= self.quorum


class AttendanceQuerySet(GovernedQuerySet["Attendance"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the seats that one sees."""
        return self.filter(seat__in=Seat.objects.visible_to(actor).order_by().values("pk"))


class Attendance(Governed):
    """Whether a member came to a meeting."""

    access_kind = "committee-member"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="attendances", verbose_name="réunion"
    )
    seat = models.ForeignKey(
        Seat, on_delete=models.CASCADE, related_name="attendances", verbose_name="membre"
    )
    is_present = models.BooleanField("présent")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        ordering = ("meeting_id", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                name="committee_attendance_once",
                violation_error_message="La présence de ce membre est déjà notée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.is_present}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return self.seat.relations_to(actor)

    @property
    def chain(self) -> UUID | None:
        return self.seat.organisation_id
