"""What the team notices, and what it leaves to the next one."""

import uuid
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from o2r.accounts.models import Team, User
from o2r.core import clock
from o2r.outreach.enums import ObservationKind
from o2r.outreach.models.owned import Owned, OwnedQuerySet
from o2r.outreach.models.places import Place


class ObservationQuerySet(OwnedQuerySet["Observation"]):
    def for_lists(self) -> Self:
        """With all that a line needs."""
        return self.select_related("organisation", "team", "place", "by")


class Observation(Owned):
    """Something noticed of the territory: never of somebody."""

    access_kind = "observation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("nature", max_length=12, choices=ObservationKind)
    commune = models.CharField("commune", max_length=5, blank=True)
    place = models.ForeignKey(
        Place,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name="lieu",
    )
    text = models.TextField("ce que l’équipe a vu")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", default=clock.now)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = "observation de territoire"
        verbose_name_plural = "observations de territoire"
        ordering = ("-at", "id")

    def __str__(self) -> str:
        return f"observation du {self.at:%d/%m/%Y}"


class DailyReportQuerySet(OwnedQuerySet["DailyReport"]):
    def for_lists(self) -> Self:
        """With all that a line needs."""
        return self.select_related("organisation", "team", "written_by")

    def of_day(self, organisation: UUID, team: Team | None, day: date) -> "DailyReport | None":
        """The report of a day of a team, or of all teams together; None when nobody wrote it."""
        found = self.for_lists().filter(organisation=organisation, team=team, day=day)
        return found.order_by("pk").first()


class DailyReport(Owned):
    """The report of one day of one team: what was done, transmissions, priorities."""

    access_kind = "daily-report"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField("jour", default=clock.today)
    text = models.TextField("compte rendu", blank=True)
    transmissions = models.TextField("transmissions", blank=True)
    priorities = models.TextField("priorités", blank=True)
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="écrit par"
    )
    revision = models.PositiveIntegerField("révision", default=0)
    updated_at = models.DateTimeField("mis à jour le", default=clock.now)

    objects = DailyReportQuerySet.as_manager()

    class Meta:
        verbose_name = "compte rendu"
        verbose_name_plural = "comptes rendus"
        ordering = ("-day", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two, because a report of no team is one too, and SQLite takes two nulls for different.
            models.UniqueConstraint(
                fields=["organisation", "team", "day"],
                condition=Q(team__isnull=False),
                name="report_once_a_day",
                violation_error_message="Ce jour a déjà son compte rendu.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "day"],
                condition=Q(team=None),
                name="report_of_all_once_a_day",
                violation_error_message="Ce jour a déjà son compte rendu.",
            ),
        ]

    def __str__(self) -> str:
        return f"compte rendu du {self.day:%d/%m/%Y}"
