"""What is done together: activities of an operator, and who came."""

import uuid
from datetime import date, datetime, timedelta
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.pathways.appointments.codes import label
from o2r.pathways.appointments.enums import ActivityState, AttendanceState
from o2r.people.models import Person


class ActivityQuerySet(GovernedQuerySet["Activity"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the operator one acts for."""
        return self.filter(organisation=actor.organisation)

    def between(self, start: datetime, end: datetime) -> Self:
        """Those that share a moment with a span."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def standing(self) -> Self:
        return self.exclude(state=ActivityState.CANCELLED)


class Activity(Governed):
    """A workshop, an outing… of an operator. ``capacity``: how many people may come; 0: no limit.

    Its title and its place name nobody: they are read by the whole team.
    """

    access_kind = "activity"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    title = models.CharField("titre", max_length=120)
    place = models.CharField("lieu", max_length=200, blank=True)
    kind = models.CharField("nature", max_length=12)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    capacity = models.PositiveSmallIntegerField("places", default=0)
    state = models.CharField(
        "état", max_length=12, choices=ActivityState, default=ActivityState.PLANNED
    )
    made_at = models.DateTimeField("notée le", default=clock.now)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "activité"
        verbose_name_plural = "activités"
        ordering = ("-starts_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-starts_at", "id"], name="activity_latest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="activity_ends_after_start",
                violation_error_message="L’activité finit après son début.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ActivityState.values),
                name="activity_state_known",
                violation_error_message="Cet état n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return of_organisation(self.organisation_id, actor)

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id

    @property
    def zone(self) -> ZoneInfo:
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
    def is_planned(self) -> bool:
        return self.state == ActivityState.PLANNED

    @property
    def is_cancelled(self) -> bool:
        return self.state == ActivityState.CANCELLED

    @property
    def kind_label(self) -> str:
        return label("activity", self.kind)


class ActivityMove(models.Model):
    """One move of an activity."""

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="moves", verbose_name="activité"
    )
    left = models.CharField("quitté", max_length=12, choices=ActivityState)
    reached = models.CharField("atteint", max_length=12, choices=ActivityState)
    at = models.DateTimeField("le", default=clock.now)
    by = models.UUIDField("par", null=True)

    class Meta:
        verbose_name = "suite d’une activité"
        verbose_name_plural = "suites des activités"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"


class Attendance(models.Model):
    """Somebody is expected at an activity; came, was excused, or did not. ``minutes``: attended.

    Written once for each person: two files that become one may each have theirs, counted once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="attendances", verbose_name="activité"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="attendances", verbose_name="personne"
    )
    state = models.CharField(
        "présence", max_length=12, choices=AttendanceState, default=AttendanceState.EXPECTED
    )
    minutes = models.PositiveSmallIntegerField("minutes", default=0)
    noted_at = models.DateTimeField("notée le", default=clock.now)

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        ordering = ("activity_id", "noted_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state=AttendanceState.PRESENT) | Q(minutes=0),
                name="attendance_minutes_when_present",
                violation_error_message="Des heures se comptent pour qui est présent.",
            ),
        ]

    def __str__(self) -> str:
        return f"présence {self.pk}"


class AttendanceMove(models.Model):
    """One move of an attendance."""

    id = models.BigAutoField(primary_key=True)
    attendance = models.ForeignKey(
        Attendance, on_delete=models.CASCADE, related_name="moves", verbose_name="présence"
    )
    left = models.CharField("quitté", max_length=12, choices=AttendanceState)
    reached = models.CharField("atteint", max_length=12, choices=AttendanceState)
    at = models.DateTimeField("le", default=clock.now)
    by = models.UUIDField("par", null=True)

    class Meta:
        verbose_name = "suite d’une présence"
        verbose_name_plural = "suites des présences"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"
