"""Who writes in which section, now."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from o2r.calls.applications.models import Application, Presence
from o2r.core import clock

PRESENT_FOR = timedelta(minutes=2)


def present_in(application: Application, *, but: UUID | None) -> dict[str, list[str]]:
    """The names of the others, by section. One query."""
    rows = Presence.objects.filter(
        application=application, seen_at__gt=clock.now() - PRESENT_FOR
    ).exclude(user=but)
    found: dict[str, list[str]] = {}
    for row in rows.select_related("user").order_by("section", "user__display_name", "pk"):
        found.setdefault(row.section, []).append(str(row.user))
    return found


def sentence(names: Iterable[str]) -> str:
    """« Inès Valmont modifie cette section. »; empty for nobody."""
    known = list(names)
    if not known:
        return ""
    if len(known) == 1:
        return f"{known[0]} modifie cette section."
    return f"{', '.join(known[:-1])} et {known[-1]} modifient cette section."
