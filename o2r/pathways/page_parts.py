"""What the pathway says on the page of a person: its moves, and the time that is counted."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from o2r.core import clock
from o2r.core.months import add_months
from o2r.pathways.clock_rules import Clock, Standing
from o2r.pathways.clocks import clock_of
from o2r.pathways.enums import PathwayState
from o2r.pathways.models import Pathway
from o2r.pathways.selectors.current import WARNED, end_words, open_pathway_of
from o2r.pathways.wording import clock_words
from o2r.people.file_page import Due, Gauge, Moment, gauges, presses, tells
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader
from o2r.territory.typography import typographic


@tells("route")
def steps(reader: Reader, person: Person) -> Iterator[Moment]:
    """When each pathway opened, when its time began to count, where it stands, when it ended."""
    for one in person.pathways.all():
        address = reverse("pathways:pathway", args=[one.pk])
        if one.state_since > one.opened_on and one.state_since != one.intensive_from:
            said = str(PathwayState(one.state).label)
            yield Moment(one.state_since, typographic(f"Parcours : {said}"), url=address)
        if one.intensive_from:
            text = "Le temps de l’accompagnement intensif est compté depuis ce jour."
            yield Moment(one.intensive_from, "Accompagnement intensif", text=text, url=address)
        yield Moment(one.opened_on, "Parcours ouvert", url=address)


@gauges("route")
def time_used(reader: Reader, person: Person) -> Iterator[Gauge]:
    """The months used of the intensive accompaniment."""
    pathway = open_pathway_of(person)
    if pathway is not None:
        yield _gauge(pathway, clock.today())


def _gauge(pathway: Pathway, today: date) -> Gauge:
    running = clock_of(pathway)
    standing, whole = running.standing(today), running.limits.longest
    return Gauge(
        used=_hundredths(running, today),
        allowed=round(100 * running.months_allowed / whole),
        words=_words(running, standing, today),
        stage=str(PathwayState(pathway.state).label).capitalize(),
        is_over=standing in WARNED,
    )


def _hundredths(running: Clock, today: date) -> int:
    start, end = running.started_on, running.longest_end_on
    if start is None or end is None or today <= start:
        return 0
    return min(100, round(100 * (today - start).days / (end - start).days))


def _words(running: Clock, standing: Standing, today: date) -> str:
    """« 3 mois et 12 jours sur 9 · au-delà, un motif de dérogation est demandé »."""
    used = running.months_used(today)
    if standing not in (Standing.RUNNING, Standing.INFORMED) or running.started_on is None:
        return clock_words(running, standing, used)
    counted = add_months(running.started_on, used)
    days = max((today - counted).days - running.paused_days, 0)
    told = [f"{used} mois"] if used or not days else []
    told += [f"{days} jour{'s' if days > 1 else ''}"] if days else []
    end = f"sur {running.months_allowed}" if used else f"sur {running.months_allowed} mois"
    return f"{' et '.join(told)} {end} · au-delà, un motif de dérogation est demandé"


@presses("route")
def end_near(reader: Reader, person: Person) -> Iterator[Due]:
    """The end of the intensive accompaniment, when it is near or past."""
    pathway, said = open_pathway_of(person), end_words(person)
    if pathway is not None and said:
        yield Due(said, url=reverse("pathways:pathway", args=[pathway.pk]))
