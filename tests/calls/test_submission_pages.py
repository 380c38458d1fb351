"""The summary, the submission, the queue, the receipt, as candidates and others meet them."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.accounts.signin.measured_session import prove
from o2r.calls.applications import overload, receipts
from o2r.calls.applications.enums import ApplicationState, TicketState
from o2r.calls.applications.models import (
    Application,
    Submission,
    SubmissionIntent,
    SubmissionTicket,
)
from o2r.calls.applications.recurring import serve_tickets
from o2r.calls.applications.refusals import OutOfTheConsortium
from o2r.calls.applications.services import queueing, submitting
from o2r.calls.applications.services.guarding import why_closed
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.core import clock
from o2r.core.documents import printing
from o2r.core.journal.anchoring import own_signing_key
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Notification
from tests.accounts.factories import actor, enter, someone
from tests.calls.ready import Candidate, closing, ready

MINUTE = timedelta(minutes=1)


@pytest.fixture
def candidate() -> Candidate:
    return ready()[0]


@pytest.fixture
def browser(client: Client, candidate: Candidate) -> Client:
    return candidate.enter(client)


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> overload.Gate:
    """A process that is already writing all it can."""
    gate = overload.Gate(1)
    gate.close_for_a_while()
    monkeypatch.setattr("o2r.calls.applications.views.submitting.gate", gate)
    return gate


def address(name: str, candidate: Candidate) -> str:
    return reverse(f"applications:{name}", args=[candidate.application.pk])


def send(client: Client, candidate: Candidate, token: str = "") -> Any:
    return client.post(address("submit", candidate), {"intent": token})


def token_of(page: Any) -> str:
    found = re.search(r'name="intent" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def state(candidate: Candidate) -> str:
    return Application.objects.get(pk=candidate.application.pk).state


def late(candidate: Candidate) -> Any:
    closes = candidate.application.call.closes_at
    assert closes is not None
    return clock.stopped_at(closes + timedelta(milliseconds=213))


def test_the_summary_shows_all_that_is_sent_and_takes_an_intent(
    browser: Client, candidate: Candidate
) -> None:
    page = browser.get(address("summary", candidate))
    assert page.status_code == 200
    for answer in candidate.application.answers.all():
        assert answer.text[:60] in page.content.decode()
    token = token_of(page)
    assert token not in str(list(SubmissionIntent.objects.values()))
    assert SubmissionIntent.objects.count() == 1


def test_the_summary_says_until_when_it_keeps_the_door(
    browser: Client, candidate: Candidate
) -> None:
    page = browser.get(address("summary", candidate)).content.decode()
    assert "dans le dernier quart d’heure" in page
    closes = closing(candidate.application.call, clock.now() + 5 * MINUTE).closes_at
    assert closes is not None
    with clock.stopped_at(closes - MINUTE):
        page = browser.get(address("summary", candidate)).content.decode()
    assert f"accepté jusqu’à {closes + 14 * MINUTE:%H:%M:%S}" in page
    with clock.stopped_at(closes + MINUTE):
        page = browser.get(address("summary", candidate)).content.decode()
    assert "ne reçoit pas de dépôt en ce moment" in page


def test_the_intent_is_taken_before_the_second_factor_is_asked(
    client: Client, candidate: Candidate
) -> None:
    client.force_login(candidate.user)
    page = client.get(address("summary", candidate))
    token = token_of(page)
    assert "une preuve de votre identité vous sera demandée" in page.content.decode()
    refused = send(client, candidate, token)
    assert refused.status_code == 403
    assert state(candidate) == "draft"
    with late(candidate):
        session = client.session
        prove(session, candidate.user, {"mfa": clock.now().timestamp()})
        session.save()
    # Ten minutes were lost with the second factor; the hour has passed.
    opened = SubmissionIntent.objects.earliest("opened_at").opened_at
    closing(candidate.application.call, opened + MINUTE)
    with clock.stopped_at(opened + 10 * MINUTE):
        page = send(client, candidate, token)
    assert "Candidature déposée" in page.content.decode()
    assert Submission.objects.get().intent_opened_at == opened


def test_a_click_before_the_hour_leaves_the_time_to_prove_who_one_is(
    client: Client, candidate: Candidate
) -> None:
    client.force_login(candidate.user)
    call = closing(candidate.application.call, clock.now() + 30 * MINUTE)
    assert call.closes_at is not None
    token = token_of(client.get(address("summary", candidate)))
    with clock.stopped_at(call.closes_at - MINUTE):
        assert send(client, candidate, token).status_code == 403
    with clock.stopped_at(call.closes_at + 10 * MINUTE):
        session = client.session
        prove(session, candidate.user, {"mfa": clock.now().timestamp()})
        session.save()
        page = send(client, candidate, token)
    assert "Candidature déposée" in page.content.decode()
    assert Submission.objects.get().intent_opened_at == call.closes_at - MINUTE


def test_a_click_after_the_hour_opens_nothing(client: Client, candidate: Candidate) -> None:
    client.force_login(candidate.user)
    call = closing(candidate.application.call, clock.now() - MINUTE)
    assert send(client, candidate).status_code == 403
    assert not SubmissionIntent.objects.filter(opened_at__gte=call.closes_at).exists()


def test_what_prevents_the_submission_is_said_without_a_button(
    browser: Client, candidate: Candidate
) -> None:
    candidate.application.answers.filter(field="relevance").update(text="")
    page = browser.get(address("summary", candidate)).content.decode()
    assert "Ce qui empêche le dépôt" in page
    assert 'name="intent"' not in page
    refused = send(browser, candidate)
    assert refused.status_code == 422
    assert "Un point empêche le dépôt" in refused.content.decode()


def test_sending_answers_the_receipt_itself(browser: Client, candidate: Candidate) -> None:
    page = send(browser, candidate)
    assert page.status_code == 200
    sent = Submission.objects.get()
    assert sent.digest in page.content.decode()
    assert browser.get(address("receipt", candidate)).content.decode().count(sent.digest) == 1
    assert browser.get(address("submit", candidate)).status_code == 302


def test_a_double_click_gives_the_same_receipt(browser: Client, candidate: Candidate) -> None:
    first, second = send(browser, candidate), send(browser, candidate)
    assert first.status_code == second.status_code == 200
    digest = Submission.objects.get().digest
    assert digest in first.content.decode()
    assert digest in second.content.decode()
    assert JournalEntry.objects.filter(action="submit").count() == 1


def test_a_late_submission_is_refused_with_its_reason(
    browser: Client, candidate: Candidate
) -> None:
    closes = clock.now() + MINUTE
    closing(candidate.application.call, closes)
    with clock.stopped_at(closes):
        page = send(browser, candidate)
    assert page.status_code == 409
    assert "l’appel fermait à" in page.content.decode()
    assert state(candidate) == "draft"


@pytest.mark.parametrize("name", ["summary", "submit", "queue", "receipt", "take_back", "withdraw",
                                  "receipt_json", "receipt_pdf", "receipt_document"])  # fmt: skip
def test_strangers_and_the_state_meet_nothing(
    client: Client, candidate: Candidate, name: str
) -> None:
    officer = someone(MembershipRole.STATE_OFFICER, candidate.application.call.dreets)
    for user in (someone().user, officer.user):
        visitor = enter(Client(), user)
        answer = visitor.post if name == "submit" else visitor.get
        assert answer(address(name, candidate)).status_code == 404
    assert client.get(address(name, candidate)).status_code == 302


def test_in_a_rush_the_place_is_kept_and_the_page_says_so(
    browser: Client, candidate: Candidate, busy: overload.Gate
) -> None:
    page = send(browser, candidate)
    assert page.status_code == 200
    seconds, _, again = page.headers["Refresh"].partition("; url=")
    assert 5 <= int(seconds) < 20
    ticket = SubmissionTicket.objects.get()
    assert again == reverse("applications:place", args=[ticket.pk])
    text = page.content.decode()
    assert "Votre dépôt est arrivé, il est en file" in text
    assert "Vous pouvez fermer cette page" in text
    assert (ticket.state, state(candidate)) == (TicketState.WAITING, "draft")
    # Sent again, or looked at again while the rush lasts: the same place.
    assert "il est en file" in send(browser, candidate).content.decode()
    assert "il est en file" in browser.get(address("queue", candidate)).content.decode()
    assert SubmissionTicket.objects.get() == ticket
    assert "en file pour être déposée" in why_closed(candidate.application)


def test_the_queue_is_for_the_consortium_alone(
    browser: Client, candidate: Candidate, busy: overload.Gate
) -> None:
    send(browser, candidate)
    dreets = candidate.application.call.dreets
    officer = enter(Client(), someone(MembershipRole.STATE_OFFICER, dreets).user)
    assert officer.get(address("queue", candidate)).status_code == 404
    assert browser.get(address("queue", candidate)).status_code == 200


def test_the_page_of_the_queue_takes_its_turn(
    browser: Client, candidate: Candidate, busy: overload.Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(browser, candidate)
    arrived = SubmissionTicket.objects.get().arrived_at
    gate = overload.Gate(1)
    monkeypatch.setattr("o2r.calls.applications.views.submitting.gate", gate)
    page = browser.get(address("queue", candidate))
    assert page.headers["Location"] == address("receipt", candidate)
    assert Submission.objects.get().arrived_at == arrived


def test_the_worker_serves_the_queue_in_the_order_of_arrival(
    client: Client, busy: overload.Gate
) -> None:
    people = ready(3)
    for minutes, one in zip((1, 3, 2), people, strict=True):
        with clock.stopped_at(clock.now() - minutes * MINUTE):
            ticket = queueing.take_ticket(
                by=one.actor, application=one.application, arrived_at=clock.now()
            )
        assert ticket.state == TicketState.WAITING
    assert serve_tickets(clock.now()).startswith("3 candidature(s) enregistrée(s)")
    numbers = [Application.objects.get(pk=one.application.pk).number for one in people]
    assert numbers == [3, 1, 2]
    assert serve_tickets(clock.now()) == ""


def test_a_ticket_taken_before_the_hour_is_honoured_after_it(
    browser: Client, candidate: Candidate, busy: overload.Gate
) -> None:
    send(browser, candidate)
    with late(candidate):
        serve_tickets(clock.now())
    assert state(candidate) == ApplicationState.SUBMITTED


def test_a_ticket_keeps_the_intent_of_its_page(
    candidate: Candidate, busy: overload.Gate, browser: Client
) -> None:
    opened = clock.now()
    token = token_of(browser.get(address("summary", candidate)))
    closing(candidate.application.call, opened + MINUTE)
    with clock.stopped_at(opened + 10 * MINUTE):
        page = send(browser, candidate, token)
        assert "il est en file" in page.content.decode()
    with clock.stopped_at(opened + 40 * MINUTE):
        serve_tickets(clock.now())
    assert state(candidate) == ApplicationState.SUBMITTED


def test_a_late_submission_takes_no_ticket(
    browser: Client, candidate: Candidate, busy: overload.Gate
) -> None:
    closes = clock.now() + MINUTE
    closing(candidate.application.call, closes)
    with clock.stopped_at(closes):
        assert send(browser, candidate).status_code == 409
    assert not SubmissionTicket.objects.exists()


def test_a_ticket_refused_at_its_turn_is_told_with_the_reason(
    browser: Client, candidate: Candidate, busy: overload.Gate
) -> None:
    send(browser, candidate)
    candidate.application.answers.filter(field="relevance").update(text="")
    serve_tickets(clock.now())
    ticket = SubmissionTicket.objects.get()
    assert ticket.state == TicketState.REFUSED
    page = browser.get(address("queue", candidate)).content.decode()
    assert "Votre dépôt n’a pas été enregistré" in page
    assert "Un point empêche le dépôt" in page
    assert Notification.objects.get(recipient=candidate.user.pk).body == ticket.answer


def test_who_left_the_consortium_meanwhile_is_not_the_one_who_sends(
    candidate: Candidate, busy: overload.Gate
) -> None:
    queueing.take_ticket(
        by=candidate.actor, application=candidate.application, arrived_at=clock.now()
    )
    candidate.user.memberships.update(ended_at=clock.now())
    serve_tickets(clock.now())
    ticket = SubmissionTicket.objects.get()
    assert ticket.answer == str(OutOfTheConsortium())


def test_a_slow_database_gives_a_place_rather_than_an_error(
    browser: Client, candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = overload.Gate(1)
    monkeypatch.setattr("o2r.calls.applications.views.submitting.gate", gate)

    def locked(**_: object) -> None:
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(submitting, "submit_at_once", locked)
    assert "il est en file" in send(browser, candidate).content.decode()
    with gate.place() as free:
        assert not free


def test_a_request_that_waited_takes_a_ticket(
    browser: Client, candidate: Candidate, settings: Any
) -> None:
    settings.PROXY_STAMPS = True
    before = clock.now() - timedelta(seconds=3)
    page = browser.post(
        address("submit", candidate),
        headers={"X-Request-Start": f"t={round(before.timestamp() * 1000)}"},
    )
    assert "il est en file" in page.content.decode()
    assert abs(SubmissionTicket.objects.get().arrived_at - before) < timedelta(milliseconds=1)


def behind(client: Client, candidate: Candidate, settings: Any, **fields: str) -> Any:
    """Send a form that waited two seconds in the relay."""
    settings.PROXY_STAMPS = True
    before = clock.now() - timedelta(seconds=2)
    stamp = f"t={round(before.timestamp() * 1000)}"
    return client.post(address("submit", candidate), fields, headers={"X-Request-Start": stamp})


def test_in_a_rush_a_place_costs_few_queries(
    browser: Client, candidate: Candidate, settings: Any, django_assert_max_num_queries: Any
) -> None:
    browser.get(address("summary", candidate))
    with django_assert_max_num_queries(16):
        page = behind(browser, candidate, settings)
    assert page.templates[0].name == "applications/place.html"
    serve_tickets(clock.now())
    assert state(candidate) == ApplicationState.SUBMITTED


def test_in_a_rush_nobody_passes_who_could_not_otherwise(
    client: Client, candidate: Candidate, settings: Any
) -> None:
    stranger = enter(Client(), someone().user)
    assert behind(stranger, candidate, settings).status_code == 404
    assert behind(client, candidate, settings).status_code == 302
    client.force_login(candidate.user)
    assert behind(client, candidate, settings).status_code == 403
    forged = candidate.enter(Client(enforce_csrf_checks=True))
    assert behind(forged, candidate, settings).status_code == 403
    assert not SubmissionTicket.objects.exists()


def test_in_a_rush_what_is_sent_already_goes_the_ordinary_way(
    browser: Client, candidate: Candidate, settings: Any
) -> None:
    send(browser, candidate)
    assert "Candidature déposée" in behind(browser, candidate, settings).content.decode()
    assert not SubmissionTicket.objects.exists()


def test_in_a_rush_what_is_late_is_refused(
    browser: Client, candidate: Candidate, settings: Any
) -> None:
    closing(candidate.application.call, clock.now() - timedelta(seconds=10))
    assert behind(browser, candidate, settings).status_code == 409
    assert not SubmissionTicket.objects.exists()


def test_a_rush_lasts_some_seconds_more(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter((100.0, 100.0, 104.0, 106.0))
    monkeypatch.setattr(overload.time, "monotonic", lambda: next(seconds))
    seen = overload.Rush()
    assert seen.is_on(clock.now() - timedelta(seconds=2))
    assert seen.is_on(clock.now())
    assert not seen.is_on(clock.now())


def place_of(ticket: SubmissionTicket) -> str:
    return reverse("applications:place", args=[ticket.pk])


def test_the_place_is_looked_at_without_a_session_and_leads_to_the_receipt(
    client: Client, browser: Client, candidate: Candidate, busy: overload.Gate
) -> None:
    send(browser, candidate)
    ticket = SubmissionTicket.objects.get()
    # Whoever has the address learns that something waits: neither what, nor whose.
    page = Client().get(place_of(ticket))
    assert page.headers["Refresh"].endswith(place_of(ticket))
    assert "no-store" in page.headers["Cache-Control"]
    assert "il est en file" in page.content.decode()
    assert candidate.application.title not in page.content.decode()
    assert not browser.get(place_of(ticket)).wsgi_request.session.accessed
    with clock.stopped_at(clock.now() + MINUTE):
        # The worker has stopped: the page of the consortium asks for the turn of the ticket.
        assert Client().get(place_of(ticket)).headers["Location"] == address("queue", candidate)
    serve_tickets(clock.now())
    assert Client().get(place_of(ticket)).headers["Location"] == address("receipt", candidate)
    assert Client().get(place_of(SubmissionTicket())).status_code == 404


def test_places_are_counted_and_given_back() -> None:
    gate = overload.Gate(1)
    with gate.place() as first, gate.place(wait=0.0) as second:
        assert (first, second) == (True, False)
    with gate.place() as third:
        assert third


def test_the_files_of_a_receipt_prove_what_was_sent(browser: Client, candidate: Candidate) -> None:
    send(browser, candidate)
    signed = browser.get(address("receipt_json", candidate)).content.decode()
    document = browser.get(address("receipt_document", candidate)).content.decode()
    pem = browser.get(reverse("applications:public_key"))
    assert receipts.is_genuine(signed, own_signing_key().public_key())
    assert receipts.read(signed).digest == receipts.digest_of(document)
    assert json.loads(document)["title"] == candidate.application.title
    assert pem.content.startswith(b"-----BEGIN PUBLIC KEY-----")


@pytest.mark.skipif(not printing.available(), reason=printing.MISSING)
def test_the_receipt_is_drawn_on_paper(browser: Client, candidate: Candidate) -> None:
    send(browser, candidate)
    answer = browser.get(address("receipt_pdf", candidate))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_without_a_printer_the_paper_receipt_is_not_offered(
    browser: Client, candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(browser, candidate)
    for present in (True, False):
        monkeypatch.setattr(printing, "available", lambda present=present: present)
        page = browser.get(address("receipt", candidate)).content.decode()
        assert (address("receipt_pdf", candidate) in page) is present
        assert address("receipt_json", candidate) in page
        assert address("dossier_docx", candidate) in page


def test_a_receipt_does_not_exist_before_the_submission(
    browser: Client, candidate: Candidate
) -> None:
    for name in ("receipt", "receipt_json", "receipt_pdf", "receipt_document", "queue"):
        assert browser.get(address(name, candidate)).status_code == 404


def test_taking_back_and_withdrawing_ask_first(browser: Client, candidate: Candidate) -> None:
    send(browser, candidate)
    assert "ne compte plus" in browser.get(address("take_back", candidate)).content.decode()
    assert browser.post(address("take_back", candidate)).status_code == 302
    assert state(candidate) == "draft"
    assert "Dépôt repris" in browser.get(address("receipt", candidate)).content.decode()
    assert browser.get(address("take_back", candidate)).status_code == 302
    send(browser, candidate)
    page = browser.get(address("receipt", candidate)).content.decode()
    assert "Dépôts repris" in page
    assert "ne peut pas être remise" in browser.get(address("withdraw", candidate)).content.decode()
    browser.post(address("withdraw", candidate), {"reason": "Sans suite"})
    assert state(candidate) == ApplicationState.WITHDRAWN
    assert "Candidature retirée" in browser.get(address("receipt", candidate)).content.decode()
    assert "déjà retirée" in browser.get(address("withdraw", candidate)).content.decode()


def test_a_withdrawal_is_offered_until_the_consortium_knows_of_its_convention(
    browser: Client, candidate: Candidate
) -> None:
    send(browser, candidate)
    offered = address("withdraw", candidate)
    call = Call.objects.filter(pk=candidate.application.call_id)
    Application.objects.update(state=ApplicationState.CONTRACTED)
    call.update(state=CallState.COMMITTEE)
    assert offered in browser.get(address("receipt", candidate)).content.decode()
    call.update(state=CallState.RESULTS, results_at=clock.now() - MINUTE)
    page = browser.get(address("receipt", candidate)).content.decode()
    assert "Candidature déposée" in page
    assert offered not in page


def test_taking_back_too_late_is_refused_in_words(browser: Client, candidate: Candidate) -> None:
    send(browser, candidate)
    closing(candidate.application.call, clock.now() + timedelta(seconds=1))
    with clock.stopped_at(clock.now() + 2 * MINUTE):
        page = browser.post(address("take_back", candidate))
    assert "ne peut plus être modifiée" in page.content.decode()
    assert state(candidate) == ApplicationState.SUBMITTED


def test_a_submission_costs_few_queries(
    browser: Client, candidate: Candidate, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(46):
        send(browser, candidate)


def test_someone_who_may_not_send_sees_no_button(candidate: Candidate) -> None:
    with pytest.raises(Exception, match="ne permet pas"):
        submitting.open_summary(
            by=actor(), application=candidate.application, arrived_at=clock.now()
        )
