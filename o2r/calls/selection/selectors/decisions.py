"""The decisions of a call, beside the ranking they may depart from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import OuterRef

from o2r.accounts.actors import Actor
from o2r.calls.models import Call
from o2r.calls.selection.departures import Placed, departures, level_of
from o2r.calls.selection.entries import Entry
from o2r.calls.selection.enums import DepartureKind, Outcome
from o2r.calls.selection.models import Decision
from o2r.calls.selection.selectors.board import entries_of
from o2r.core import clock
from o2r.core.gathering import gathered
from o2r.network.committees.models import Meeting, MeetingQuerySet
from o2r.projects.conventions.enums import ConventionState
from o2r.projects.conventions.models import Convention


@dataclass(frozen=True)
class Drafted:
    """An application, what is decided of it (None: nothing yet), how it departs."""

    entry: Entry
    decision: Decision | None
    departure: DepartureKind | None

    @property
    def shown(self) -> Decision | None:
        """Its decision, for who may read it."""
        return None if self.entry.is_closed else self.decision

    @property
    def lacks_reasons(self) -> bool:
        """Whether it is refused without a word (CRPA, art. L.211-2)."""
        decision = self.decision
        refused = decision is not None and decision.outcome == Outcome.REJECTION
        return refused and not (decision and decision.reasons.strip())

    @property
    def lacks_departure_reason(self) -> bool:
        """Whether it departs from the ranking and nobody said why."""
        if self.decision is None or self.departure is None:
            return False
        return not self.decision.departure_reason.strip()

    @property
    def is_ready(self) -> bool:
        missing = self.lacks_reasons or self.lacks_departure_reason
        return self.decision is not None and not missing


def current_decisions(call: Call) -> dict[UUID, Decision]:
    """The decisions in force or being drafted, by application. One query."""
    # One that was abandoned leaves its place to another.
    opened = Convention.objects.filter(source=OuterRef("application")).exclude(
        state=ConventionState.ABANDONED
    )
    rows = Decision.objects.of_call(call).with_applications().order_by("application__number", "pk")
    rows = rows.annotate(told=gathered(opened, "id", "reference"))
    return {row.application_id: row for row in rows}


def departures_of(
    entries: list[Entry], decisions: Mapping[UUID, Decision]
) -> dict[UUID, DepartureKind]:
    """Which decisions depart from the ranking; an application without decision takes no part."""
    return departures(
        Placed(
            one.key,
            one.rank,
            level_of(Outcome(decisions[one.key].outcome), decisions[one.key].rank),
        )
        for one in entries
        if one.key in decisions
    )


def drafted_of(call: Call, user: UUID | None, *, decided: bool = True) -> list[Drafted]:
    """Every application compared with its decision, in the order of the ranking.

    ``decided``: False when it is known that there is no decision to read.
    """
    entries, decisions = entries_of(call, user), current_decisions(call) if decided else {}
    departing = departures_of(entries, decisions)
    ordered = sorted(entries, key=lambda one: (one.rank, one.number))
    return [Drafted(one, decisions.get(one.key), departing.get(one.key)) for one in ordered]


def undecided(rows: list[Drafted]) -> list[Drafted]:
    """Those that keep the decisions from being confirmed."""
    return [row for row in rows if not row.is_ready]


def meetings_for(actor: Actor) -> MeetingQuerySet:
    """The meetings held or about to be, of the instances that someone sees; the last one first."""
    rows = Meeting.objects.visible_to(actor).select_related("instance")
    return rows.filter(starts_at__lte=clock.now()).order_by("-starts_at", "pk")


@dataclass(frozen=True)
class OpenedConvention:
    """A convention opened from an application: what leads to it."""

    pk: UUID
    reference: str


def conventions_of(rows: list[Drafted]) -> dict[UUID, OpenedConvention]:
    """The conventions opened from the applications decided, by application: no query more."""
    return {
        row.entry.key: OpenedConvention(UUID(key), reference)
        for row in rows
        for key, reference in (cast(Any, row.decision).told if row.decision else ())
    }
