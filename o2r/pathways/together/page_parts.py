"""What does not go together for a person, on their page."""

from collections.abc import Iterator

from django.urls import reverse

from o2r.pathways.together.selectors.group import group_on
from o2r.people.file_page import Due, presses
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader


@presses("route")
def contradictory(reader: Reader, person: Person) -> Iterator[Due]:
    """Two appointments, or two demands, that cannot both be."""
    for one in group_on(reader, person).contradictions:
        address = reverse("together:group", args=[person.pk])
        yield Due(one.words, one.first.day, address, is_urgent=True)
