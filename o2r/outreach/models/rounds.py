"""Rounds: who goes where and when, and whether everyone is back."""

import uuid
from datetime import date, datetime
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.outreach.enums import ROUND_MOVES, Channel, RoundState
from o2r.outreach.models.owned import Owned, OwnedQuerySet
from o2r.outreach.models.places import Place
from o2r.outreach.round_words import in_one_sentence

MOST_GUESTS = 10


class RoundQuerySet(OwnedQuerySet["Round"]):
    def under_way(self) -> Self:
        return self.filter(state=RoundState.UNDER_WAY)

    def expected(self) -> Self:
        """Those that are planned or under way: somebody is, or will be, out."""
        return self.filter(state__in=(RoundState.PLANNED, RoundState.UNDER_WAY))

    def over(self) -> Self:
        """Those that took place, or will not."""
        return self.filter(state__in=(RoundState.DONE, RoundState.CANCELLED))

    def meanwhile(self, start: datetime, end: datetime) -> Self:
        """Those expected that share a moment with a span."""
        return self.expected().filter(starts_at__lt=end, ends_at__gt=start)

    def not_back(self, now: datetime) -> Self:
        """Those whose check-out hour is past, without one, and of which nobody was told.

        One that nobody said had left counts too: forgetting a button must not put a team at risk.
        """
        return self.late(now).filter(alerted_at=None)

    def late(self, now: datetime) -> Self:
        """Those out whose check-out hour is past, without one."""
        outside = [channel for channel in Channel if channel.goes_out]
        return self.expected().filter(channel__in=outside, back_by__lt=now)

    def of_member(self, user: uuid.UUID | None) -> Self:
        """Those on which somebody goes."""
        return self.filter(members=user)

    def with_members(self) -> Self:
        """Who goes, and the organisation, in the query."""
        return self.select_related("organisation").bring("members")


class Round(Owned):
    """A round. ``back_by``: the hour by which somebody must say that everyone is back.

    ``guests``: how many others go with the team, a volunteer or a partner, whom nothing names.
    """

    access_kind = "round"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField("canal", max_length=20, choices=Channel, default=Channel.STREET)
    starts_at = models.DateTimeField("départ")
    ends_at = models.DateTimeField("fin prévue")
    back_by = models.DateTimeField("retour à signaler avant")
    state = models.CharField("état", max_length=12, choices=RoundState, default=RoundState.PLANNED)
    members = models.ManyToManyField(User, related_name="+", verbose_name="équipiers")
    guests = models.PositiveSmallIntegerField("autres personnes", default=0)
    started_at = models.DateTimeField("partie le", null=True, blank=True)
    back_at = models.DateTimeField("rentrée le", null=True, blank=True)
    alerted_at = models.DateTimeField("retard signalé le", null=True, blank=True)
    cancelled_because = models.CharField("annulée parce que", max_length=200, blank=True)
    remark = models.TextField("à savoir", blank=True)
    revision = models.PositiveIntegerField("révision", default=0)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "tournée"
        verbose_name_plural = "tournées"
        ordering = ("-starts_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "state", "starts_at"], name="round_by_state"),
            models.Index(fields=["organisation", "-starts_at", "id"], name="round_latest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")) & Q(back_by__gte=F("ends_at")),
                name="round_hours_make_sense",
                violation_error_message="La tournée finit après son départ, et rentre après.",
            ),
            models.CheckConstraint(
                condition=Q(guests__lte=MOST_GUESTS),
                name="round_guests_are_few",
                violation_error_message="Dix autres personnes au plus accompagnent l’équipe.",
            ),
        ]

    def __str__(self) -> str:
        return f"tournée du {self.starts_at:%d/%m/%Y}"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the operator: hours are typed and read there."""
        return ZoneInfo(self.organisation.time_zone)

    def local(self, instant: datetime) -> datetime:
        """An instant, where the team is."""
        return instant.astimezone(self.zone)

    @property
    def day(self) -> date:
        """The day on which it leaves, where the team is."""
        return self.local(self.starts_at).date()

    @property
    def goes_out(self) -> bool:
        """Whether somebody leaves the office."""
        return Channel(self.channel).goes_out

    @property
    def people(self) -> int:
        """How many go. Reads ``members``."""
        return len(self.members.all()) + self.guests

    @property
    def is_expected(self) -> bool:
        """Whether it is planned or under way."""
        return bool(ROUND_MOVES[RoundState(self.state)])

    @property
    def is_late(self) -> bool:
        """Whether its return should have been said by now."""
        return self.is_expected and self.goes_out and self.back_by < clock.now()


class RoundStopQuerySet(models.QuerySet["RoundStop"]):
    def open(self) -> Self:
        """Those where the team has not been, and still means to go."""
        return self.filter(visited_at=None, skipped_because="")

    def to_come(self) -> Self:
        """Those of a round that is expected, and not over by now."""
        expected = Round.objects.expected().filter(ends_at__gt=clock.now())
        return self.open().filter(round__in=expected)


class RoundStop(models.Model):
    """One place of a round, in its order. ``why``: the words by which it was proposed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="stops", verbose_name="tournée"
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="stops", verbose_name="lieu"
    )
    rank = models.PositiveSmallIntegerField("ordre")
    why = models.JSONField("pourquoi ce lieu", default=list)
    visited_at = models.DateTimeField("passé le", null=True, blank=True)
    skipped_because = models.CharField("laissé parce que", max_length=200, blank=True)

    objects = RoundStopQuerySet.as_manager()

    class Meta:
        verbose_name = "arrêt d’une tournée"
        verbose_name_plural = "arrêts des tournées"
        ordering = ("round_id", "rank", "id")
        indexes: ClassVar[list[models.Index]] = [
            # The last visit of each place: asked for every place of a list.
            models.Index(fields=["place", "visited_at"], name="stop_by_visit"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "place"],
                name="stop_once_in_a_round",
                violation_error_message="Ce lieu est déjà dans la tournée.",
            ),
            models.CheckConstraint(
                condition=Q(visited_at=None) | Q(skipped_because=""),
                name="stop_visited_or_left",
                violation_error_message="Un lieu où l’équipe est passée n’a pas été laissé.",
            ),
        ]

    def __str__(self) -> str:
        return f"arrêt {self.rank}"

    @property
    def sentence(self) -> str:
        """The words by which it was proposed, without their full stop."""
        return in_one_sentence(self.why)

    @property
    def is_open(self) -> bool:
        """Whether the team still means to go there."""
        return self.visited_at is None and not self.skipped_because
