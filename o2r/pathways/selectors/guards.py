"""What a person already has, of what the moves of a pathway ask."""

from o2r.pathways import states
from o2r.pathways.models import Eligibility, Pathway
from o2r.people.models import Person


def last_check(person: Person) -> Eligibility | None:
    """The last check of the right to enter: the one that counts."""
    rows = sorted(
        person.eligibilities.all(), key=lambda one: (one.checked_on, one.noted_at, one.pk)
    )
    return rows[-1] if rows else None


def guards_held(pathway: Pathway) -> set[str]:
    """What is there: the information given, the right to enter, a referent, a contact of trust."""
    person, held = pathway.person, set()
    if person.information.all():
        held.add(states.INFORMED)
    check = last_check(person)
    if check is not None and check.is_accepted:
        held.add(states.ELIGIBLE)
    if person.referent_id:
        held.add(states.REFERENT)
    if getattr(person, "trust", None) is not None:
        held.add(states.TRUST)
    return held
