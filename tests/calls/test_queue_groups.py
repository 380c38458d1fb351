"""Tickets served by groups give what each alone would give, for the price of one."""

from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from o2r.accounts.models import User
from o2r.calls.applications import middleware, receipts
from o2r.calls.applications.enums import TicketState
from o2r.calls.applications.models import (
    Application,
    Submission,
    SubmissionIntent,
    SubmissionTicket,
)
from o2r.calls.applications.selectors import someone_waits
from o2r.calls.applications.services import groups, queueing
from o2r.calls.applications.services.groups import serve_waiting
from o2r.calls.applications.services.queueing import Place, keep_place
from o2r.calls.enums import MemberRule
from o2r.calls.models import Call
from o2r.core import clock
from o2r.core.jobs.enums import JobState
from o2r.core.jobs.models import Job
from o2r.core.jobs.services import run_pressing_jobs
from o2r.core.journal.anchoring import own_signing_key
from o2r.core.journal.models import JournalEntry
from o2r.core.journal.verification import verify
from o2r.core.notifications.models import Notification
from tests.calls.behind import behind_the_belt
from tests.calls.factories import CallFactory
from tests.calls.ready import Candidate, closing, ready

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def queued(people: list[Candidate]) -> list[SubmissionTicket]:
    """A ticket for each, one second after the other."""
    first, found = clock.now() - len(people) * SECOND, []
    for rank, one in enumerate(people):
        with clock.stopped_at(first + rank * SECOND):
            ticket = queueing.take_ticket(
                by=one.actor, application=one.application, arrived_at=clock.now()
            )
        found.append(ticket)
    return found


def numbers(people: list[Candidate]) -> list[int | None]:
    return [Application.objects.get(pk=one.application.pk).number for one in people]


def test_a_group_gives_each_its_number_its_receipt_and_its_line_in_the_journal() -> None:
    people = ready(4)
    tickets = queued(people)
    assert someone_waits()
    served = list(serve_waiting(most=10))
    assert [one.pk for one in served] == [one.pk for one in tickets]
    assert numbers(people) == [1, 2, 3, 4]
    for one, ticket in zip(people, tickets, strict=True):
        sent = Submission.objects.get(application=one.application)
        assert (sent.arrived_at, sent.by_id, sent.rank) == (ticket.arrived_at, one.user.pk, 1)
        assert receipts.is_genuine(sent.receipt, own_signing_key().public_key())
        assert receipts.read(sent.receipt).digest == receipts.digest_of(sent.document)
        kept = Application.objects.get(pk=one.application.pk)
        assert (kept.state, kept.moves.get().moved_by_id) == ("submitted", one.user.pk)
    lines = JournalEntry.objects.filter(kind="application", action="submit").order_by("number")
    assert [line.user for line in lines] == [one.user.pk for one in people]
    assert not verify().findings
    assert not someone_waits()
    assert list(serve_waiting(most=10)) == []


def test_what_a_group_sends_is_what_one_alone_would_send() -> None:
    people = ready(2)
    with clock.stopped_at(clock.now()):
        alone = queueing.serve(queued(people[:1])[0])
        document = Submission.objects.get().document
        Submission.objects.all().delete()
        Application.objects.update(state="draft")
        SubmissionTicket.objects.filter(pk=alone.pk).update(state=TicketState.WAITING)
        queued(people[1:])
        list(serve_waiting(most=10))
    assert Submission.objects.get(application=people[0].application).document == document


def test_serving_more_asks_no_more_questions() -> None:
    people = ready(10)
    few, many = people[:2], people[2:]
    queued(few)
    with CaptureQueriesContext(connection) as small:
        list(serve_waiting(most=10))
    queued(many)
    with CaptureQueriesContext(connection) as large:
        list(serve_waiting(most=10))
    assert None not in numbers(many)
    assert len(large) <= len(small) + 1


def test_what_cannot_be_sent_is_refused_with_its_reason_and_the_others_are_sent() -> None:
    people = ready(3)
    queued(people)
    people[1].application.answers.filter(field="relevance").update(text="")
    states = [one.state for one in serve_waiting(most=10)]
    assert states == [TicketState.DONE, TicketState.REFUSED, TicketState.DONE]
    assert numbers(people) == [1, None, 2]
    kept = SubmissionTicket.objects.get(application=people[1].application)
    assert "Un point empêche le dépôt" in kept.answer
    assert Notification.objects.get(recipient=people[1].user.pk).body == kept.answer


def test_who_left_meanwhile_and_what_is_late_are_refused() -> None:
    people = ready(3)
    _, second, _ = queued(people)
    User.objects.get(pk=people[0].user.pk).memberships.update(ended_at=clock.now())
    SubmissionIntent.objects.all().delete()
    closing(people[0].application.call, second.arrived_at + SECOND / 2)
    states = [one.state for one in serve_waiting(most=10)]
    assert states == [TicketState.REFUSED, TicketState.DONE, TicketState.REFUSED]


def test_one_that_breaks_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    people = ready(3)
    queued(people)
    poison = people[1].application.pk

    def breaks(asked: Any) -> Any:
        def work(row: Any, *args: Any, **named: Any) -> Any:
            if row.pk == poison:
                raise RuntimeError("poison")
            return asked(row, *args, **named)

        return work

    monkeypatch.setattr(groups, "ready", breaks(groups.ready))
    monkeypatch.setattr("o2r.calls.applications.services.submitting.ready", breaks(groups.ready))
    with pytest.raises(RuntimeError):
        list(serve_waiting(most=10))
    assert numbers(people) == [1, None, 2]
    assert SubmissionTicket.objects.filter(state=TicketState.WAITING).count() == 1


def test_where_a_body_may_be_in_one_application_only_each_has_its_own_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = ready(3)
    Call.objects.update(member_rule=MemberRule.REFUSE)
    queued(people)
    monkeypatch.setattr(groups, "serve_together", None)
    assert [one.state for one in serve_waiting(most=10)] == [TicketState.DONE] * 3


def test_a_long_queue_of_one_call_does_not_keep_the_others_waiting() -> None:
    people = ready(3)
    queued(people)
    mine, other = people[0].application.call_id, CallFactory().pk
    first, last = sorted((mine, other), reverse=True)
    for rank, one in enumerate(people):
        Application.objects.filter(pk=one.application.pk).update(call=last if rank else first)
    served = [one.application_id for one in serve_waiting(most=1)]
    assert served == [people[0].application.pk]


def test_a_queue_that_fails_waits_for_its_slot() -> None:
    queued(ready(1))
    list(run_pressing_jobs())
    SubmissionTicket.objects.update(state=TicketState.WAITING)
    Job.objects.filter(name="submission-queue").update(failures=1)
    assert list(run_pressing_jobs()) == []


def test_the_worker_serves_the_queue_without_waiting_for_the_minute() -> None:
    people = ready(2)
    assert list(run_pressing_jobs()) == []
    queued(people)
    [outcome] = run_pressing_jobs()
    assert (outcome.job, outcome.state) == ("submission-queue", JobState.SUCCEEDED)
    assert outcome.message == "2 candidature(s) enregistrée(s) depuis la file, 0 refusée(s)."
    assert list(run_pressing_jobs()) == []


def test_a_place_is_kept_under_the_role_of_the_web_server() -> None:
    claire, other = ready(2)
    kept = []
    for one in (claire, claire, other):
        keep = partial(keep_place, application=one.application.pk, arrived_at=clock.now())
        # Each is a request, with its own transaction.
        with behind_the_belt(claire.user), transaction.atomic():
            kept.append(middleware._first(claire.user.pk, keep))
    mine, again, theirs = kept
    [ticket] = SubmissionTicket.objects.all()
    assert mine == Place(ticket.pk, ZoneInfo(claire.application.call.time_zone))
    assert ticket.application_id == claire.application.pk
    # A second click is the business of the ordinary way, which finds the first.
    assert (again, theirs) == (None, None)
