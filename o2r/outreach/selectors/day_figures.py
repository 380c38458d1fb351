"""What a day already counts, shown beside the report that somebody writes of it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from o2r.accounts.actors import Actor
from o2r.accounts.models import Team
from o2r.outreach.enums import EncounterKind
from o2r.outreach.models import Encounter, Observation
from o2r.outreach.passage_counts import people_counted


@dataclass
class DayFigures:
    """Figures of one day: ``seen`` without a name; ``people``: the different files met."""

    day: date
    passages: int = 0
    seen: int = 0
    meetings: int = 0
    refusals: int = 0
    observations: int = 0
    places: set[UUID] = field(default_factory=set)
    people: set[UUID] = field(default_factory=set)

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Those that say something, in words."""
        every = [
            ("lieu", "lieux", len(self.places)),
            ("passage", "passages", self.passages),
            ("personne vue sans nom", "personnes vues sans nom", self.seen),
            ("rencontre", "rencontres", self.meetings),
            ("personne rencontrée", "personnes rencontrées", len(self.people)),
            ("refus", "refus", self.refusals),
            ("observation", "observations", self.observations),
        ]
        return [(many if number > 1 else one, number) for one, many, number in every if number]


def figures_of(actor: Actor, team: Team | None, day: date, zone: ZoneInfo) -> DayFigures:
    """What was noted of a day of a team; None: of the whole organisation. Two queries."""
    return figures_between(actor, team, day, day, zone)[0]


def figures_between(
    actor: Actor, team: Team | None, first: date, last: date, zone: ZoneInfo
) -> list[DayFigures]:
    """The same for each day from ``first`` to ``last``, included. Two queries, however many."""
    start = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    rows = Encounter.objects.all().visible_to(actor).standing().filter(at__gte=start, at__lt=end)
    noticed = Observation.objects.all().visible_to(actor).filter(at__gte=start, at__lt=end)
    if team is not None:
        rows, noticed = rows.of_teams([team.pk]), noticed.of_teams([team.pk])
    days = [first + timedelta(days=rank) for rank in range((last - first).days + 1)]
    found = {day: DayFigures(day) for day in days}
    for row in rows.with_named().order_by("at", "pk"):
        _count(found[row.at.astimezone(zone).date()], row, row.named)
    for at in noticed.order_by("at", "pk").values_list("at", flat=True):
        found[at.astimezone(zone).date()].observations += 1
    return list(found.values())


def _count(day: DayFigures, row: Encounter, people: list[UUID]) -> None:
    day.passages += row.kind == EncounterKind.PASSAGE
    day.meetings += row.kind == EncounterKind.MEETING
    day.refusals += row.kind == EncounterKind.REFUSAL
    day.seen += people_counted(row.counts)
    if row.place_id:
        day.places.add(row.place_id)
    if row.kind == EncounterKind.MEETING:
        day.people.update(people)
