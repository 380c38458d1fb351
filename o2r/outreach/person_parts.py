"""What outreach holds of a person: erased with them, judged again when two files become one."""

from o2r.core.journal.authors import Author
from o2r.outreach.models import EncounterWords, Promise
from o2r.outreach.services.people_met import judge_trust
from o2r.people.models import Person
from o2r.people.registry import erases, merges


@erases
def erase(by: Author, person: Person) -> None:
    """Words and promises go. Meetings stay, as figures: they name a file that names nobody."""
    Promise.objects.filter(person=person, follows__isnull=False).update(follows=None)
    for one in Promise.objects.filter(person=person).order_by("pk"):
        one.delete()
    EncounterWords.objects.filter(person=person).delete()


@merges
def merge(kept: Person, gone: Person) -> None:
    """The day of trust of the file that is kept; meetings stay where they were noted."""
    judge_trust(kept, kept.organisation)
