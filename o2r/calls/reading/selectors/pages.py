"""What the pages of the State service and of the readers show."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, ReadingAccess
from o2r.calls.models import Call
from o2r.calls.reading.balancing import Candidate, Demand, Proposal, propose
from o2r.calls.reading.enums import LIVE, AssignmentState, ReviewState, Unveiling
from o2r.calls.reading.interests import Verdict
from o2r.calls.reading.models import (
    Assignment,
    CorrectionRequest,
    InterestDeclaration,
    Reader,
    ReadingPlan,
    Review,
)
from o2r.calls.reading.models.offices import UNVEILED
from o2r.calls.reading.scoring import Outcome
from o2r.calls.reading.selectors.interests import answers_of, known
from o2r.calls.reading.selectors.ranked import Counts, counts_of, outcomes_of, with_readings
from o2r.core import clock
from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography

EVERYTHING = ""
ALERTS = {
    "third": "un lecteur de plus demandé",
    "missing": "lecteurs à désigner",
    "waiting": "liens à déclarer",
    "correction": "correction attendue",
    "late": "déposée hors délai",
    "recused": "lecteur récusé",
    "eliminated": "sous un seuil éliminatoire",
}


def plan_of(call: Call) -> ReadingPlan | None:
    """How the applications to a call are read; None before its examination.

    No query when it was read with the call (``select_related("reading_plan")``).
    """
    plan: ReadingPlan | None = getattr(call, "reading_plan", None)
    return plan


def department_names(codes: Collection[str]) -> list[str]:
    """The names of départements, in the order of the codes."""
    found = [current_geography().unit(UnitKind.DEP, code) for code in sorted(codes)]
    return [unit.name for unit in found if unit]


def departments_of(call: Call) -> list[tuple[str, str]]:
    """The départements of the region of a call: code and name."""
    geography = current_geography()
    region = geography.units.get(f"{UnitKind.REG}:{call.region}")
    units = geography.of_kind(UnitKind.DEP)
    return [(unit.code, unit.name) for unit in units if region and unit.bits & region.bits]


def _touched(application: Application) -> frozenset[str]:
    place = application.footprint
    return frozenset(place.departments) if place else frozenset()


@dataclass(frozen=True)
class Row:
    """One application of the table of an examination. ``outcome``: None while marks are hidden."""

    application: Application
    departments: tuple[str, ...]
    counts: Counts
    outcome: Outcome | None
    is_open: bool
    alerts: tuple[str, ...]

    @property
    def mean(self) -> Decimal | None:
        return self.outcome.mean if self.outcome else None

    @property
    def dispersion(self) -> Decimal | None:
        return self.outcome.dispersion if self.outcome else None

    @property
    def alert_labels(self) -> list[str]:
        return [ALERTS[code] for code in self.alerts]


def is_unveiled(call: Call, plan: ReadingPlan | None, counts: Counts) -> bool:
    """Whether the State service may read the marks of an application now."""
    if call.state in UNVEILED:
        return True
    return plan is not None and plan.unveiling == Unveiling.ALL_SENT and counts.is_complete


def examination(call: Call, plan: ReadingPlan | None, user: UUID | None) -> list[Row]:
    """The applications received, for one officer. Two queries, whatever their number.

    ``user``: the officer. The marks of an application that is not open to them are not theirs to
    read, nor those that are still blind.
    """
    of_one: dict[str, Any] = {"application": OuterRef("pk")}
    applications = Application.objects.received().filter(call=call.pk).order_by("number", "pk")
    applications = with_readings(applications).annotate(
        is_open=Exists(ReadingAccess.objects.filter(**of_one, user=user)),
        is_waited=Exists(CorrectionRequest.objects.pending().filter(**of_one)),
    )
    outcomes = outcomes_of(call, applications)
    rows = []
    for one in applications:
        shown, found, counts = None, outcomes.get(one.pk), counts_of(one)
        if one.is_open and found and is_unveiled(call, plan, counts):
            shown = found
        rows.append(
            Row(
                application=one,
                departments=tuple(sorted(_touched(one))),
                counts=counts,
                outcome=shown,
                is_open=one.is_open,
                alerts=tuple(_alerts(call, one, counts, shown, one.is_waited)),
            )
        )
    return rows


def _alerts(
    call: Call, application: Application, counts: Counts, shown: Outcome | None, waited: bool
) -> list[str]:
    is_read = application.state in (ApplicationState.SUBMITTED, ApplicationState.ADMISSIBLE)
    found = {
        "third": shown is not None and _asks_for_another(call, shown),
        "missing": is_read and counts.expected < call.readers_per_application,
        "waiting": counts.waiting > 0,
        "correction": waited,
        "late": bool(application.late_reason),
        "recused": counts.recused > 0,
        "eliminated": shown is not None and bool(shown.eliminated_by),
    }
    return [code for code, holds in found.items() if holds]


def _asks_for_another(call: Call, outcome: Outcome) -> bool:
    return outcome.needs_another_reader(
        call.dispersion_threshold, wanted=call.readers_per_application
    )


def filtered(rows: list[Row], *, state: str, alert: str, department: str) -> list[Row]:
    """The rows that a filter keeps; an empty filter keeps all."""
    return [
        row
        for row in rows
        if (not state or row.application.state == state)
        and (not alert or alert in row.alerts)
        and (not department or department in row.departments)
    ]


@dataclass(frozen=True)
class ReaderRow:
    """A reader in the list of a call: what they have declared, what they read."""

    reader: Reader
    departments: list[str]
    declared: int
    bodies: int
    ties: list[InterestDeclaration]
    expected: int
    sent: int
    recused: int


_LIVE = Q(assignments__state__in=LIVE)
_EXPECTED = _LIVE & ~Q(assignments__review__state=ReviewState.EXCLUDED)
_SENT = Q(assignments__review__state=ReviewState.SENT)


def reader_rows(call: Call) -> list[ReaderRow]:
    """The readers of a call, those who read first. Four queries, whatever their number."""
    rows = Reader.objects.filter(call=call.pk).select_related("user")
    readers: list[Any] = list(
        rows.annotate(
            expected=Count("assignments", filter=_EXPECTED),
            sent=Count("assignments", filter=_LIVE & _SENT),
            recused=Count("assignments", filter=Q(assignments__state=AssignmentState.RECUSED)),
        ).order_by("ended_at", "user__display_name", "pk")
    )
    facts = known(call, {one.user_id for one in readers})
    return [
        ReaderRow(
            reader=one,
            departments=department_names(one.departments),
            declared=len(facts.bodies) - len(facts.undeclared(one.user_id)),
            bodies=len(facts.bodies),
            ties=[said for said in facts.declared[one.user_id].values() if said.has_interest],
            expected=one.expected,
            sent=one.sent,
            recused=one.recused,
        )
        for one in sorted(readers, key=lambda one: one.ended_at is not None)
    ]


@dataclass(frozen=True)
class Wanting:
    """An application that lacks readers: who is proposed, and who may be chosen."""

    application: Application
    departments: list[str]
    already: list[Reader]
    proposed: list[Reader]
    wanted: int
    choices: list[Reader]


def proposal(call: Call, *, seed: int = 0) -> list[Wanting]:
    """Who could read what, balanced, without conflict, with who knows the territory if possible.

    Six queries, whatever their number.
    """
    readers = list(
        Reader.objects.current().filter(call=call.pk).select_related("user").order_by("pk")
    )
    facts = known(call, {one.user_id for one in readers})
    received = Application.objects.received().filter(call=call.pk).order_by("number", "pk")
    wanted_states = (ApplicationState.SUBMITTED, ApplicationState.ADMISSIBLE)
    applications = list(received.filter(state__in=wanted_states))
    held: dict[UUID, list[Reader]] = {}
    barred: dict[UUID, set[UUID]] = {one.pk: set() for one in applications}
    loads: dict[UUID, int] = {one.pk: 0 for one in readers}
    rows = Assignment.objects.of_call(call.pk).exclude(state=AssignmentState.ENDED)
    for given in rows:
        barred.setdefault(given.application_id, set()).add(given.reader_id)
        if given.is_live:
            loads[given.reader_id] = loads.get(given.reader_id, 0) + 1
        if given.is_expected:
            held.setdefault(given.application_id, []).append(given.reader)
    for one in applications:
        barred[one.pk] |= {
            reader.pk
            for reader in readers
            if facts.verdict(reader.user_id, one.pk) is Verdict.RECUSED
        }
    demands = [
        Demand(
            one.pk,
            max(0, call.readers_per_application - len(held.get(one.pk, ()))),
            _touched(one),
            frozenset(barred[one.pk]),
        )
        for one in applications
    ]
    candidates = [
        Candidate(one.pk, frozenset(one.departments), loads[one.pk], one.most) for one in readers
    ]
    found = propose(demands, candidates, seed=seed)
    return _wanting(applications, readers, held, demands, found)


def _wanting(
    applications: list[Application],
    readers: list[Reader],
    held: Mapping[UUID, list[Reader]],
    demands: list[Demand[UUID, UUID]],
    found: Proposal[UUID, UUID],
) -> list[Wanting]:
    by_key = {one.pk: one for one in readers}
    given: dict[UUID, list[Reader]] = {}
    for application, reader in found.pairs:
        given.setdefault(application, []).append(by_key[reader])
    return [
        Wanting(
            application=one,
            departments=department_names(demand.departments),
            already=held.get(one.pk, []),
            proposed=given.get(one.pk, []),
            wanted=demand.wanted,
            choices=[reader for reader in readers if reader.pk not in demand.barred],
        )
        for one, demand in zip(applications, demands, strict=True)
        if demand.wanted
    ]


@dataclass
class ToDeclare:
    """A call on which someone must still answer for some bodies."""

    call: Call
    missing: int
    bodies: int


def to_declare(calls: Collection[Any], user: UUID) -> list[ToDeclare]:
    """The calls on which a person must still declare, with how many bodies. Two queries."""
    answered = answers_of(calls, user)
    return [ToDeclare(call, missing, bodies) for call, missing, bodies in answered]


@dataclass(frozen=True)
class Mine:
    """One application to read. ``is_late``: due before today and not sent.

    ``is_readable``: it is open to its reader; sent or not, it closes with their designation, and
    when it is withdrawn.
    """

    assignment: Assignment
    review: Review | None
    due_on: date | None
    is_readable: bool = True

    @property
    def is_sent(self) -> bool:
        return self.review is not None and self.review.is_sent

    @property
    def is_excluded(self) -> bool:
        return self.review is not None and self.review.state == ReviewState.EXCLUDED

    @property
    def is_done(self) -> bool:
        """Whether nothing is expected of the reader any more."""
        return self.is_sent or self.is_excluded

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.due_on is not None and self.due_on < clock.today()

    @property
    def why_closed(self) -> str:
        """Why what was read is not open any more, in words; empty while it is."""
        if self.is_readable or not self.assignment.is_open:
            return ""
        if self.assignment.application.state == ApplicationState.WITHDRAWN:
            return "Candidature retirée."
        if not self.assignment.reader.is_current:
            return "Votre désignation a pris fin."
        return "Candidature fermée."


def mine(rows: Collection[Assignment]) -> list[Mine]:
    """One's readings, those to do first, the soonest due first."""
    found = [
        Mine(
            assignment=one,
            review=getattr(one, "review", None),
            due_on=one.due_on or _plan_day(one.application.call),
            is_readable=vars(one).get("is_readable", True),
        )
        for one in rows
    ]
    return sorted(
        found,
        key=lambda one: (
            one.is_done,
            one.due_on or date.max,
            one.assignment.application.call.slug,
            one.assignment.application.number or 0,
        ),
    )


def _plan_day(call: Call) -> date | None:
    plan = plan_of(call)
    return plan.due_on if plan else None


@dataclass(frozen=True)
class BesideReview:
    """Another reader's review, as shown once one's own is sent."""

    review: Review
    mean: Decimal | None
    scores: list[Any] = field(default_factory=list)
