"""A line taken over follows its person, and goes with them."""

from o2r.core.journal.authors import Author
from o2r.pathways.intake.models import IntakeRow
from o2r.people.models import Person
from o2r.people.registry import carries, erases

carries("intake.IntakeRow")


@erases
def erase(by: Author, person: Person) -> None:
    """What a line is known by goes with the person."""
    IntakeRow.objects.filter(person=person).delete()
