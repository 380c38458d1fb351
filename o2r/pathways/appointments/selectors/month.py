"""One month of one person: what was due, what was attended, and what it could give."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from o2r.core import clock
from o2r.pathways.appointments.remuneration import (
    Attended,
    Proposal,
    proposal,
    read_scales,
    scale_for,
    territory_of,
)
from o2r.pathways.appointments.selectors.spans import Span, instants, spans_of
from o2r.people.ages import age_on
from o2r.people.models import Person


@dataclass(frozen=True)
class Month:
    """A month of attendance. ``proposed`` is None where the birth date is not known, or no scale
    says anything."""

    first: date
    spans: tuple[Span, ...]
    zone: ZoneInfo
    proposed: Proposal | None

    @property
    def last(self) -> date:
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    @property
    def due(self) -> int:
        """Minutes planned."""
        return sum(one.due for one in self.spans)

    @property
    def minutes(self) -> int:
        """Minutes attended."""
        return sum(one.minutes for one in self.spans)

    @property
    def missed(self) -> int:
        """Minutes missed without an excuse."""
        return sum(one.due for one in self.spans if one.missed)

    @property
    def waits(self) -> int:
        """How many moments are over without a word of who came."""
        return sum(one.waits for one in self.spans)


def month_of(person: Person, first: date, born: date | None) -> Month:
    """The month that starts on ``first``. Two queries, for somebody who has brought ``pathways``.

    ``born``: as the reader reads it. The days covered are those of a pathway; the whole month where
    none is known. Absences are those that the team noted without an excuse.
    """
    zone = ZoneInfo(person.organisation.time_zone)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    spans = tuple(spans_of(person, *instants(first, last, zone), clock.now()))
    known = Month(first, spans, zone, None)
    scale = born and scale_for(
        read_scales(Path(settings.O2R_DATA_DIR) / "pathways" / "remuneration.csv"),
        territory=territory_of(person.department),
        situation="ordinaire",
        age=age_on(first, born),
        day=first,
    )
    if not scale:
        return known
    attended = Attended(_days_covered(person, first, last), last.day, known.due, known.missed)
    return Month(first, spans, zone, proposal(scale, attended))


def _days_covered(person: Person, first: date, last: date) -> int:
    """How many days of a month lie in a pathway of the person, who may have brought theirs; all of
    them when none is known."""
    spans = [(one.opened_on, one.ended_on or last) for one in person.pathways.all()]
    if not spans:
        return last.day
    days = (first + timedelta(days=rank) for rank in range(last.day))
    return sum(any(start <= day <= end for start, end in spans) for day in days)
