"""The services offered for somebody, the most suitable first."""

from dataclasses import dataclass

from o2r.network.directory.codes import category_of
from o2r.network.directory.models import Service
from o2r.people.models import Person
from o2r.people.places import short_place_name

MOST, READ = 20, 400


@dataclass(frozen=True)
class Offered:
    """A service, and why it is proposed."""

    service: Service
    why: str = ""


def near(person: Person, *, theme: str = "", words: str = "") -> list[Offered]:
    """The open services around somebody: their commune first, then their département, the most
    recently confirmed first. ``theme``: a thématique or a category. One query."""
    rows = Service.objects.open().with_structure()
    if person.department:
        rows = rows.filter(commune__startswith=person.department)
    for word in words.split():
        rows = rows.filter(name__icontains=word) | rows.filter(structure__name__icontains=word)
    category = category_of(theme) if theme else ""
    found = [
        one
        for one in rows.order_by("-updated_on", "name", "pk")[:READ]
        if not category or category in one.categories
    ]
    found.sort(key=lambda one: one.commune != person.commune)
    return [Offered(one, short_place_name(one.commune)) for one in found[:MOST]]
