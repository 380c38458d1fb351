"""The applications to a call, by what their readers say: marks are counted by ``scoring``."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from o2r.calls.applications.models import Application
from o2r.calls.models import Call, Criterion
from o2r.calls.reading.enums import LIVE, AssignmentState, ReviewState
from o2r.calls.reading.models import Assignment, Score
from o2r.calls.reading.scoring import Line, Marks, Outcome, outcome, ranks
from o2r.core.gathering import gathered


@dataclass(frozen=True)
class Ranked:
    """One application among the others. ``reviews`` of the ``expected`` ones are sent.

    ``recused``: how many readers had to leave; they are in no other figure.
    """

    application: UUID
    number: int
    title: str
    rank: int
    mean: Decimal | None
    dispersion: Decimal | None
    reviews: int
    expected: int
    recused: int
    needs_another_reader: bool
    eliminated_by: tuple[str, ...]


def with_readings(rows: "QuerySet[Application]") -> "QuerySet[Any]":
    """Applications, each with what its readers are and say: no query more.

    ``readings``: state, state of the review, and reader; ``marks``: review, criterion, value, of
    the reviews that count.
    """
    given = Assignment.objects.filter(application=OuterRef("pk"))
    scores = Score.objects.filter(
        review__state=ReviewState.SENT,
        review__assignment__state__in=LIVE,
        review__assignment__application=OuterRef("pk"),
    )
    return rows.annotate(
        readings=gathered(given, "state", "review__state", "reader__user"),
        marks=gathered(scores, "review", "criterion__code", "value"),
    )


def ranking(call: Call, rows: Sequence[Any] | None = None) -> list[Ranked]:
    """The applications compared, the best mean first, those without a mark last. Two queries.

    ``rows``: the applications to compare, already read with ``with_readings``. It shows marks to
    whoever calls it: a page decides before.
    """
    if rows is None:
        compared = with_readings(Application.objects.compared().filter(call=call))
        rows = list(compared.only("pk", "number", "title", "call_id").order_by("number", "pk"))
    counts = {one.pk: counts_of(one) for one in rows}
    outcomes = outcomes_of(call, rows)
    empty = Outcome(None, None, ())
    place = ranks({one.pk: outcomes.get(one.pk, empty).mean for one in rows})
    ranked = [
        Ranked(
            application=one.pk,
            number=one.number or 0,
            title=str(one),
            rank=place[one.pk],
            mean=found.mean,
            dispersion=found.dispersion,
            reviews=counts[one.pk].sent,
            expected=counts[one.pk].expected,
            recused=counts[one.pk].recused,
            needs_another_reader=found.needs_another_reader(
                call.dispersion_threshold, wanted=call.readers_per_application
            ),
            eliminated_by=found.eliminated_by,
        )
        for one in rows
        for found in [outcomes.get(one.pk, empty)]
    ]
    return sorted(ranked, key=lambda one: (one.rank, one.number))


@dataclass
class Counts:
    """How far the readings of one application are. ``waiting``: interests still to be declared."""

    expected: int = 0
    sent: int = 0
    waiting: int = 0
    recused: int = 0

    @property
    def is_complete(self) -> bool:
        return 0 < self.expected == self.sent


def counts_of(row: Any) -> Counts:
    """The counts of an application read with ``with_readings``."""
    counts = Counts()
    for state, review, _ in row.readings:
        if state in LIVE and review != ReviewState.EXCLUDED:
            counts.expected += 1
            counts.sent += review == ReviewState.SENT
            counts.waiting += state == AssignmentState.NAMED
        counts.recused += state == AssignmentState.RECUSED
    return counts


def are_recused(row: Any) -> set[UUID]:
    """Who was recused of an application read with ``with_readings``."""
    return {UUID(user) for state, _, user in row.readings if state == AssignmentState.RECUSED}


def grid_of(call: Call) -> list[Line]:
    """The grid, as the count knows it. One query."""
    rows: Sequence[Criterion] = list(call.criteria.select_related("parent"))
    return [
        Line(
            code=row.code,
            weight=row.weight,
            lowest=row.lowest,
            highest=row.highest,
            family=row.parent.code if row.parent else "",
            eliminatory_below=row.eliminatory_below if row.is_eliminatory else None,
        )
        for row in rows
    ]


def outcomes_of(call: Call, rows: Iterable[Any]) -> dict[UUID, Outcome]:
    """What the reviews that count say of applications read with ``with_readings``. One query."""
    grid = grid_of(call)
    return {row.pk: outcome(grid, marks) for row in rows if (marks := _marks(row))}


def _marks(row: Any) -> list[Marks]:
    reviews: dict[str, dict[str, Decimal | None]] = defaultdict(dict)
    for review, code, value in row.marks:
        reviews[review][code] = None if value is None else Decimal(value)
    return list[Marks](reviews.values())
