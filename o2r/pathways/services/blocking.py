"""What is refused once the time of the intensive accompaniment is over, and nothing else.

New acts of intensive accompaniment only: meetings, promises, relays and the first weeks in a job
stay open (R29).
"""

from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.pathways.clocks import clock_of
from o2r.pathways.models import Pathway
from o2r.pathways.wording import blocked_words
from o2r.people.models import Person


def require_time(person: Person) -> None:
    """Refuse a new act of intensive accompaniment when its time is over.

    Nothing for who has no pathway, or whose clock never started. Raises DomainError.
    """
    row = Pathway.objects.unfinished().filter(person=person).first()
    if row is not None and (running := clock_of(row)).is_over(clock.today()):
        raise DomainError(blocked_words(running))
