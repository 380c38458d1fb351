"""What somebody needs first, for the apps that look for a service."""

from o2r.pathways.diagnosis.lists import Barrier
from o2r.pathways.diagnosis.selectors.shown import numbered, version_of
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader


def first_need(reader: Reader, person: Person) -> Barrier | None:
    """What counts most for the person in their last diagnosis, else what weighs there; None when
    the reader may not know it, or nothing was said. The file comes with its diagnoses."""
    known = [one for one in numbered(reader, person) if one[1].is_validated]
    if not known:
        return None
    version = version_of(reader, person, *known[-1])
    told = [*version.first, *(one for one in version.said if one.weighs)]
    return next((one.barrier for one in told if one.barrier.data_inclusion), None)
