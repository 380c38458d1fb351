"""The pathway of a person."""

from o2r.pathways.models import Pathway
from o2r.people.models import Person


def open_pathway_of(person: Person) -> Pathway | None:
    """The pathway that is not closed, with what its clock needs. ``person`` may have brought it."""
    rows = [one for one in person.pathways.all() if one.state != "clos"]
    return rows[0] if rows else None
