"""Places where people are met: private to the operator, never on a public map."""

import uuid
from datetime import date, time
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from o2r.core import clock
from o2r.outreach.enums import PlaceKind
from o2r.outreach.hours import band_in_words
from o2r.outreach.models.owned import Owned, OwnedQuerySet
from o2r.outreach.radar.facts import Band

LONGEST_VISIT = 480
"""Minutes."""


class PlaceQuerySet(OwnedQuerySet["Place"]):
    def active(self) -> Self:
        """Those that a team still goes to."""
        return self.filter(left_on=None)

    def with_bands(self) -> Self:
        """Their opening hours, in the same query."""
        return self.bring("bands")


class Place(Owned):
    """A place, and how often the team wishes to be there. ``rhythm``: in days.

    ``minutes``: how long a visit lasts, as the team knows it.
    ``latitude`` and ``longitude`` are optional: a sector and a commune are enough to plan.
    """

    access_kind = "place"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("nature", max_length=20, choices=PlaceKind)
    commune = models.CharField("commune", max_length=5)
    sector = models.CharField("secteur", max_length=80, blank=True)
    where = models.CharField("où exactement", max_length=200, blank=True)
    rhythm = models.PositiveSmallIntegerField("rythme voulu, en jours", default=14)
    minutes = models.PositiveSmallIntegerField("durée d’un passage, en minutes", default=30)
    needs_two = models.BooleanField("à deux seulement", default=True)
    safety_note = models.TextField("sécurité", blank=True)
    closed_until = models.DateField("fermé jusqu’au", null=True, blank=True)
    left_on = models.DateField("quitté le", null=True, blank=True)
    latitude = models.DecimalField(
        "latitude", max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        "longitude", max_digits=8, decimal_places=5, null=True, blank=True
    )
    added_on = models.DateField("ajouté le", default=clock.today)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "lieu d’aller-vers"
        verbose_name_plural = "lieux d’aller-vers"
        ordering = ("commune", "sector", "name", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(rhythm__gte=1) & Q(rhythm__lte=366),
                name="place_rhythm_in_days",
                violation_error_message="Le rythme va de 1 à 366 jours.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5) & Q(minutes__lte=LONGEST_VISIT),
                name="place_visit_in_minutes",
                violation_error_message="Un passage dure de 5 minutes à 8 heures.",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, latitude__range=(-90, 90))
                & Q(longitude__isnull=False, longitude__range=(-180, 180)),
                name="place_point_is_whole",
                violation_error_message="Donnez la latitude et la longitude, ou aucune des deux.",
            ),
            models.UniqueConstraint(
                Lower("name"),
                "organisation",
                "commune",
                condition=Q(left_on=None),
                name="place_named_once_in_a_commune",
                violation_error_message=(
                    "Un lieu porte déjà ce nom dans cette commune. Précisez le nom, ou ouvrez "
                    "l’autre fiche."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="place_is_named",
                violation_error_message="Donnez un nom à ce lieu.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the operator. Reads ``organisation``."""
        return ZoneInfo(self.organisation.time_zone)

    def is_closed(self, day: date) -> bool:
        """Whether nobody is to be found there on a day."""
        return bool(self.closed_until and self.closed_until >= day)


class OpenBand(models.Model):
    """Hours when people are there, in the local time of the operator.

    ``weekdays``: ISO days, 1 for Monday. ``ends`` before ``starts``: the band crosses midnight;
    both at midnight: the whole day.
    """

    id = models.BigAutoField(primary_key=True)
    place = models.ForeignKey(
        Place, on_delete=models.CASCADE, related_name="bands", verbose_name="lieu"
    )
    weekdays = models.JSONField("jours", default=list)
    starts = models.TimeField("de")
    ends = models.TimeField("à")

    class Meta:
        verbose_name = "créneau d’un lieu"
        verbose_name_plural = "créneaux des lieux"
        ordering = ("place_id", "starts", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(starts=models.F("ends")) | Q(starts=time()),
                name="band_lasts",
                violation_error_message=(
                    "Ce créneau ne dure pas : donnez deux heures différentes, ou de 0 h à 0 h pour "
                    "toute la journée."
                ),
            ),
        ]

    def __str__(self) -> str:
        return band_in_words(self.band)

    @property
    def band(self) -> Band:
        """These hours, as the radar reads them."""
        return Band(frozenset(self.weekdays), self.starts, self.ends)
