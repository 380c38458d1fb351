"""The pathway of a person, and where its time ends."""

from o2r.core import clock
from o2r.core.calendar_words import day_and_month
from o2r.pathways.clock_rules import Standing
from o2r.pathways.clocks import clock_of
from o2r.pathways.models import Pathway
from o2r.people.models import Person
from o2r.territory.typography import typographic

OVER = (Standing.OVER, Standing.EXHAUSTED)
WARNED = (Standing.ALERT, Standing.LAST_ALERT, *OVER)


def open_pathway_of(person: Person) -> Pathway | None:
    """The pathway that is not closed, with what its clock needs. ``person`` may have brought it."""
    rows = [one for one in person.pathways.all() if one.state != "clos"]
    return rows[0] if rows else None


def end_words(person: Person) -> str:
    """That the intensive accompaniment of a person ends soon, or has ended; else nothing."""
    pathway = open_pathway_of(person)
    if pathway is None:
        return ""
    running = clock_of(pathway)
    standing, end = running.standing(clock.today()), running.end_on
    if standing not in WARNED or end is None:
        return ""
    said = "s’est terminé" if standing in OVER else "se termine"
    text = f"L’accompagnement intensif {said} le {day_and_month(end)} : préparez un relais."
    return typographic(text)
