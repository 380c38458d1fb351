"""The table of the room and its figures, in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Q, Sum

from o2r.calls.applications.models import Application, BudgetLine, Member
from o2r.calls.applications.selectors import chart_of
from o2r.calls.models import Call
from o2r.calls.reading.selectors import Ranked, ranking
from o2r.calls.selection.entries import Entry, Pick, Row, rows_of
from o2r.calls.selection.figures import Figures, Ground, figures_of
from o2r.calls.selection.models import Choice, Scenario
from o2r.calls.selection.selectors.interests import conflicted_with
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
    rows = list(Application.objects.filter(call=call.pk).compared().order_by("number", "pk"))
    ranked = {one.application: one for one in ranking(call)}
    consortia = _consortia(call)
    asked = _asked(call)
    conflicts = conflicted_with(user, call)
    last = max((one.rank for one in ranked.values()), default=0) + 1
    return [
        _entry(
            row,
            ranked.get(row.pk),
            last,
            lead=consortia.get(row.pk, ("", 0)),
            asked=asked.get(row.pk, ()),
            conflicted=row.pk in conflicts,
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
    conflicted: bool,
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
        conflicted=conflicted,
    )


def _consortia(call: Call) -> dict[UUID, tuple[str, int]]:
    """The name of the chef de file and the number of members, by application."""
    found: dict[UUID, tuple[str, int]] = {}
    rows = (
        Member.objects.filter(application__call=call.pk)
        .order_by("-is_lead", "position", "name", "pk")
        .values_list("application", "name")
    )
    for application, name in rows:
        lead, count = found.get(application, (name, 0))
        found[application] = (lead, count + 1)
    return found


def _asked(call: Call) -> dict[UUID, tuple[Decimal, ...]]:
    """What is asked of the call each year, in euros, by application; a year without is zero."""
    rows = (
        BudgetLine.objects.filter(
            application__call=call.pk, account=chart_of(call).requested, amount__gt=0
        )
        .order_by("application", "year")
        .values_list("application", "year")
        .annotate(total=Sum("amount"))
    )
    years: dict[UUID, dict[int, Decimal]] = {}
    for application, year, total in rows:
        years.setdefault(application, {})[year] = Decimal(total)
    return {
        key: tuple(some.get(year, Decimal(0)) for year in range(1, max(some) + 1))
        for key, some in years.items()
    }


def picks_of(scenarios: Iterable[Scenario]) -> dict[UUID, dict[UUID, Pick]]:
    """What scenarios choose, by scenario then by application. One query."""
    found: dict[UUID, dict[UUID, Pick]] = {one.pk: {} for one in scenarios}
    rows = Choice.objects.filter(scenario__in=list(found)).order_by("pk")
    for row in rows:
        pick = Pick(kept=row.kept, amount=row.amount, reason=row.reason)
        found[row.scenario_id][row.application_id] = pick
    return found


def boards_of(call: Call, scenarios: list[Scenario], user: UUID | None) -> list[Board]:
    """Several scenarios of a call, their applications read once."""
    ground, entries = ground_of(call), entries_of(call, user)
    picks = picks_of(scenarios)
    return [Board(one, ground, rows_of(entries, picks[one.pk])) for one in scenarios]


def board_of(call: Call, scenario: Scenario | None, user: UUID | None) -> Board:
    """One scenario, or the ranking alone when there is none."""
    if scenario is not None:
        return boards_of(call, [scenario], user)[0]
    return Board(None, ground_of(call), rows_of(entries_of(call, user), {}))


def kept_counts(call: Call) -> dict[UUID, int]:
    """How many applications each scenario of a call keeps."""
    rows = Scenario.objects.filter(call=call.pk).annotate(
        kept=Count("choices", filter=Q(choices__kept=True))
    )
    return dict(rows.order_by("pk").values_list("pk", "kept"))


def remade(board: Board, picks: Mapping[UUID, Pick]) -> Board:
    """The same scenario after some choices, without reading anything again."""
    chosen = {row.entry.key: row.pick for row in board.rows} | dict(picks)
    rows = rows_of([row.entry for row in board.rows], chosen)
    return Board(board.scenario, board.ground, rows)
