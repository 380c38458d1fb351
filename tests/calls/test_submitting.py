"""Sending an application: once, in time, complete; its receipt; taking it back; withdrawing it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import NotAllowed
from o2r.calls.applications import receipts
from o2r.calls.applications.enums import APPLICATION_MOVES, ApplicationState
from o2r.calls.applications.models import Application, ApplicationMove, Submission, SubmissionIntent
from o2r.calls.applications.refusals import (
    CallReceivesNothing,
    Incomplete,
    MoveRefused,
    NotADraft,
    NotOpenYet,
    NotSubmitted,
    TooLate,
    TooLateToTakeBack,
)
from o2r.calls.applications.services.announcing import announce_submissions
from o2r.calls.applications.services.moving import move
from o2r.calls.applications.services.submitting import open_summary, submit, take_back, withdraw
from o2r.calls.applications.timing import INTENT_LIFE
from o2r.calls.enums import CallState, MemberRule
from o2r.core import clock
from o2r.core.journal.anchoring import own_signing_key
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.enums import Choice
from o2r.core.notifications.models import Notification
from tests.accounts.factories import actor, someone
from tests.calls.ready import Candidate, closing, ready

TICK = timedelta(microseconds=1)


@pytest.fixture
def candidate() -> Candidate:
    return ready()[0]


def closes(candidate: Candidate) -> datetime:
    instant = candidate.application.call.closes_at
    assert instant is not None
    return instant


def send(candidate: Candidate, arrived_at: datetime | None = None, token: str = "") -> Submission:
    return submit(
        by=candidate.actor,
        application=candidate.application,
        arrived_at=arrived_at or clock.now(),
        token=token,
    )


def fresh(candidate: Candidate) -> Application:
    return Application.objects.get(pk=candidate.application.pk)


def test_a_submission_keeps_what_was_sent_with_its_receipt(candidate: Candidate) -> None:
    now = clock.now()
    sent = send(candidate, now)
    kept = fresh(candidate)
    assert (kept.state, kept.number) == (ApplicationState.SUBMITTED, 1)
    assert json.loads(sent.document)["title"] == kept.title
    assert sent.digest == receipts.digest_of(sent.document)
    stated = receipts.read(sent.receipt)
    assert receipts.is_genuine(sent.receipt, own_signing_key().public_key())
    assert (stated.arrived_at, stated.number, stated.digest) == (now, 1, sent.digest)
    assert stated.intent_opened_at is None
    moved = ApplicationMove.objects.get(application=kept)
    assert (moved.from_state, moved.to_state) == ("draft", "submitted")
    lines = JournalEntry.objects.filter(object_id=kept.pk, action="submit")
    assert [line.chain for line in lines] == [kept.call.dreets_id]


def test_sent_twice_it_is_one_submission_with_the_same_receipt(candidate: Candidate) -> None:
    first = send(candidate)
    colleague = someone(
        MembershipRole.MEMBER, candidate.application.members.get(position=1).organisation
    )
    second = submit(
        by=actor_for(colleague.user), application=fresh(candidate), arrived_at=clock.now()
    )
    assert (second.pk, second.receipt) == (first.pk, first.receipt)
    assert Submission.objects.count() == 1
    assert JournalEntry.objects.filter(action="submit").count() == 1


def test_numbers_follow_each_other_in_a_call() -> None:
    for rank, one in enumerate(ready(3), start=1):
        send(one)
        assert fresh(one).number == rank


def test_only_the_consortium_sends(candidate: Candidate) -> None:
    with pytest.raises(NotAllowed):
        submit(by=actor(), application=candidate.application, arrived_at=clock.now())
    officer = actor(MembershipRole.STATE_OFFICER, candidate.application.call.dreets)
    with pytest.raises(NotAllowed):
        submit(by=officer, application=candidate.application, arrived_at=clock.now())
    assert fresh(candidate).is_draft


def test_the_last_instant_is_in_time_and_the_closing_one_is_not(candidate: Candidate) -> None:
    with pytest.raises(TooLate):
        send(candidate, closes(candidate))
    assert fresh(candidate).is_draft
    with clock.stopped_at(closes(candidate) + timedelta(minutes=2)):
        assert send(candidate, closes(candidate) - TICK).arrived_at == closes(candidate) - TICK


def test_being_late_is_said_to_the_millisecond_in_the_hour_of_the_place() -> None:
    late = datetime(2024, 8, 30, 11, 0, 0, 213_999, tzinfo=UTC)
    with clock.stopped_at(datetime(2024, 8, 1, tzinfo=UTC)):
        one = ready(closes_at=datetime(2024, 8, 30, 11, tzinfo=UTC))[0]
    call = one.application.call
    call.time_zone = "Indian/Reunion"
    call.contact_email = "appel@service.example"
    closing(call, datetime(2024, 8, 30, 11, tzinfo=UTC))
    with clock.stopped_at(late), pytest.raises(TooLate) as refusal:
        send(one, late)
    said = str(refusal.value).replace("\u00a0", " ")
    assert said.startswith(
        "Votre dépôt est arrivé le 30 août 2024 à 15:00:00,213 (heure de La Réunion) ; "
        "l’appel fermait à 15:00:00. "
    )
    assert "Votre brouillon reste enregistré" in said
    assert said.endswith("appel@service.example.")


def test_a_day_late_the_day_of_closing_is_said(candidate: Candidate) -> None:
    late = closes(candidate) + timedelta(days=2)
    with clock.stopped_at(late), pytest.raises(TooLate, match="l’appel fermait le "):
        send(candidate, late)


def test_an_early_submission_waits_for_the_opening(candidate: Candidate) -> None:
    opens = candidate.application.call.opens_at
    assert opens is not None
    with pytest.raises(NotOpenYet, match="l’appel ouvre le"):
        send(candidate, opens - TICK)


def test_a_call_that_receives_nothing_says_so(candidate: Candidate) -> None:
    call = candidate.application.call
    call.state = CallState.EXAMINATION
    call.save()
    with pytest.raises(CallReceivesNothing):
        submit(by=candidate.actor, application=fresh(candidate), arrived_at=clock.now())


@pytest.mark.parametrize("by_token", [True, False])
def test_an_intent_is_honoured_for_fifteen_minutes(candidate: Candidate, by_token: bool) -> None:
    opened = closes(candidate) - timedelta(minutes=3)
    intent = open_summary(by=candidate.actor, application=candidate.application, arrived_at=opened)
    token = intent.token if by_token else ""
    with clock.stopped_at(opened + INTENT_LIFE + timedelta(minutes=1)):
        with pytest.raises(TooLate, match="Vous aviez ouvert le récapitulatif"):
            send(candidate, opened + INTENT_LIFE + TICK, token)
        sent = send(candidate, opened + INTENT_LIFE, token)
    assert sent.intent_opened_at == opened
    assert receipts.read(sent.receipt).intent_opened_at == opened


def test_the_intent_of_somebody_else_serves_who_holds_its_page_alone(candidate: Candidate) -> None:
    opened = closes(candidate) - timedelta(minutes=1)
    open_summary(by=candidate.actor, application=candidate.application, arrived_at=opened)
    colleague = actor(
        MembershipRole.MEMBER, candidate.application.members.get(position=1).organisation
    )
    late = closes(candidate) + timedelta(minutes=1)
    with clock.stopped_at(late), pytest.raises(TooLate):
        submit(by=colleague, application=candidate.application, arrived_at=late)


def test_an_intent_is_taken_by_who_may_send_and_the_old_ones_go(candidate: Candidate) -> None:
    with pytest.raises(NotAllowed):
        open_summary(by=actor(), application=candidate.application, arrived_at=clock.now())
    now = clock.now()
    for minutes in (120, 31, 5, 0):
        open_summary(
            by=candidate.actor,
            application=candidate.application,
            arrived_at=now - timedelta(minutes=minutes),
        )
    assert SubmissionIntent.objects.count() == 2


def test_an_extension_is_all_that_opens_the_door_again(candidate: Candidate) -> None:
    late = closes(candidate) + timedelta(minutes=5)
    with clock.stopped_at(late):
        with pytest.raises(TooLate):
            send(candidate, late)
        closing(candidate.application.call, late + timedelta(hours=1))
        assert send(candidate, late).arrived_at == late


def test_what_is_missing_is_said_and_nothing_is_sent(candidate: Candidate) -> None:
    candidate.application.answers.filter(field="relevance").update(text="")
    with pytest.raises(Incomplete, match="Un point empêche le dépôt") as refusal:
        send(candidate)
    assert [problem.field for problem in refusal.value.problems] == ["relevance"]
    assert fresh(candidate).is_draft
    assert not JournalEntry.objects.filter(action="submit").exists()


def test_what_is_missing_is_one_line_each_and_says_how_many_more(candidate: Candidate) -> None:
    candidate.application.answers.all().delete()
    with pytest.raises(Incomplete) as refusal:
        send(candidate)
    first, *lines, last = str(refusal.value).split("\n")
    count = len(refusal.value.problems)
    assert first.startswith(f"{count} points empêchent le dépôt.")
    assert (len(lines), all(line.startswith("– ") for line in lines)) == (5, True)
    assert last.startswith(f"– et {count - 5} autres")


def test_a_body_in_two_applications_is_refused_where_the_call_says_so() -> None:
    first, second = ready(2)
    call = first.application.call
    call.member_rule = MemberRule.REFUSE
    call.save()
    shared = first.application.members.get(position=1)
    moved = second.application.members.get(position=1)
    type(moved).objects.filter(pk=moved.pk).update(organisation=shared.organisation)
    send(replace(first, application=fresh(first)))
    with pytest.raises(Incomplete, match="aussi dans une autre candidature"):
        send(replace(second, application=fresh(second)))


def test_taken_back_it_is_a_draft_again_and_its_receipt_stays(candidate: Candidate) -> None:
    first = send(candidate)
    take_back(by=candidate.actor, application=candidate.application, arrived_at=clock.now())
    assert fresh(candidate).is_draft
    first.refresh_from_db()
    assert first.taken_back_at is not None
    again = submit(by=candidate.actor, application=fresh(candidate), arrived_at=clock.now())
    assert (again.rank, fresh(candidate).number) == (2, 1)
    assert again.receipt != first.receipt


def test_nothing_is_taken_back_once_the_call_has_closed(candidate: Candidate) -> None:
    send(candidate)
    late = closes(candidate)
    with clock.stopped_at(late), pytest.raises(TooLateToTakeBack, match="seulement la retirer"):
        take_back(by=candidate.actor, application=candidate.application, arrived_at=late)
    with clock.stopped_at(late):
        withdraw(by=candidate.actor, application=candidate.application, reason="Sans suite")
    assert fresh(candidate).state == ApplicationState.WITHDRAWN
    assert Submission.objects.filter(taken_back_at=None).count() == 1


def test_what_was_not_sent_is_not_taken_back(candidate: Candidate) -> None:
    with pytest.raises(NotSubmitted):
        take_back(by=candidate.actor, application=candidate.application, arrived_at=clock.now())


def test_what_is_withdrawn_is_not_sent(candidate: Candidate) -> None:
    withdraw(by=candidate.actor, application=candidate.application)
    with pytest.raises(NotADraft, match="«.retirée.»"):
        send(candidate)
    with pytest.raises(MoveRefused):
        withdraw(by=candidate.actor, application=candidate.application)


@pytest.mark.parametrize("before", list(ApplicationState))
def test_every_move_of_the_table_is_made_and_no_other(before: ApplicationState) -> None:
    application = ready()[0].application
    by = actor(MembershipRole.STATE_OFFICER)
    for after in ApplicationState:
        Application.objects.filter(pk=application.pk).update(state=before, number=1)
        if after in APPLICATION_MOVES[before]:
            move(by=by, application=application, to=after, reason="essai")
            assert Application.objects.get(pk=application.pk).state == after
            assert ApplicationMove.objects.filter(to_state=after, reason="essai").exists()
        else:
            with pytest.raises(MoveRefused, match="ne peut pas devenir"):
                move(by=by, application=application, to=after)


def test_the_consortium_and_the_service_are_told_once_afterwards(candidate: Candidate) -> None:
    officer = someone(MembershipRole.STATE_OFFICER, candidate.application.call.dreets)
    send(candidate)
    assert not Notification.objects.exists()
    assert announce_submissions(now=clock.now(), most=10) == 1
    assert announce_submissions(now=clock.now(), most=10) == 0
    told = {row.recipient: row for row in Notification.objects.all()}
    assert set(told) == {candidate.user.pk, officer.user.pk}
    assert str(candidate.application.pk) in told[candidate.user.pk].link
    assert told[officer.user.pk].subject.startswith("1 candidature reçue")
    assert "n° 1" in told[officer.user.pk].body


def test_a_storm_is_one_word_to_the_service() -> None:
    """Three arrive, then a fourth: what nobody has read yet is rewritten, and mailed once a day."""
    candidates = ready(4)
    officer = someone(MembershipRole.STATE_OFFICER, candidates[0].application.call.dreets)
    for one in candidates[:3]:
        send(one)
    announce_submissions(now=clock.now(), most=10)
    send(candidates[3])
    announce_submissions(now=clock.now(), most=10)
    told = Notification.objects.of(officer.user.pk).get()
    assert told.subject.startswith("4 candidatures reçues")
    assert "n° 4" in told.body
    assert (told.channel, told.mail) == (Choice.DAILY, None)
    assert Notification.objects.exclude(recipient=officer.user.pk).count() == 4
