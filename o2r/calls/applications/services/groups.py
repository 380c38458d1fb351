"""Tickets served by groups: in a rush, reading fifty applications costs little more than one.

A group is one transaction, of one call: one chain of the journal is locked, once. What is judged of
each application is what ``submitting`` judges of one; only the reading and the saving are shared.
"""

import logging
from collections.abc import Iterator, Sequence
from itertools import groupby
from uuid import UUID

from django.db import transaction

from o2r.accounts.acting import memberships_of_each
from o2r.accounts.actors import Actor
from o2r.accounts.acts import written_each
from o2r.accounts.errors import DomainError
from o2r.calls.applications.content import Content
from o2r.calls.applications.enums import ApplicationState, TicketState
from o2r.calls.applications.models import (
    Application,
    ApplicationMove,
    Submission,
    SubmissionTicket,
)
from o2r.calls.applications.refusals import NotADraft
from o2r.calls.applications.selectors import CONSORTIUM, contents_of
from o2r.calls.applications.services.arriving import in_time, terms_of
from o2r.calls.applications.services.moving import move_of
from o2r.calls.applications.services.queueing import actor_of, ended, serve
from o2r.calls.applications.services.submitting import (
    former_of,
    next_number,
    person,
    ready,
    receipted,
)
from o2r.calls.enums import MemberRule
from o2r.calls.models import Call
from o2r.core import clock
from o2r.core.jobs.services import describe

logger = logging.getLogger(__name__)
TOGETHER = 40
"""Tickets in a group: the others of the call wait for the journal as long as a group is written."""


def serve_waiting(*, most: int) -> Iterator[SubmissionTicket]:
    """Serve the tickets that wait: the ``most`` first that arrived, call by call, in their order.

    A ticket whose application makes its group fail is served alone, and then fails alone: it waits,
    and what it raises is raised here once the others have had their turn.
    """
    waiting = SubmissionTicket.objects.filter(state=TicketState.WAITING)
    first = waiting.order_by("arrived_at", "pk")[:most]
    rows = first.values_list("application__call", "application__call__member_rule", "pk")
    broken: list[Exception] = []
    for (call, rule), keys in groupby(sorted(rows, key=_call), key=_call):
        tickets = [key for *_, key in keys]
        # A body may be refused for its other application to the call: one after the other.
        size = 1 if rule == MemberRule.REFUSE else TOGETHER
        for start in range(0, len(tickets), size):
            yield from _served(call, tickets[start : start + size], broken)
    if broken:
        raise broken[0]


def _call(row: tuple[UUID, str, UUID]) -> tuple[UUID, str]:
    return row[:2]


def _served(call: UUID, tickets: list[UUID], broken: list[Exception]) -> Iterator[SubmissionTicket]:
    try:
        yield from serve_together(call=call, tickets=tickets) if len(tickets) > 1 else []
    except Exception as error:  # noqa: BLE001 — one application must not stop the others
        logger.error("Dépôts en file, groupe de %s : %s", len(tickets), describe(error))
    left = SubmissionTicket.objects.filter(pk__in=tickets, state=TicketState.WAITING)
    for ticket in left.order_by("arrived_at", "pk"):
        try:
            yield serve(ticket)
        except Exception as error:  # noqa: BLE001 — as above
            broken.append(error)


@transaction.atomic
def serve_together(*, call: UUID, tickets: Sequence[UUID]) -> list[SubmissionTicket]:
    """Give their turn to tickets of one call, in the order of arrival, all or none.

    What is being served elsewhere is left out.
    """
    waiting = SubmissionTicket.objects.filter(pk__in=tickets, state=TicketState.WAITING)
    locked = waiting.select_for_update(no_key=True, of=("self",), skip_locked=True)
    rows = list(locked.select_related("user", "intent").order_by("arrived_at", "pk"))
    _with_their_applications(call, rows)
    contents = contents_of(
        [(row.application, list(row.application.members.all())) for row in rows], elsewhere=False
    )
    held = memberships_of_each([row.user_id for row in rows])
    sent = _Sent()
    for row, content in zip(rows, contents, strict=True):
        try:
            sent.add(actor_of(row, held=held.get(row.user_id, [])), row, content)
            row.state = TicketState.DONE
        except DomainError as refusal:
            row.state, row.answer = TicketState.REFUSED, str(refusal)
            ended(row)
    sent.save()
    done, now = [row.pk for row in rows if row.state == TicketState.DONE], clock.now()
    SubmissionTicket.objects.filter(pk__in=done).update(state=TicketState.DONE, ended_at=now)
    return rows


def _with_their_applications(call: UUID, tickets: list[SubmissionTicket]) -> None:
    """Read and hold the applications of tickets, with their consortium, and their call once."""
    keys = [ticket.application_id for ticket in tickets]
    rows = Application.objects.filter(pk__in=keys).select_for_update(no_key=True, of=("self",))
    found = {row.pk: row for row in rows.prefetch_related(CONSORTIUM).order_by("pk")}
    shared = Call.objects.prefetch_related("pieces").get(pk=call)
    for ticket in tickets:
        ticket.application = found[ticket.application_id]
        ticket.application.call = shared


class _Sent:
    """What is to be saved of the applications of a group that may be sent."""

    def __init__(self) -> None:
        self._acts: list[tuple[Actor, Application]] = []
        self._moves: list[ApplicationMove] = []
        self._submissions: list[tuple[Submission, Content]] = []

    def add(self, by: Actor, ticket: SubmissionTicket, content: Content) -> None:
        """Judge one as ``submit`` does. Raises as it does; nothing for what is already sent."""
        row, arrived_at = ticket.application, ticket.arrived_at
        user, former = person(by, row), former_of(row)
        if former is not None and former.taken_back_at is None:
            return
        if row.state != ApplicationState.DRAFT:
            raise NotADraft(row.shown_state)
        opened_at = ticket.intent.opened_at if ticket.intent else None
        honoured = in_time(terms_of(row), arrived_at, by=user, opened_at=opened_at)
        submission = ready(row, content, arrived_at=arrived_at, by=user, former=former)
        submission.intent_opened_at = honoured
        self._moves.append(move_of(by=by, row=row, to=ApplicationState.SUBMITTED))
        self._acts.append((by, row))
        self._submissions.append((submission, content))

    def save(self) -> None:
        """Write all of it; the journal first, whose lock makes the numbers ours."""
        if not self._acts:
            return
        written_each(self._acts, "submit", "content")
        rows = [row for _, row in self._acts]
        number = next_number(rows[0].call_id)
        for row in rows:
            row.updated_at = clock.now()
            if row.number is None:
                row.number, number = number, number + 1
        for submission, content in self._submissions:
            receipted(submission.application, content, submission)
        ApplicationMove.objects.bulk_create(self._moves)
        Application.objects.bulk_update(rows, ["state", "number", "updated_at"])
        Submission.objects.bulk_create([submission for submission, _ in self._submissions])
