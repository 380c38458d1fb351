"""The table of the room and its figures, in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from o2r.calls.applications.models import Application, BudgetLine, Member
from o2r.calls.applications.selectors import chart_of
from o2r.calls.models import Call
from o2r.calls.reading.enums import OpinionSense
from o2r.calls.reading.interests import Verdict
from o2r.calls.reading.models import Opinion
from o2r.calls.reading.selectors import Ranked, ranking
from o2r.calls.reading.selectors.ranked import are_recused, with_readings
from o2r.calls.selection.entries import Entry, Pick, Row, rows_of
from o2r.calls.selection.figures import Figures, Ground, figures_of
from o2r.calls.selection.models import Choice, Scenario
from o2r.calls.selection.selectors.interests import declared
from o2r.core.gathering import gathered
from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography


@dataclass(frozen=True)
class Board:
    """A scenario as it is shown: its lines, and its figures once they are asked for."""

    scenario: Scenario | None
    ground: Ground
    rows: list[Row]

    @cached_property
    def figures(self) -> Figures:
        return figures_of(self.ground, self.rows)


def ground_of(call: Call) -> Ground:
    """The perimeter and the envelopes of a call; its région when no perimeter is published."""
    geo = current_geography()
    footprint = call.footprint
    region = geo.unit(UnitKind.REG, call.region)
    bits = footprint.bits if footprint else (region or geo.france).bits
    return Ground(
        geo=geo,
        perimeter=bits,
        publics=tuple(call.publics),
        envelope=call.envelope,
        envelopes={row.department: row.amount for row in call.envelopes.all()},
    )


def entries_of(call: Call, user: UUID | None) -> list[Entry]:
    """What is compared in a call, in the order of arrival; ``user``: who looks.

    An application that the readers have not ranked comes last.
    """
    compared = with_readings(Application.objects.filter(call=call.pk).compared())
    rows = list(_with_figures(call, compared).order_by("number", "pk"))
    ranked = {one.application: one for one in ranking(call, rows)}
    said = declared(user, call)
    last = max((one.rank for one in ranked.values()), default=0) + 1
    return [
        _entry(
            row,
            ranked.get(row.pk),
            last,
            lead=_lead(row),
            asked=_asked(row),
            opinions=_opinions(row),
            standing=_standing(user, row, said),
        )
        for row in rows
    ]


def _entry(
    row: Application,
    ranked: Ranked | None,
    last: int,
    *,
    lead: tuple[str, int],
    asked: tuple[Decimal, ...],
    opinions: tuple[str, ...],
    standing: Verdict,
) -> Entry:
    footprint = row.footprint
    return Entry(
        key=row.pk,
        number=row.number or 0,
        title=row.title,
        lead=lead[0],
        members=lead[1],
        territory=footprint.label if footprint else "",
        bits=footprint.bits if footprint else 0,
        publics=frozenset(row.publics),
        places=row.places,
        asked=asked,
        rank=ranked.rank if ranked else last,
        mean=ranked.mean if ranked else None,
        dispersion=ranked.dispersion if ranked else None,
        reviews=ranked.reviews if ranked else 0,
        expected=ranked.expected if ranked else 0,
        recused=ranked.recused if ranked else 0,
        needs_another_reader=ranked.needs_another_reader if ranked else False,
        eliminated_by=ranked.eliminated_by if ranked else (),
        opinions=opinions,
        standing=standing,
    )


def _standing(user: UUID | None, row: Any, said: Mapping[UUID, Verdict]) -> Verdict:
    """What ``user`` may do with an application read with ``with_readings``."""
    if user is None:
        return Verdict.CLEARED
    return Verdict.RECUSED if user in are_recused(row) else said.get(row.pk, Verdict.WAITING)


def _with_figures(call: Call, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Applications, each with its consortium and with what it asks of the call."""
    of_one: dict[str, Any] = {"application": OuterRef("pk")}
    asked = BudgetLine.objects.filter(**of_one, account=chart_of(call).requested, amount__gt=0)
    consortium = Member.objects.filter(**of_one)
    opinions = Opinion.objects.filter(**of_one)
    told: QuerySet[Any] = rows.annotate(
        consortium=gathered(consortium, "is_lead", "position", "name", "id"),
        asked=gathered(asked, "year", "amount"),
        said=gathered(opinions, "meeting__instance__name", "sense"),
    )
    return told


def _lead(row: Any) -> tuple[str, int]:
    """The name of the chef de file and the number of members."""
    first = sorted(row.consortium, key=lambda one: (not one[0], *one[1:]))[:1]
    return (first[0][2] if first else "", len(row.consortium))


def _opinions(row: Any) -> tuple[str, ...]:
    """What each instance said of it: « CDE de la Loire : avis favorable »."""
    said = ((name, OpinionSense(sense).label) for name, sense in row.said)
    return tuple(sorted(f"{name} : avis {label}" for name, label in said))


def _asked(row: Any) -> tuple[Decimal, ...]:
    """What is asked of the call each year, in euros; a year without is zero."""
    years: dict[int, Decimal] = {}
    for year, amount in row.asked:
        years[year] = years.get(year, Decimal(0)) + Decimal(amount)
    return tuple(years.get(year, Decimal(0)) for year in range(1, max(years, default=0) + 1))


def picks_of(scenarios: Iterable[Scenario]) -> dict[UUID, dict[UUID, Pick]]:
    """What scenarios choose, by scenario then by application. One query."""
    found: dict[UUID, dict[UUID, Pick]] = {one.pk: {} for one in scenarios}
    rows = Choice.objects.filter(scenario__in=list(found)).order_by("pk")
    for row in rows:
        pick = Pick(kept=row.kept, amount=row.amount, reason=row.reason)
        found[row.scenario_id][row.application_id] = pick
    return found


def scenarios_of(call: Call) -> dict[Scenario, dict[UUID, Pick]]:
    """The scenarios of a call in the order they were made, with what each chooses. One query."""
    choices = Choice.objects.filter(scenario=OuterRef("pk"))
    told = gathered(choices, "application", "kept", "amount", "reason")
    rows: QuerySet[Any] = Scenario.objects.filter(call=call.pk).annotate(told=told)
    return {
        row: {UUID(key): _pick(*chosen) for key, *chosen in row.told}
        for row in rows.order_by("created_at", "pk")
    }


def _pick(kept: bool, amount: str | None, reason: str) -> Pick:
    return Pick(bool(kept), None if amount is None else Decimal(amount), reason)


def boards_of(call: Call, scenarios: list[Scenario], user: UUID | None) -> list[Board]:
    """Several scenarios of a call, their applications read once."""
    ground, entries = ground_of(call), entries_of(call, user)
    picks = picks_of(scenarios)
    return [Board(one, ground, rows_of(entries, picks[one.pk])) for one in scenarios]


def board_of(
    call: Call,
    scenario: Scenario | None,
    user: UUID | None,
    picks: Mapping[UUID, Pick] | None = None,
) -> Board:
    """One scenario, or the ranking alone when there is none. ``picks``: its choices, if known."""
    if scenario is not None and picks is None:
        return boards_of(call, [scenario], user)[0]
    return Board(scenario, ground_of(call), rows_of(entries_of(call, user), picks or {}))


def remade(board: Board, picks: Mapping[UUID, Pick]) -> Board:
    """The same scenario after some choices, without reading anything again."""
    chosen = {row.entry.key: row.pick for row in board.rows} | dict(picks)
    rows = rows_of([row.entry for row in board.rows], chosen)
    return Board(board.scenario, board.ground, rows)
