"""The ranking, a scenario and the decisions, as tables that the State service takes away."""

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.calls.selection.models import Room, Scenario
from o2r.calls.selection.room_tables import (
    decisions_header,
    decisions_rows,
    ranking_header,
    ranking_rows,
)
from o2r.calls.selection.selectors import board_of, drafted_of
from o2r.calls.selection.views.opening import room_of, scenario_of
from o2r.core.downloads import table, table_kind
from o2r.core.journal.services import record_reading


@door("selection", "export")
@require_safe
def ranking(request: SignedInRequest, call: str, kind: str) -> HttpResponse:
    """The ranking of the readers."""
    table_kind(kind)
    return _board(request, room_of(request, call), None, kind)


@door("selection", "export")
@require_safe
def scenario(request: SignedInRequest, call: str, scenario: UUID, kind: str) -> HttpResponse:
    """The ranking, with what a scenario keeps of it."""
    table_kind(kind)
    chosen = scenario_of(request, call, scenario)
    return _board(request, chosen.call, chosen, kind)


@door("selection", "export")
@require_safe
def decisions(request: SignedInRequest, call: str, kind: str) -> HttpResponse:
    """The decisions, drafted or confirmed."""
    table_kind(kind)
    opened = room_of(request, call)
    rows = drafted_of(opened, request.actor.user, decided=cast(Any, opened).is_decided)
    _journaled(request, opened, len(rows))
    return table(
        kind,
        "Décisions",
        decisions_header(rows),
        decisions_rows(rows, opened.zone_info),
        name=f"decisions-{opened.slug}",
    )


def _board(
    request: SignedInRequest, opened: Room, chosen: Scenario | None, kind: str
) -> HttpResponse:
    lines, has_choices = board_of(opened, chosen, request.actor.user).rows, chosen is not None
    _journaled(request, opened, len(lines))
    what = "scenario" if has_choices else "classement"
    return table(
        kind,
        "Scénario" if has_choices else "Classement",
        ranking_header(lines, has_choices=has_choices),
        ranking_rows(lines, has_choices=has_choices),
        name=f"{what}-{opened.slug}",
    )


def _journaled(request: SignedInRequest, opened: Room, count: int) -> None:
    """A room names no person, so its door writes nothing: what leaves it is written all the same,
    in the journal of who takes it away."""
    with transaction.atomic():
        record_reading(
            by=request.actor.author,
            action="export",
            kind=opened.access_kind,
            object_id=opened.pk,
            organisation=request.actor.organisation,
            count=count,
        )
