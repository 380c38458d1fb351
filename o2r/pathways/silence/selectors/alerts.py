"""The alerts that wait for somebody, and what is tried first."""

from collections.abc import Sequence
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.outreach.selectors.people_seen import files_of
from o2r.outreach.selectors.person_story import meetings_of
from o2r.pathways.silence.models import ExpectedContact, SilenceAlert
from o2r.pathways.silence.said import read
from o2r.pathways.silence.suggesting import Met, Way, suggested
from o2r.people.models import Person
from o2r.people.models.person import PersonQuerySet
from o2r.people.narrowing import reads_contact
from o2r.people.reaching import precautions
from o2r.people.selectors.caseload import for_lists
from o2r.people.selectors.reading import Reader

LAST_MET = 5


def silent_files(actor: Actor) -> PersonQuerySet:
    """The files that somebody follows and whose silence waits today, the oldest alert first."""
    awake = SilenceAlert.objects.awake().values("person")
    rows = Person.objects.followed().followed_by(actor).filter(pk__in=awake)
    return for_lists(rows).bring("silence_alerts__owner").order_by("last_contact_on", "pk")


def alert_of(person: Person) -> SilenceAlert | None:
    """The alert that is open on a file, asleep or not; ``person`` with its ``silence_alerts``."""
    return next((one for one in person.silence_alerts.all() if one.is_active), None)


def reasons_of(people: Sequence[Person]) -> dict[UUID, list[str]]:
    """Why each of them is on the list of silences today, in sentences; people with their
    ``silence_alerts``."""
    awake = ((one.pk, alert_of(one)) for one in people)
    return {key: read(alert.reasons) for key, alert in awake if alert and alert.is_awake}


def expected_of(person: Person) -> ExpectedContact | None:
    """The day said last for the next contact, when nobody was met since; ``person`` with its
    ``expected_contacts``."""
    said = [one for one in person.expected_contacts.all() if one.said_on >= person.last_contact_on]
    return said[-1] if said else None


def to_try(reader: Reader, person: Person) -> list[str]:
    """By what to try again, in sentences; nothing for who does not read how they are reached.

    ``person`` with its ``contacts``. One query.
    """
    if "contact" not in reader.groups or reader.shared is not None:
        return []
    rows = meetings_of(files_of(person))[:LAST_MET]
    met = [Met(one.channel, one.place.name if one.place else "") for one in rows]
    ways = [
        Way(one.kind, precautions(one), one.is_preferred)
        for one in person.contacts.all()
        if reads_contact(one.kind, reader.groups, reader.shared)
    ]
    return suggested(met, ways)
