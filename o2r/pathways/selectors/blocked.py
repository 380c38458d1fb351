"""Whether the time of the intensive accompaniment is over, in words."""

from collections.abc import Collection
from datetime import date

from o2r.core import clock
from o2r.pathways.clocks import clock_of
from o2r.pathways.enums import PathwayState
from o2r.pathways.models import Pathway
from o2r.pathways.wording import blocked_words
from o2r.people.models import Person


def why_blocked(
    person: Person, *, on: date | None = None, open_in: Collection[PathwayState] = ()
) -> str:
    """Why a new act of intensive accompaniment is refused on a day, today by default; nothing when
    it is not.

    Nothing for who has no pathway, or whose clock never started; nor in the states of ``open_in``,
    where the same act is no longer one of intensive accompaniment.
    """
    row = Pathway.objects.unfinished().filter(person=person).first()
    if row is None or row.state in open_in:
        return ""
    running, today = clock_of(row), clock.today()
    if not running.is_over(on or today):
        return ""
    return blocked_words(running, is_to_come=not running.is_over(today))
