"""What a day already counts, shown beside the report that somebody writes of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from o2r.accounts.actors import Actor
from o2r.accounts.models import Team
from o2r.outreach.enums import EncounterKind
from o2r.outreach.models import Encounter, Observation
from o2r.outreach.passage_counts import people_counted


@dataclass(frozen=True)
class DayFigures:
    """Figures of one day: ``seen`` without a name; ``people``: different people met."""

    passages: int
    seen: int
    meetings: int
    people: int
    refusals: int
    places: int
    observations: int

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Those that say something, in words."""
        every = [
            ("lieux", self.places),
            ("passages", self.passages),
            ("personnes vues sans nom", self.seen),
            ("rencontres", self.meetings),
            ("personnes rencontrées", self.people),
            ("refus", self.refusals),
            ("observations", self.observations),
        ]
        return [(label, number) for label, number in every if number]


def day_of_zone(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first instant of a day somewhere, and that of the next day."""
    return datetime.combine(day, time(), zone), datetime.combine(
        day + timedelta(days=1), time(), zone
    )


def figures_of(actor: Actor, team: Team | None, day: date, zone: ZoneInfo) -> DayFigures:
    """What was noted of a day of a team; None: of the whole organisation. Three queries."""
    start, end = day_of_zone(day, zone)
    rows = Encounter.objects.visible_to(actor).standing().filter(at__gte=start, at__lt=end)
    noticed = Observation.objects.visible_to(actor).filter(at__gte=start, at__lt=end)
    if team is not None:
        rows, noticed = rows.of_teams([team.pk]), noticed.of_teams([team.pk])
    entries = list(rows.order_by("at", "pk").values_list("kind", "counts", "place"))
    kinds = [kind for kind, _, _ in entries]
    return DayFigures(
        passages=kinds.count(EncounterKind.PASSAGE),
        seen=sum(people_counted(counts) for _, counts, _ in entries),
        meetings=kinds.count(EncounterKind.MEETING),
        people=len(_people(rows.of_kind(EncounterKind.MEETING))),
        refusals=kinds.count(EncounterKind.REFUSAL),
        places=len({place for _, _, place in entries if place}),
        observations=noticed.count(),
    )


def _people(rows: QuerySet[Encounter]) -> set[UUID]:
    """The different people whom entries name: keys alone. One query."""
    links = Encounter.persons.through.objects.filter(encounter__in=rows.order_by().values("pk"))
    return set(links.order_by("pk").values_list("person_id", flat=True))
