"""The inbox and the choices of the person signed in, page by page, without JavaScript."""

import re

import pytest
from django.test import Client

from o2r.accounts.models import User
from o2r.core.notifications.enums import Choice
from o2r.core.notifications.models import Notification, Preference
from o2r.core.notifications.services import Recipient, notify
from tests.accounts.factories import UserFactory

INBOX = "/espace/notifications/"
# What each page draws anew, and the address that the visitor typed.
PASSING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|[0-9a-f]{8}-[0-9a-f-]{27}[^"]*')


@pytest.fixture
def reader() -> User:
    return UserFactory()


@pytest.fixture
def visitor(client: Client, reader: User) -> Client:
    client.force_login(reader)
    return client


def told(user: User, subject: str = "Le projet est publié", link: str = "") -> Notification:
    notify(to=[Recipient(user.pk, user.email)], kind="news", subject=subject, body="…", link=link)
    return Notification.objects.get(recipient=user.pk, subject=subject)


def test_an_empty_inbox_says_what_will_come(visitor: Client) -> None:
    page = visitor.get(INBOX).content.decode()
    assert "Tout est lu." in page
    assert "Aucune notification" in page
    assert "Tout marquer" not in page


def test_the_inbox_shows_the_unread_first_page_by_page(visitor: Client, reader: User) -> None:
    for number in range(25):
        told(reader, f"Nouvelle {number:02}")
    read = Notification.objects.get(subject="Nouvelle 24")
    visitor.post(f"{INBOX}{read.pk}/marquer/", {"as": "read"})
    first = visitor.get(INBOX).content.decode()
    assert "24 notifications ne sont pas lues." in first
    assert "Nouvelle 23" in first
    assert "Nouvelle 24" not in first
    second = visitor.get(INBOX, {"page": "2"}).content.decode()
    assert "Nouvelle 24" in second
    assert "Marquer comme non lue" in second


def test_opening_leads_where_it_says_and_counts_as_reading(visitor: Client, reader: User) -> None:
    leading, other = told(reader, link="/espace/projets/"), told(reader, "Sans lien")
    visitor.head(f"{INBOX}{leading.pk}/")
    assert Notification.objects.unread().count() == 2
    assert visitor.get(f"{INBOX}{leading.pk}/").headers["Location"] == "/espace/projets/"
    assert visitor.get(f"{INBOX}{other.pk}/").headers["Location"] == INBOX
    assert not Notification.objects.unread().exists()
    visitor.post(f"{INBOX}{leading.pk}/marquer/", {"as": "unread"})
    assert list(Notification.objects.unread()) == [leading]
    page = visitor.post(f"{INBOX}toutes-lues/", follow=True).content.decode()
    assert "1 notification marquée comme lue." in page


def test_someone_else_s_notification_does_not_exist(visitor: Client) -> None:
    theirs = told(UserFactory())
    absent = visitor.get(f"{INBOX}00000000-0000-4000-8000-000000000000/")
    for answer in (
        visitor.get(f"{INBOX}{theirs.pk}/"),
        visitor.post(f"{INBOX}{theirs.pk}/marquer/", {"as": "read"}),
    ):
        assert answer.status_code == absent.status_code == 404
        assert PASSING.sub(b"", answer.content) == PASSING.sub(b"", absent.content)
    visitor.post(f"{INBOX}toutes-lues/")
    assert Notification.objects.unread().count() == 1
    assert theirs.subject not in visitor.get(INBOX).content.decode()


def test_nobody_comes_in_without_signing_in(client: Client) -> None:
    theirs = told(UserFactory())
    for path in ("", "choix/", f"{theirs.pk}/"):
        assert client.get(INBOX + path).status_code == 302
    for path in ("toutes-lues/", f"{theirs.pk}/marquer/"):
        assert client.post(INBOX + path).status_code == 302
    assert Notification.objects.unread().count() == 1


def test_choices_are_kept_and_shown(visitor: Client, reader: User) -> None:
    page = visitor.get(INBOX + "choix/").content.decode()
    assert "Une nouvelle de mon projet" in page
    # What is compulsory is said, and not asked.
    assert "<li>Une alerte de sécurité</li>" in page
    assert 'name="alert"' not in page
    sent = {"news": Choice.DAILY, "gossip": Choice.INBOX, "alert": Choice.INBOX}
    answer = visitor.post(INBOX + "choix/", sent, follow=True)
    assert "Vos choix sont enregistrés." in answer.content.decode()
    assert dict(Preference.objects.of(reader.pk).values_list("kind", "choice")) == {
        "gossip": Choice.INBOX,
        "news": Choice.DAILY,
    }


def test_a_choice_that_does_not_exist_is_explained(visitor: Client) -> None:
    answer = visitor.post(INBOX + "choix/", {"news": "jamais", "gossip": Choice.INBOX})
    assert "Ce choix n’existe pas" in answer.content.decode()
    assert not Preference.objects.exists()


@pytest.mark.parametrize("path", ["toutes-lues/", "00000000-0000-4000-8000-000000000000/marquer/"])
def test_what_changes_something_is_never_a_link(visitor: Client, path: str) -> None:
    assert visitor.get(INBOX + path).status_code == 405
