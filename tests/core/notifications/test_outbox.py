"""No mail is lost and none is doubled, whatever the mail server and the worker do."""

import logging
import threading
from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django_tasks_db.management.commands import db_worker
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from o2r.core import clock
from o2r.core.jobs.registry import Failure
from o2r.core.notifications import outbox
from o2r.core.notifications.directory import NoDirectory, directory, use_directory
from o2r.core.notifications.enums import MailState
from o2r.core.notifications.kinds import declare
from o2r.core.notifications.models import Mail, Notification
from o2r.core.notifications.outbox import post_mail, retry_delay, send, send_due_mails
from o2r.core.notifications.recurring import mails as mails_job
from o2r.core.notifications.recurring import tell_who_is_in_charge
from o2r.core.notifications.selectors import mail_health
from o2r.core.notifications.services import Recipient
from tests.core.notifications.fake_smtp import FakeSMTP

HOURS = timedelta(hours=1)


def posted(number: int = 1) -> Mail:
    return post_mail(to=f"p{number}@partenaire.example", subject="Objet", body="Texte")


def run_queue() -> None:
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
    )
    # The connection holds the transaction of the test.
    with patch.object(db_worker, "close_old_connections"):
        worker.run()


def state_of(row: Mail) -> MailState:
    row.refresh_from_db()
    return MailState(row.state)


@pytest.mark.usefixtures("queue")
def test_a_mail_leaves_with_the_queue_and_its_text_is_forgotten(smtp: FakeSMTP) -> None:
    row = posted()
    run_queue()
    assert state_of(row) == MailState.SENT
    assert (row.body, row.tries, row.error) == ("", 1, "")
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    [text] = smtp.mails
    assert f"Message-ID: <{row.pk}@127.0.0.1>" in text
    assert "Auto-Submitted: auto-generated" in text
    assert "Texte" in text


def test_a_mail_written_for_someone_invites_an_answer() -> None:
    post_mail(to="a@b.example", subject="Objet", body="Texte", reply_to="c@d.example")
    [sent] = mail.outbox
    assert sent.reply_to == ["c@d.example"]
    assert "Auto-Submitted" not in sent.extra_headers


@pytest.mark.usefixtures("queue")
@pytest.mark.parametrize("mood", ["hangs", "babbles", "busy", "cuts"])
def test_a_server_that_misbehaves_loses_nothing(
    smtp: FakeSMTP, mood: str, caplog: pytest.LogCaptureFixture
) -> None:
    smtp.mood = mood
    row = posted()
    run_queue()
    assert state_of(row) == MailState.WAITING
    assert row.body == "Texte"
    assert row.due_at > clock.now()
    assert row.to not in caplog.text
    assert send_due_mails(clock.now())[MailState.SENT] == 0
    smtp.mood = "works"
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
        assert send_due_mails(clock.now())[MailState.SENT] == 1
    assert state_of(row) == MailState.SENT
    # What the server took without saying so left again, under the name it had the first time.
    names = [line for text in smtp.mails for line in text.splitlines() if "Message-ID" in line]
    assert names == [f"Message-ID: <{row.pk}@127.0.0.1>"] * (2 if mood == "cuts" else 1)


@pytest.mark.usefixtures("queue")
def test_a_server_that_is_down_is_not_waited_for_by_each_mail(smtp: FakeSMTP) -> None:
    rows = [posted(number) for number in range(5)]
    smtp.mood = "hangs"
    with patch.object(outbox, "send", wraps=send) as tried:
        run_queue()
        assert tried.call_count == 1
        send_due_mails(clock.now())
        # The first of the others is enough to know that it is still down.
        assert tried.call_count == 2
    smtp.mood = "works"
    with time_machine.travel(clock.now() + timedelta(minutes=3), tick=False):
        assert "5 courriel(s) parti(s)" in mails_job(clock.now())
    assert {state_of(row) for row in rows} == {MailState.SENT}
    assert len(smtp.mails) == 5


def test_an_address_that_will_never_work_is_given_up_at_once(smtp: FakeSMTP) -> None:
    smtp.mood = "refuses"
    row = posted()
    assert state_of(row) == MailState.GIVEN_UP
    assert Mail.objects.get(pk=row.pk).body == ""
    assert row.error == "SMTPRecipientsRefused"
    assert mail_health().given_up == 1
    assert send_due_mails(clock.now() + 5 * HOURS) == dict.fromkeys(MailState, 0)


def test_tries_are_spaced_out_and_end_after_three_days(smtp: FakeSMTP) -> None:
    smtp.mood = "busy"
    row = posted()
    began, tries = row.created_at, []
    while state_of(row) == MailState.WAITING:
        tries.append(row.due_at - began)
        with time_machine.travel(row.due_at, tick=False):
            send_due_mails(row.due_at)
    assert state_of(row) == MailState.GIVEN_UP
    assert Mail.objects.get(pk=row.pk).body == ""
    assert tries[-1] > timedelta(days=3) - 4 * HOURS
    assert 15 < len(tries) < 40
    minutes = [retry_delay(n) / timedelta(minutes=1) for n in (1, 2, 3, 8, 9, 1000)]
    assert minutes == [1, 2, 4, 128, 240, 240]


@pytest.mark.usefixtures("queue")
def test_a_worker_that_dies_while_sending_is_taken_over() -> None:
    row = posted()
    with patch.object(EmailMessage, "send", side_effect=SystemExit), pytest.raises(SystemExit):
        send(row.pk, clock.now())
    assert state_of(row) == MailState.SENDING
    # Someone may still be sending it.
    assert send_due_mails(clock.now())[MailState.SENT] == 0
    with time_machine.travel(clock.now() + outbox.LEASE + timedelta(seconds=1), tick=False):
        assert send_due_mails(clock.now())[MailState.SENT] == 1
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("queue")
def test_a_lost_task_loses_no_mail() -> None:
    row = posted()
    DBTaskResult.objects.all().delete()
    send_due_mails(clock.now())
    assert state_of(row) == MailState.SENT


def test_a_mail_sent_again_by_mistake_stays_where_it_is() -> None:
    row = posted()
    send(row.pk, clock.now())
    send(uuid4(), clock.now())
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("queue")
def test_another_one_sending_it_is_left_alone() -> None:
    """Two workers hold the same mail: the second comes while the first talks to the server."""
    row = posted()
    inside: list[MailState] = []
    real_send = EmailMessage.send

    def send_slowly(self: EmailMessage, *args: object, **kwargs: object) -> int:
        if not inside:
            inside.append(MailState.SENDING)
            inside.append(send(row.pk, clock.now()))
        return real_send(self)

    with patch.object(EmailMessage, "send", send_slowly):
        assert send(row.pk, clock.now()) == MailState.SENT
    assert inside == [MailState.SENDING, MailState.SENDING]
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("queue")
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="the database in memory of the tests knows one thread"
)
def test_workers_at_the_same_time_send_each_mail_once(smtp: FakeSMTP) -> None:
    rows = [posted(number) for number in range(10)]
    start = threading.Barrier(4)

    def work() -> None:
        try:
            start.wait()
            for row in rows:
                send(row.pk, clock.now())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(smtp.mails) == len(rows)
    assert {state_of(row) for row in rows} == {MailState.SENT}


@pytest.mark.usefixtures("queue")
def test_the_people_in_charge_see_what_waits() -> None:
    assert mail_health().oldest is None
    row = posted()
    assert (mail_health().waiting, mail_health().oldest) == (1, row.created_at)
    send_due_mails(clock.now())
    assert mail_health().waiting == 0


def test_a_header_that_cannot_be_written_ends_like_any_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        row = post_mail(to="a@b.example\nBcc: c@d.example", subject="Objet", body="Texte")
    assert state_of(row) == MailState.WAITING
    assert mail.outbox == []
    assert "c@d.example" not in caplog.text


class OneManager(NoDirectory):
    def platform_managers(self) -> tuple[Recipient, ...]:
        return (Recipient(uuid4(), "claire@plateforme.example"),)


def test_a_failing_job_is_told_to_the_managers_or_to_the_team_s_mailbox() -> None:
    declare("job-failed", label="Un travail est en échec", compulsory=True)
    failure = Failure("journal-anchor", "OSError (core/x.py:3)", clock.now(), 1)
    tell_who_is_in_charge(failure)
    assert not Notification.objects.exists()
    before = directory()
    use_directory(OneManager())
    try:
        tell_who_is_in_charge(failure)
    finally:
        use_directory(before)
    assert [message.to for message in mail.outbox] == [
        ["contact@o2r.example"],
        ["claire@plateforme.example"],
    ]
    assert all("journal-anchor" in message.subject for message in mail.outbox)
    assert Notification.objects.get().kind == "job-failed"
