"""When a call is open, to the second. Pure: no database, no clock.

What a source does not publish stays unknown: a date without an hour tells the day only, and a call
without a closing instant receives nothing here.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from o2r.calls.enums import CallState, Phase
from o2r.territory.time_zones import hour_of, place_of

NOT_PUBLISHED = "non publié"

_BY_STATE = {
    CallState.DRAFT: Phase.DRAFT,
    CallState.EXAMINATION: Phase.EXAMINATION,
    # What a committee does is nobody's business before its results.
    CallState.COMMITTEE: Phase.EXAMINATION,
    CallState.RESULTS: Phase.RESULTS,
    CallState.ARCHIVED: Phase.ARCHIVED,
}


def hour_words(hour: time) -> str:
    """« 15:00 », with its seconds when there are some."""
    return f"{hour:%H:%M:%S}".removesuffix(":00")


@dataclass(frozen=True)
class Edge:
    """A published day and, when it is known, its hour in the time zone of the call."""

    day: date | None
    hour: time | None
    zone: str

    @property
    def zone_name(self) -> str:
        """The place whose hour it is, in French."""
        return place_of(self.zone)

    @property
    def words(self) -> str:
        """« 30/08/2024 à 15:00 (heure de La Réunion) »; what is not published says so."""
        if self.day is None:
            return NOT_PUBLISHED
        if self.hour is None:
            return f"{self.day:%d/%m/%Y} (heure non publiée)"
        return f"{self.day:%d/%m/%Y} à {hour_words(self.hour)} ({hour_of(self.zone)})"

    @property
    def instant(self) -> datetime | None:
        """The exact instant; None unless day and hour are both published."""
        if self.day is None or self.hour is None:
            return None
        return datetime.combine(self.day, self.hour, tzinfo=ZoneInfo(self.zone))

    @property
    def last_instant(self) -> datetime | None:
        """The instant after which the day, if the hour is not known, is over for everyone."""
        if self.day is None:
            return None
        return self.instant or datetime.combine(self.day, time.max, tzinfo=ZoneInfo(self.zone))

    @property
    def first_instant(self) -> datetime | None:
        """The instant at which it begins: midnight when the hour is not known."""
        if self.day is None:
            return None
        return self.instant or datetime.combine(self.day, time.min, tzinfo=ZoneInfo(self.zone))


def phase_at(now: datetime, *, state: CallState, opens: Edge, closes: Edge) -> Phase:
    """What everyone sees at ``now``. A call closes at its instant: that very second is too late."""
    if state is not CallState.PUBLISHED:
        return _BY_STATE[state]
    begins, ends = opens.first_instant, closes.last_instant
    if begins is not None and now < begins:
        return Phase.UPCOMING
    if ends is not None:
        return Phase.OPEN if now < ends else Phase.CLOSED
    return Phase.UNKNOWN


def receives_at(now: datetime, *, state: CallState, opens: Edge, closes: Edge) -> bool:
    """Whether an application that arrives at ``now`` is in time: opening included, closing not."""
    begins, ends = opens.instant, closes.instant
    if state is not CallState.PUBLISHED or begins is None or ends is None:
        return False
    return begins <= now < ends
