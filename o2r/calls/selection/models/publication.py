"""The hour at which the results of a call are published."""

import uuid
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models

from o2r.accounts.models import User
from o2r.calls.models.call import validate_time_zone
from o2r.calls.selection.models.room import Room
from o2r.territory.time_zones import hour_of


class ResultsPublicationQuerySet(models.QuerySet["ResultsPublication"]):
    def due(self, now: datetime) -> Self:
        """Those whose hour has come, with their call."""
        rows = self.filter(published_at=None, scheduled_at__lte=now)
        return rows.select_related("call").order_by("scheduled_at", "pk")


class ResultsPublication(models.Model):
    """When results appear: an instant, and the time zone in which it was chosen.

    ``shows_amounts``: whether the public list says what each laureate receives. ``laureates``: that
    list, as it is published; visitors never read the applications themselves. ``held_for``: what
    was missing at that hour, in French, as the State service was told; empty while nothing was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.OneToOneField(
        Room, on_delete=models.CASCADE, related_name="publication", verbose_name="appel"
    )
    scheduled_at = models.DateTimeField("à publier le")
    time_zone = models.CharField("fuseau horaire", max_length=40, validators=[validate_time_zone])
    shows_amounts = models.BooleanField("montants publiés", default=False)
    scheduled_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="programmée par"
    )
    laureates = models.JSONField("lauréats publiés", default=list, blank=True)
    held_for = models.CharField("retenue faute de", max_length=200, blank=True)
    published_at = models.DateTimeField("publié le", null=True, blank=True)

    objects = ResultsPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "publication des résultats"
        verbose_name_plural = "publications des résultats"
        ordering = ("scheduled_at", "id")

    def __str__(self) -> str:
        return f"{self.scheduled_at:%d/%m/%Y %H:%M}"

    @property
    def zone_name(self) -> str:
        """Whose hour it is: « heure de La Réunion »."""
        return hour_of(self.time_zone)

    @property
    def local(self) -> datetime:
        """Its instant, in the time zone in which it was chosen."""
        return self.scheduled_at.astimezone(ZoneInfo(self.time_zone))
