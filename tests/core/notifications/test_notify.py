"""Telling people: the inbox in the transaction, the mail after it, as each one chose."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from o2r.core import clock
from o2r.core.notifications import kinds
from o2r.core.notifications.enums import Choice, MailState
from o2r.core.notifications.models import Mail, Notification, Preference
from o2r.core.notifications.selectors import choices_of, inbox, unread_count
from o2r.core.notifications.services import (
    CompulsoryKind,
    Recipient,
    choose,
    mark_all_read,
    mark_read,
    mark_unread,
    notify,
)

TEXT = {"subject": "Le projet est publié", "body": "Il est visible de tous."}


def test_each_person_is_told_in_their_inbox_and_by_mail(ines: Recipient, malik: Recipient) -> None:
    notify(to=[ines, malik, ines], kind="news", link="/espace/projets/", **TEXT)
    assert [row.recipient for row in inbox(ines.user)] == [ines.user]
    assert unread_count(malik.user) == 1
    assert sorted(message.to[0] for message in mail.outbox) == sorted([ines.email, malik.email])
    [row] = inbox(ines.user)
    assert row.mail is not None
    [sent] = [message for message in mail.outbox if message.to == [ines.email]]
    assert sent.subject == "[O2R] Le projet est publié"
    assert "Il est visible de tous." in sent.body
    # The link of the mail goes through the inbox: one has to be signed in, whatever it leads to.
    assert f"/espace/notifications/{row.pk}/" in sent.body
    assert "/espace/projets/" not in sent.body


def test_a_mail_about_an_accompanied_person_says_nothing(ines: Recipient) -> None:
    notify(
        to=[ines],
        kind="alert",
        subject="Un dossier a été ouvert la nuit",
        body="Dossier 4f1c, ouvert à 3 h.",
        link="/espace/personnes/4f1c/",
        sensitive=True,
    )
    [sent] = mail.outbox
    assert sent.subject == "Vous avez un nouveau message dans O2R"
    for secret in ("dossier", "4f1c", "nuit", "3 h", "personnes"):
        assert secret not in (sent.subject + sent.body).lower().replace(
            str(Notification.objects.get().pk), ""
        )
    assert Notification.objects.get().body == "Dossier 4f1c, ouvert à 3 h."


@pytest.mark.parametrize(
    ("choice", "mails"), [(Choice.IMMEDIATELY, 1), (Choice.DAILY, 0), (Choice.INBOX, 0)]
)
def test_a_mail_leaves_as_the_person_chose(ines: Recipient, choice: Choice, mails: int) -> None:
    choose(by=ines.user, choices={"news": choice})
    notify(to=[ines], kind="news", **TEXT)
    assert (len(mail.outbox), unread_count(ines.user)) == (mails, 1)


def test_a_kind_has_its_own_default(ines: Recipient) -> None:
    notify(to=[ines], kind="gossip", **TEXT)
    assert mail.outbox == []


def test_what_is_compulsory_cannot_be_switched_off(ines: Recipient) -> None:
    with pytest.raises(CompulsoryKind, match="Une alerte de sécurité"):
        choose(by=ines.user, choices={"news": Choice.INBOX, "alert": Choice.INBOX})
    assert not Preference.objects.exists()
    # Not even by a row that would have come from elsewhere.
    Preference.objects.create(user=ines.user, kind="alert", choice=Choice.INBOX)
    notify(to=[ines], kind="alert", **TEXT)
    assert len(mail.outbox) == 1
    assert dict(choices_of(ines.user))[kinds.kind("alert")] == Choice.IMMEDIATELY


def test_someone_without_address_is_told_in_their_inbox() -> None:
    someone = Recipient(uuid4(), "")
    notify(to=[someone], kind="alert", **TEXT)
    assert unread_count(someone.user) == 1
    assert mail.outbox == []


@pytest.mark.usefixtures("queue")
def test_an_act_undone_tells_nobody(ines: Recipient) -> None:
    with transaction.atomic():
        notify(to=[ines], kind="news", **TEXT)
        transaction.set_rollback(True)
    counts = [model.objects.count() for model in (Notification, Mail, DBTaskResult)]
    assert counts == [0, 0, 0]


@pytest.mark.usefixtures("queue")
def test_the_mail_waits_for_the_worker(ines: Recipient) -> None:
    notify(to=[ines], kind="news", **TEXT)
    assert mail.outbox == []
    assert Mail.objects.get().state == MailState.WAITING
    [task] = DBTaskResult.objects.all()
    # The queue holds identifiers, no text and no address.
    assert task.args_kwargs == {"args": [str(Mail.objects.get().pk)], "kwargs": {}}


@pytest.mark.parametrize(
    "link", ["https://ailleurs.example/", "//ailleurs.example", "espace/", "/\\ailleurs.example"]
)
def test_a_link_that_leaves_the_site_is_refused(ines: Recipient, link: str) -> None:
    with pytest.raises(ValueError, match="path of this site"):
        notify(to=[ines], kind="news", link=link, **TEXT)
    assert not Notification.objects.exists()


def test_a_kind_nobody_declared_is_refused(ines: Recipient) -> None:
    with pytest.raises(LookupError, match="notification_kinds"):
        notify(to=[ines], kind="unknown", **TEXT)


def test_a_kind_is_declared_once_and_a_compulsory_one_leaves_at_once() -> None:
    kinds.declare("news", label="Une nouvelle de mon projet")
    with pytest.raises(ValueError, match="Two kinds"):
        kinds.declare("news", label="Autre chose")
    with pytest.raises(ValueError, match="mailed immediately"):
        kinds.declare("other", label="Autre", compulsory=True, default=Choice.DAILY)


def test_a_subject_cannot_forge_a_header(ines: Recipient) -> None:
    notify(to=[ines], kind="news", subject="Bonjour\r\nBcc: vole@moi.example", body="")
    [sent] = mail.outbox
    assert "\n" not in sent.subject
    assert sent.recipients() == [ines.email]
    notify(to=[ines], kind="news", subject="é" * 500, body="")
    assert len(inbox(ines.user)[0].subject) == 200


def test_one_reads_and_marks_one_s_own_only(ines: Recipient, malik: Recipient) -> None:
    notify(to=[ines, malik], kind="news", **TEXT)
    notify(to=[ines], kind="news", subject="La suite", body="")
    first = Notification.objects.get(recipient=ines.user, subject="Le projet est publié")
    assert mark_read(by=ines.user, notification=first).read_at is not None
    assert [row.subject for row in inbox(ines.user)] == ["La suite", "Le projet est publié"]
    for act in (mark_read, mark_unread):
        with pytest.raises(PermissionError):
            act(by=malik.user, notification=first)
    assert mark_unread(by=ines.user, notification=first).read_at is None
    assert mark_all_read(by=ines.user) == 2
    assert (unread_count(ines.user), unread_count(malik.user)) == (0, 1)


def test_the_table_refuses_what_the_service_never_writes(ines: Recipient) -> None:
    notify(to=[ines], kind="news", **TEXT)
    rows, mails = Notification.objects.all(), Mail.objects.all()
    wrong = [
        lambda: rows.update(subject=""),
        lambda: rows.update(link="//ailleurs.example"),
        lambda: mails.update(state=MailState.SENDING),
        lambda: mails.update(body="reste"),
    ]
    for write in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_what_counts_all_that_came_before_takes_its_place_until_it_is_read(ines: Recipient) -> None:
    def count(said: str) -> list[str]:
        notify(to=[ines], kind="gossip", subject=said, body="", link="/appel/", cumulative=True)
        return sorted(row.subject for row in inbox(ines.user))

    assert count("1 reçue") == ["1 reçue"]
    assert count("2 reçues") == ["2 reçues"]
    notify(to=[ines], kind="gossip", subject="1 reçue", body="", link="/autre/", cumulative=True)
    assert count("3 reçues") == ["1 reçue", "3 reçues"]
    mark_all_read(by=ines.user)
    assert count("4 reçues") == ["1 reçue", "3 reçues", "4 reçues"]


def test_a_count_is_mailed_at_once_once_an_hour_at_most(ines: Recipient) -> None:
    now = clock.now()
    for minutes, said in ((0, "1 reçue"), (20, "2 reçues"), (70, "3 reçues")):
        with clock.stopped_at(now + timedelta(minutes=minutes)):
            notify(to=[ines], kind="news", subject=said, body="", cumulative=True)
    assert [message.subject for message in mail.outbox] == ["[O2R] 1 reçue", "[O2R] 3 reçues"]
    assert sorted(row.subject for row in inbox(ines.user)) == ["2 reçues", "3 reçues"]
