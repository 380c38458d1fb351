"""Requests on one's data: the month to answer, the moves of a request, what is told."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Notification
from o2r.core.retention.enums import OPEN_STATES, TRANSITIONS, RequestState, Right, SubjectKind
from o2r.core.retention.errors import MoveRefused, RefusalWithoutReason, RetentionError
from o2r.core.retention.models import RightsRequest
from o2r.core.retention.rights import Subject
from o2r.core.retention.services import (
    complete_request,
    extend_request,
    receive_request,
    refuse_request,
    withdraw_request,
)
from tests.accounts.factories import UserFactory

PARIS = ZoneInfo("Europe/Paris")
VISITOR = Author(user=None, organisation=None, role="visitor")
DPO = Author.system("dpo")
INES = Subject(SubjectKind.VISITOR, "ines@partenaire.example")


def ask(right: Right = Right.ERASURE, details: str = "") -> RightsRequest:
    return receive_request(
        by=VISITOR, subject=INES, right=right, contact=INES.reference, details=details
    )


def act(request: RightsRequest, state: RequestState) -> RightsRequest:
    """Make the request go to a state, by the service that does it."""
    match state:
        case RequestState.EXTENDED:
            return extend_request(by=DPO, request=request, reason="Beaucoup de demandes.")
        case RequestState.DONE:
            return complete_request(by=DPO, request=request, answer="Tout est effacé.")
        case RequestState.REFUSED:
            return refuse_request(by=DPO, request=request, reason="Contrôle en cours.")
        case _:
            return withdraw_request(by=DPO, request=request)


def test_a_month_to_answer_and_two_more_once() -> None:
    with clock.stopped_at(datetime(2027, 1, 31, 23, 30, tzinfo=PARIS)):
        request = ask()
        assert request.due_on == date(2027, 2, 28)
        request = act(request, RequestState.EXTENDED)
        assert request.due_on == date(2027, 4, 30)
        with pytest.raises(MoveRefused, match="délai prolongé"):
            act(request, RequestState.EXTENDED)


def test_the_extension_is_announced_within_the_month_and_justified() -> None:
    with clock.stopped_at(datetime(2027, 1, 10, tzinfo=PARIS)):
        request = ask()
        with pytest.raises(RetentionError, match="motif"):
            extend_request(by=DPO, request=request, reason=" ")
    with (
        clock.stopped_at(datetime(2027, 2, 11, tzinfo=PARIS)),
        pytest.raises(RetentionError, match="premier mois est passé"),
    ):
        act(request, RequestState.EXTENDED)
    request.refresh_from_db()
    assert request.state == RequestState.RECEIVED


@pytest.mark.parametrize("start", OPEN_STATES)
@pytest.mark.parametrize("end", [state for state in RequestState if state != RequestState.RECEIVED])
def test_a_request_makes_the_moves_of_the_table_and_no_other(
    start: RequestState, end: RequestState
) -> None:
    request = ask()
    if start != RequestState.RECEIVED:
        request = act(request, start)
    if end in TRANSITIONS[start]:
        assert act(request, end).state == end
    else:
        with pytest.raises(MoveRefused):
            act(request, end)


@pytest.mark.parametrize("state", [state for state in RequestState if not TRANSITIONS[state]])
def test_a_closed_request_does_not_move_and_forgets_the_mailbox(state: RequestState) -> None:
    closed = act(ask(), state)
    assert (closed.contact, closed.is_open) == ("", False)
    assert closed.closed_at is not None
    for other in RequestState:
        if other != RequestState.RECEIVED:
            with pytest.raises(MoveRefused):
                act(closed, other)


def test_a_refusal_is_motivated_and_says_where_to_complain() -> None:
    request = ask()
    with pytest.raises(RefusalWithoutReason, match="CNIL"):
        refuse_request(by=DPO, request=request, reason="  ")
    act(request, RequestState.REFUSED)
    [sent] = mail.outbox
    assert sent.to == [INES.reference]
    assert "Contrôle en cours." in sent.body
    assert "CNIL" in sent.body


def test_the_database_refuses_a_refusal_without_reason_and_a_mailbox_that_stays() -> None:
    request = ask()
    for change in (
        {"state": RequestState.REFUSED, "closed_at": clock.now(), "contact": ""},
        {"state": RequestState.DONE, "closed_at": clock.now()},
        {"state": RequestState.EXTENDED},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RightsRequest.objects.filter(pk=request.pk).update(**change)


def test_a_visitor_is_only_a_fingerprint_that_finds_them_again() -> None:
    request = ask()
    assert "ines" not in request.subject_reference
    assert len(request.subject_reference) == 64
    again = receive_request(
        by=VISITOR,
        subject=Subject(SubjectKind.VISITOR, " INES@partenaire.example"),
        right=Right.ERASURE,
        contact=INES.reference,
        details="Et mes messages.",
    )
    assert again.pk == request.pk
    assert again.details == "Et mes messages."
    assert ask(Right.ACCESS).pk != request.pk


def test_asking_twice_does_not_lengthen_the_delay() -> None:
    first = ask(details="Une fois.")
    with clock.stopped_at(clock.now() + timedelta(days=20)):
        second = ask(details="Deux fois.")
    assert (second.pk, second.due_on) == (first.pk, first.due_on)
    assert second.details == "Une fois.\n\nDeux fois."
    with pytest.raises(RetentionError, match="4000"):
        ask(details="x" * 3990)


def test_who_has_an_account_is_told_in_their_inbox_too() -> None:
    user = UserFactory()
    request = receive_request(
        by=DPO,
        subject=Subject(SubjectKind.ACCOUNT, str(user.pk)),
        right=Right.RECTIFICATION,
        contact=user.email,
    )
    assert request.subject_reference == str(user.pk)
    complete_request(by=DPO, request=request, answer="Le nom est corrigé.")
    told = Notification.objects.get(recipient=user.pk)
    assert "Le nom est corrigé." in told.body


def test_each_act_is_in_the_journal_without_any_value() -> None:
    act(act(ask(details="Effacez Inès."), RequestState.EXTENDED), RequestState.DONE)
    entries = JournalEntry.objects.filter(kind="rights-request").order_by("number")
    assert [one.action for one in entries] == ["rights-request", "rights-extended", "rights-done"]
    assert "ines" not in str(list(entries.values())).lower()
