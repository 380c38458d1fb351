"""Minutes: generated from what is decided, version after version."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.calls.reading.models import Opinion
from o2r.calls.reading.selectors import opinions_on
from o2r.calls.selection.entries import Pick, Row
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.figures import Figures, figures_of
from o2r.calls.selection.minutes_content import (
    Line,
    MinutesFacts,
    content_of,
    departure_words,
    digest_of,
    named,
)
from o2r.calls.selection.models import Minutes, Room
from o2r.calls.selection.selectors.board import ground_of
from o2r.calls.selection.selectors.decisions import Drafted, drafted_of
from o2r.calls.selection.wording import mark
from o2r.core import clock
from o2r.core.money import euros
from o2r.network.committees.models import Meeting, Seat
from o2r.network.committees.selectors import attendance
from o2r.projects.enums import Public
from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography


@transaction.atomic
def generate_minutes(
    *,
    by: Actor,
    room: Room,
    meeting: Meeting | None = None,
    withdrawals: Sequence[str] = (),
    remarks: str = "",
) -> Minutes:
    """Write a new version of the minutes from the decisions as they now are.

    ``withdrawals``: who left the room for which application, one sentence each. Earlier versions
    stay as they were. Raises NotAllowed, DomainError when nothing is decided.
    """
    require(by, "approve", room, act="établir le procès-verbal de ce comité")
    rows = drafted_of(room, by.user)
    if not any(row.decision for row in rows):
        raise DomainError("Aucune décision n’est écrite : le procès-verbal serait vide.")
    present, absent = _members(by, meeting)
    scenarios = {str(r.decision.scenario) for r in rows if r.decision and r.decision.scenario}
    content = content_of(
        MinutesFacts(
            call=room.title,
            service=room.dreets.name,
            region=_region(room),
            meeting=str(meeting.instance) if meeting else "",
            held_on=meeting.day if meeting else None,
            present=present,
            absent=absent,
            withdrawals=[line.strip() for line in withdrawals if line.strip()],
            remarks=remarks,
            scenario=", ".join(sorted(scenarios)),
            lines=[_line(row) for row in rows],
            figures=figures_of_decisions(room, rows),
            opinions=[_opinion(one) for one in opinions_on(room)],
            names=dict(Public.choices),
        )
    )
    last = Minutes.objects.filter(call=room).aggregate(last=Max("version"))["last"]
    made = Minutes.objects.create(
        call=room,
        meeting=meeting,
        version=(last or 0) + 1,
        content=content,
        digest=digest_of(content),
        generated_at=clock.now(),
        generated_by_id=by.user,
    )
    written(by, "create", made, "attendance")
    return made


def figures_of_decisions(room: Room, rows: Sequence[Drafted]) -> Figures:
    """What the decisions, rather than a scenario, cover and cost."""
    return figures_of(ground_of(room), [Row(row.entry, _pick(row), None) for row in rows])


def _pick(row: Drafted) -> Pick:
    decision = row.decision
    if decision is None or decision.outcome != Outcome.AWARD:
        return Pick()
    return Pick(kept=True, amount=decision.amount)


def _line(row: Drafted) -> Line:
    entry, decision = row.entry, row.decision
    return Line(
        number=entry.number,
        title=entry.title,
        lead=entry.lead,
        rank=entry.rank,
        mean=mark(entry.mean),
        outcome=_outcome(row),
        amount=euros(decision.amount) if decision and decision.amount else "",
        reasons=decision.reasons if decision else "",
        departure=departure_words(row.departure),
        departure_reason=decision.departure_reason if decision else "",
    )


def _opinion(opinion: Opinion) -> list[str]:
    """A line of the opinions of instances; those on the whole call name no application."""
    applied = opinion.application
    return [
        named(applied.number or 0, applied.title) if applied else "L’appel",
        str(opinion.meeting.instance),
        f"{opinion.given_on:%d/%m/%Y}",
        opinion.get_sense_display(),
        opinion.text,
    ]


def _outcome(row: Drafted) -> str:
    if row.decision is None:
        return "pas encore décidée"
    label = Outcome(row.decision.outcome).label
    rank = f", rang {row.decision.rank}" if row.decision.rank else ""
    return f"{label}{rank}{'' if row.decision.is_confirmed else ' (projet)'}"


def _members(by: Actor, meeting: Meeting | None) -> tuple[list[str], list[str]]:
    """Who came and who did not, among those whose name this person may read."""
    if meeting is None:
        return [], []
    seen = set(
        Seat.objects.visible_to(by)
        .filter(instance=meeting.instance_id)
        .values_list("pk", flat=True)
    )
    here: list[str] = []
    away: list[str] = []
    for seat, came in attendance(meeting):
        if seat.pk in seen:
            name = f" ({seat.name})" if seat.name else ""
            (here if came else away).append(f"{seat.function}, {seat.body}{name}")
    return here, away


def _region(room: Room) -> str:
    unit = current_geography().unit(UnitKind.REG, room.region)
    return unit.name if unit else room.region
