"""The applications to a call, by what their readers say: marks are counted by ``scoring``."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from o2r.calls.applications.models import Application
from o2r.calls.models import Call, Criterion
from o2r.calls.reading.enums import LIVE, AssignmentState, ReviewState
from o2r.calls.reading.models import Assignment, Score
from o2r.calls.reading.scoring import Line, Marks, Outcome, outcome, ranks


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


def ranking(call: Call) -> list[Ranked]:
    """The applications compared, the best mean first, those without a mark last. Four queries.

    It shows marks to whoever calls it: a page decides before.
    """
    rows = Application.objects.compared().filter(call=call).order_by("number", "pk")
    compared = list(rows.only("pk", "number", "title", "call_id"))
    counts = reading_counts(call)
    outcomes = outcomes_of(call)
    empty = Outcome(None, None, ())
    place = ranks({one.pk: outcomes.get(one.pk, empty).mean for one in compared})
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
            needs_another_reader=found.needs_another_reader(call.dispersion_threshold),
            eliminated_by=found.eliminated_by,
        )
        for one in compared
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


def reading_counts(call: Call) -> dict[UUID, Counts]:
    """The counts of every application of a call that has readers. One query."""
    found: dict[UUID, Counts] = defaultdict(Counts)
    rows = Assignment.objects.filter(application__call=call).order_by("pk")
    for application, state, review in rows.values_list("application", "state", "review__state"):
        counts = found[application]
        if state in LIVE and review != ReviewState.EXCLUDED:
            counts.expected += 1
            counts.sent += review == ReviewState.SENT
            counts.waiting += state == AssignmentState.NAMED
        counts.recused += state == AssignmentState.RECUSED
    return found


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


def outcomes_of(call: Call) -> dict[UUID, Outcome]:
    """What the reviews that count say of each application. Two queries."""
    rows = (
        Score.objects.filter(
            review__state=ReviewState.SENT,
            review__assignment__state__in=LIVE,
            review__assignment__application__call=call,
        )
        .order_by("pk")
        .values_list("review__assignment__application", "review", "criterion__code", "value")
    )
    reviews: dict[UUID, dict[UUID, dict[str, Decimal | None]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for application, review, code, value in rows:
        reviews[application][review][code] = value
    grid = grid_of(call)
    return {
        application: outcome(grid, list[Marks](marks.values()))
        for application, marks in reviews.items()
    }
