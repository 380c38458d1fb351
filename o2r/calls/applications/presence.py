"""Who writes in which section, now: a page of a member is a place of its own in its section."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from o2r.calls.applications.models import Application, Member, Presence
from o2r.calls.applications.sections import BUDGET, CONSORTIUM, SECTIONS
from o2r.core import clock

PRESENT_FOR = timedelta(minutes=2)
_SECTION_OF = {"member": CONSORTIUM, "grid": BUDGET}


def place_of_member(member: Member) -> str:
    """The page of the part of a member."""
    return f"member-{member.pk.hex}"


def place_of_grid(member: Member, year: int) -> str:
    """The page of the amounts of a member for a year."""
    return f"grid-{member.pk.hex}-{year}"


def section_of(place: str) -> str:
    """The section where a place is: a place that is no page of a member is one itself."""
    return _SECTION_OF.get(place.partition("-")[0], place)


def is_place(place: str, application: Application) -> bool:
    """Whether an application has such a place."""
    if any(part.code == place for part in SECTIONS):
        return True
    known = set()
    for member in application.members.all():
        years = range(1, application.call.years + 1)
        known |= {place_of_member(member), *(place_of_grid(member, year) for year in years)}
    return place in known


def present_in(application: Application, *, but: UUID | None) -> dict[str, list[str]]:
    """The names of the others, by place. One query."""
    rows = Presence.objects.filter(
        application=application, seen_at__gt=clock.now() - PRESENT_FOR
    ).exclude(user=but)
    found: dict[str, list[str]] = {}
    for row in rows.select_related("user").order_by("section", "user__display_name", "pk"):
        found.setdefault(row.section, []).append(str(row.user))
    return found


def names_in(present: Mapping[str, list[str]], place: str) -> list[str]:
    """Who is in a place, each once; in a section, who is in its places too."""
    found: dict[str, None] = {}
    for one, names in present.items():
        if place in (one, section_of(one)):
            found.update(dict.fromkeys(names))
    return list(found)


def sentence(names: Iterable[str]) -> str:
    """« Inès Valmont modifie cette section. »; empty for nobody."""
    known = list(names)
    if not known:
        return ""
    if len(known) == 1:
        return f"{known[0]} modifie cette section."
    return f"{', '.join(known[:-1])} et {known[-1]} modifient cette section."
