"""A message leaves once, at an hour that the person accepts, whatever the provider does."""

from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.core import mail

from o2r.core import clock
from o2r.core.crypto.services import open_file
from o2r.core.journal.authors import Author
from o2r.core.messaging import services
from o2r.core.messaging.enums import ENDS, MESSAGE_MOVES, Channel, MessageState
from o2r.core.messaging.models import MessageMove, OutgoingMessage
from o2r.core.messaging.providers import ovh as ovh_module
from o2r.core.messaging.services import NewMessage, WrongMove, move, post, send_due, settle
from tests.core.messaging.fake_ovh import FakeOvh

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
ORGANISATION = UUID(int=5)
S = MessageState


def posted(tag: str = "rappel-1", **given: Any) -> OutgoingMessage:
    subject = uuid4()
    open_file(by=Author.system("test"), subject=subject, organisations=[ORGANISATION])
    fields: dict[str, Any] = {
        "kind": "test",
        "channel": Channel.SMS,
        "recipient": "06 12 34 56 78",
        "text": "Rappel : mardi à 14 h.",
        "zone": "Europe/Paris",
        "expires_at": NOON + timedelta(days=1),
    } | given
    return post(message=NewMessage(tag=tag, subject=subject, organisation=ORGANISATION, **fields))


def run(after: timedelta = timedelta()) -> None:
    with clock.stopped_at(NOON + after):
        send_due(clock.now())


def state_of(row: OutgoingMessage) -> S:
    row.refresh_from_db()
    return S(row.state)


@pytest.fixture
def waiting() -> OutgoingMessage:
    with clock.stopped_at(NOON):
        return posted()


def test_a_message_leaves_once_signed_and_is_emptied(
    ovh: FakeOvh, waiting: OutgoingMessage
) -> None:
    run()
    run()
    assert [one["receivers"] for one in ovh.taken] == [["+33612345678"]]
    assert ovh.taken[0]["sender"] == "RAPPEL"
    assert ovh.unsigned == []
    assert state_of(waiting) is S.SENT
    assert (bytes(waiting.recipient), bytes(waiting.text), waiting.reference) == (b"", b"", "1")


def test_an_act_sent_twice_writes_one_message() -> None:
    with clock.stopped_at(NOON):
        first = posted()
        assert posted().pk == first.pk


@pytest.mark.parametrize("mood", ["take-then-drop", "take-then-html"])
def test_what_was_taken_without_a_word_is_found_and_not_sent_again(
    ovh: FakeOvh, waiting: OutgoingMessage, mood: str
) -> None:
    ovh.mood = mood
    run()
    assert state_of(waiting) is S.UNKNOWN
    ovh.mood = "take"
    # Not asked at once: the provider may still be writing it down.
    run(timedelta(minutes=1))
    assert state_of(waiting) is S.UNKNOWN
    run(timedelta(minutes=6))
    assert state_of(waiting) is S.SENT
    assert len(ovh.taken) == 1


@pytest.mark.parametrize("mood", ["take-then-hang", "endless"])
def test_a_provider_that_hangs_holds_nobody_for_long(
    ovh: FakeOvh, waiting: OutgoingMessage, mood: str
) -> None:
    ovh.mood = mood
    hurried = partial(ovh_module.OvhAccount, seconds=0.2)
    with patch("o2r.core.messaging.providers.chosen.OvhAccount", hurried):
        run()
    assert state_of(waiting) is S.UNKNOWN


def test_what_the_provider_does_not_hold_is_sent_again(
    ovh: FakeOvh, waiting: OutgoingMessage
) -> None:
    ovh.mood = "drop"
    run()
    assert state_of(waiting) is S.UNKNOWN
    ovh.mood = "take"
    run(timedelta(minutes=6))
    assert state_of(waiting) is S.WAITING
    run(timedelta(minutes=7))
    assert state_of(waiting) is S.SENT
    assert len(ovh.taken) == 1


def test_one_that_waits_at_the_provider_is_not_sent_again(
    ovh: FakeOvh, waiting: OutgoingMessage
) -> None:
    ovh.mood = "queue-then-html"
    run()
    run(timedelta(minutes=6))
    assert state_of(waiting) is S.UNKNOWN
    assert len([one for one in ovh.calls if one.startswith("POST")]) == 1


def test_what_nobody_can_tell_waits_for_somebody(ovh: FakeOvh, waiting: OutgoingMessage) -> None:
    ovh.mood, ovh.can_list = "take-then-html", False
    for hours in range(12):
        run(timedelta(hours=hours))
    assert state_of(waiting) is S.UNKNOWN
    assert waiting.due_at is None
    assert len(ovh.taken) == 1
    settle(by=UUID(int=9), message=waiting.pk, arrived=True)
    settle(by=UUID(int=9), message=waiting.pk, arrived=False)
    assert state_of(waiting) is S.SENT
    last = MessageMove.objects.filter(message=waiting).last()
    assert last is not None
    assert last.by == UUID(int=9)


@pytest.mark.parametrize(("mood", "why"), [("wrong-number", "numero"), ("bad-request", "http-400")])
def test_what_the_provider_refuses_is_not_tried_again(
    ovh: FakeOvh, waiting: OutgoingMessage, mood: str, why: str
) -> None:
    ovh.mood = mood
    run()
    assert state_of(waiting) is S.FAILED
    assert waiting.error == why


def test_what_was_not_taken_is_tried_again_later(ovh: FakeOvh, waiting: OutgoingMessage) -> None:
    ovh.mood = "no-credit"
    run()
    assert state_of(waiting) is S.WAITING
    ovh.mood = "take"
    run(timedelta(seconds=30))
    assert ovh.taken == []
    run(timedelta(minutes=3))
    assert state_of(waiting) is S.SENT


@pytest.mark.parametrize("mood", ["html-403", "nonsense"])
def test_nonsense_proves_nothing(ovh: FakeOvh, waiting: OutgoingMessage, mood: str) -> None:
    ovh.mood = mood
    run()
    assert state_of(waiting) is S.UNKNOWN


def test_a_provider_away_is_tried_again_until_it_is_too_late(
    settings: Any, waiting: OutgoingMessage
) -> None:
    settings.SMS_PROVIDER = "http"
    keys = dict.fromkeys(settings.SMS_HTTP, "x")
    settings.SMS_HTTP = keys | {"O2R_SMS_URL": "http://127.0.0.1:9/1.0"}
    for hours in (0, 1, 3, 6):
        run(timedelta(hours=hours))
    assert state_of(waiting) is S.WAITING
    run(timedelta(hours=22, minutes=30))
    run(timedelta(hours=25))
    assert state_of(waiting) is S.FAILED
    assert waiting.error == "trop-tard"


def test_a_worker_killed_between_sending_and_writing_sends_nothing_twice(
    ovh: FakeOvh, waiting: OutgoingMessage
) -> None:
    with (
        clock.stopped_at(NOON),
        patch.object(services, "_end", side_effect=SystemExit),
        pytest.raises(SystemExit),
    ):
        send_due(clock.now())
    assert state_of(waiting) is S.SENDING
    run(timedelta(minutes=5))
    assert state_of(waiting) is S.SENDING
    run(timedelta(minutes=11))
    assert state_of(waiting) is S.UNKNOWN
    run(timedelta(minutes=17))
    assert state_of(waiting) is S.SENT
    assert len(ovh.taken) == 1


def test_two_workers_send_once(ovh: FakeOvh, waiting: OutgoingMessage) -> None:
    with clock.stopped_at(NOON):
        claimed = services._claim(waiting.pk, NOON)
        assert claimed is not None
        assert services._claim(waiting.pk, NOON) is None
        assert services.send(waiting.pk) is S.SENDING
    assert ovh.taken == []


def test_a_late_answer_does_not_overwrite_what_another_worker_wrote(
    ovh: FakeOvh, waiting: OutgoingMessage
) -> None:
    claimed = services._claim(waiting.pk, NOON)
    assert claimed is not None
    run(timedelta(minutes=11))
    assert state_of(waiting) is S.UNKNOWN
    services._end(claimed[0], S.WAITING, "injoignable")
    assert state_of(waiting) is S.UNKNOWN


def test_nothing_leaves_at_an_hour_that_the_person_refused(ovh: FakeOvh) -> None:
    with clock.stopped_at(NOON):
        row = posted(not_before=time(18), not_after=time(20))
    run()
    run(timedelta(hours=3))
    assert (state_of(row), ovh.taken) == (S.WAITING, [])
    run(timedelta(hours=5, minutes=1))
    assert state_of(row) is S.SENT


def test_what_would_arrive_too_late_does_not_leave(ovh: FakeOvh) -> None:
    with clock.stopped_at(NOON):
        row = posted(not_before=time(18), expires_at=NOON + timedelta(hours=2))
    run(timedelta(hours=6))
    assert (state_of(row), ovh.taken) == (S.FAILED, [])


def test_what_is_not_wanted_any_more_does_not_leave(
    ovh: FakeOvh, waiting: OutgoingMessage, unwanted: list[str]
) -> None:
    unwanted.append("accord-retire")
    run()
    assert (state_of(waiting), waiting.error, ovh.taken) == (S.CANCELLED, "accord-retire", [])
    assert bytes(waiting.text) == b""


def test_without_a_provider_nothing_leaves_and_it_is_said(
    settings: Any, waiting: OutgoingMessage
) -> None:
    settings.SMS_PROVIDER = ""
    run()
    assert (state_of(waiting), waiting.error) == (S.FAILED, "aucun-fournisseur")


def test_a_folder_keeps_one_file_for_each_message(
    settings: Any, tmp_path: Path, waiting: OutgoingMessage
) -> None:
    settings.SMS_PROVIDER, settings.STORAGE_DIR = "file", tmp_path
    run()
    (kept,) = (tmp_path / "sms").iterdir()
    assert kept.name == "rappel-1.json"
    assert kept.stat().st_mode & 0o077 == 0


def test_a_mail_says_neither_who_writes_nor_about_what() -> None:
    with clock.stopped_at(NOON):
        posted(channel=Channel.MAIL, recipient="zaza@exemple.example")
    run()
    (sent,) = mail.outbox
    assert (sent.subject, sent.extra_headers["Message-ID"]) == (
        "Rappel",
        "<rappel-1@127.0.0.1>",
    )


def test_a_message_only_goes_where_its_state_leads() -> None:
    row = posted()
    for left, moves in MESSAGE_MOVES.items():
        for to in S:
            row.state, row.claimed_until = left, NOON if left is S.SENDING else None
            row.save()
            if to in moves:
                row.claimed_until = NOON if to is S.SENDING else None
                move(row, to)
                assert row.state == to
            else:
                with pytest.raises(WrongMove):
                    move(row, to)
    assert ENDS == (S.SENT, S.FAILED, S.CANCELLED)


def test_a_file_that_is_hidden_lets_nothing_leave(ovh: FakeOvh, waiting: OutgoingMessage) -> None:
    assert services.withdraw_about(subject=waiting.subject, why="dossier-reuni") == 1
    run()
    assert (state_of(waiting), ovh.taken) == (S.CANCELLED, [])
