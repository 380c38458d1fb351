"""The pages of rights: one's own data, a proven mailbox, and who answers."""

import io
import re
import zipfile
from base64 import urlsafe_b64decode
from datetime import timedelta
from urllib.parse import unquote, urlsplit

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.access import Reach
from o2r.core.journal.authors import Author
from o2r.core.retention.enums import RequestState, Right, SubjectKind
from o2r.core.retention.models import RightsRequest
from o2r.core.retention.rights import Subject
from o2r.core.retention.selectors import handled_by
from o2r.core.retention.services import receive_request
from o2r.projects.models import RelayMessage
from tests.accounts.factories import OrganisationFactory
from tests.projects.factories import RelayMessageFactory

EMAIL = "ines@partenaire.example"
INES = Subject(SubjectKind.VISITOR, EMAIL)
VISITOR = Author(user=None, organisation=None, role="visitor")
ASK = reverse("retention:ask_link")


def link_for(client: Client, email: str) -> str:
    """The path that the mail carries."""
    client.post(ASK, {"email": email})
    [address] = re.findall(r"http\S+", mail.outbox[-1].body)
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def opened_link(client: Client, email: str) -> str:
    """The page to which the link of the mail leads: its address says nothing."""
    answer = client.get(link_for(client, email))
    assert answer["Location"] == reverse("retention:proven")
    return str(answer["Location"])


def ask(right: Right = Right.ERASURE, organisation: object = None) -> RightsRequest:
    return receive_request(
        by=VISITOR,
        subject=INES,
        right=right,
        contact=EMAIL,
        organisation=organisation,  # type: ignore[arg-type]
    )


# --- A visitor ----------------------------------------------------------------------------------
def test_known_or_not_an_address_gets_the_same_answer(client: Client) -> None:
    RelayMessageFactory(sender_email=EMAIL)
    known = client.post(ASK, {"email": EMAIL})
    unknown = client.post(ASK, {"email": "personne@ailleurs.example"})
    assert known.content == unknown.content
    assert [sent.to[0] for sent in mail.outbox] == [EMAIL, "personne@ailleurs.example"]
    texts = [re.sub(r"jeton=\S+", "", sent.body) for sent in mail.outbox]
    assert texts[0] == texts[1]


def test_a_mailbox_is_not_flooded_and_the_answer_stays_the_same(client: Client) -> None:
    pages = {client.post(ASK, {"email": EMAIL}).content for _ in range(5)}
    assert len(pages) == 1
    assert len(mail.outbox) == 3
    with clock.stopped_at(clock.now() + timedelta(days=1, minutes=1)):
        client.post(ASK, {"email": EMAIL})
    assert len(mail.outbox) == 4


def test_a_wrong_address_is_told(client: Client) -> None:
    page = client.post(ASK, {"email": "pas-une-adresse"})
    assert "adresse" in page.content.decode()
    assert mail.outbox == []


def test_the_link_hands_out_ones_own_data(client: Client) -> None:
    RelayMessageFactory(sender_email=EMAIL, message="Pouvez-vous venir ?")
    path = opened_link(client, EMAIL)
    assert "Messages que vous avez écrits à un projet : 1" in " ".join(
        client.get(path).content.decode().split()
    )
    archive = client.post(path, {"act": "export"})
    assert archive["Content-Type"] == "application/zip"
    assert "no-store" in archive["Cache-Control"]
    assert archive.content.startswith(b"PK")


def test_a_visitor_asks_and_sees_their_request(client: Client) -> None:
    path = opened_link(client, EMAIL)
    answer = client.post(path, {"right": "erasure", "details": "Tout, s’il vous plaît."})
    assert answer.status_code == 302
    request = RightsRequest.objects.get()
    assert (request.contact, request.right) == (EMAIL, Right.ERASURE)
    assert "Vos demandes" in client.get(path).content.decode()
    wrong = client.post(path, {"right": "voler"})
    assert wrong.status_code == 200
    assert RightsRequest.objects.count() == 1


@pytest.mark.parametrize("token", ["", "n’importe quoi", "ImluZXNAcGFydGVuYWlyZSI:1u:x"])
def test_a_forged_link_opens_nothing(client: Client, token: str) -> None:
    page = client.get(reverse("retention:proven"), {"jeton": token}, follow=True)
    assert page.status_code == 404
    assert "Recevoir un autre lien" in page.content.decode()
    assert client.post(reverse("retention:proven"), {"act": "export"}).status_code == 404


def test_the_link_ends_after_two_hours(client: Client) -> None:
    path = link_for(client, EMAIL)
    with time_machine.travel(clock.now() + timedelta(hours=2, minutes=1)):
        assert client.get(path, follow=True).status_code == 404


def test_the_link_does_not_say_whose_it_is(client: Client) -> None:
    path = link_for(client, EMAIL)
    assert EMAIL not in path
    assert EMAIL.encode() not in urlsafe_b64decode(unquote(path.partition("jeton=")[2]))


# --- Who has an account -------------------------------------------------------------------------
def test_my_data_are_mine(as_malik: Client, malik: User) -> None:
    page = as_malik.get(reverse("retention:own_data")).content.decode()
    assert "Votre compte : 1" in " ".join(page.split())
    answer = as_malik.post(
        reverse("retention:own_request"), {"right": "rectification", "details": "Mon nom"}
    )
    assert answer.status_code == 302
    request = RightsRequest.objects.get()
    assert (request.subject_reference, request.contact) == (str(malik.pk), malik.email)
    wrong = as_malik.post(reverse("retention:own_request"), {"right": ""})
    assert wrong.status_code == 200


def test_my_archive_is_mine(as_malik: Client, malik: User, rosa: User) -> None:

    content = as_malik.post(reverse("retention:own_export")).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = archive.read("donnees.json").decode()
    assert malik.email in data
    assert rosa.email not in data
    assert as_malik.get(reverse("retention:own_export")).status_code == 405


def test_closing_is_understood_first(as_malik: Client, malik: User) -> None:
    address = reverse("retention:close_account")
    assert "Ce qui reste" in as_malik.get(address).content.decode()
    assert as_malik.post(address).status_code == 200
    malik.refresh_from_db()
    assert malik.is_active
    assert as_malik.post(address, {"understood": "on"}).status_code == 302
    malik.refresh_from_db()
    assert not malik.is_active
    assert as_malik.get(reverse("retention:own_data")).status_code == 302


@pytest.mark.parametrize("name", ["own_data", "close_account", "requests", "schedule"])
def test_signed_out_one_is_asked_to_sign_in(client: Client, name: str) -> None:
    assert client.get(reverse(f"retention:{name}")).status_code == 302


# --- Who answers --------------------------------------------------------------------------------
def test_the_platform_answers_what_is_asked_of_it(as_claire: Client) -> None:
    request = ask()
    RelayMessageFactory(sender_email=EMAIL)
    RelayMessageFactory()
    assert "faire effacer" in as_claire.get(reverse("retention:requests")).content.decode()
    one = reverse("retention:request", args=[request.pk])
    assert EMAIL in as_claire.get(one).content.decode()
    as_claire.post(reverse("retention:apply", args=[request.pk]))
    assert RelayMessage.objects.count() == 1
    empty = as_claire.post(reverse("retention:answer", args=[request.pk]), {"state": "done"})
    assert "Écrivez ce que la personne recevra" in empty.content.decode()
    answer = {"state": "done", "words": "C’est effacé."}
    assert as_claire.post(reverse("retention:answer", args=[request.pk]), answer).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.contact) == (RequestState.DONE, "")
    assert "C’est effacé." in mail.outbox[-1].body
    as_claire.post(reverse("retention:apply", args=[request.pk]))
    again = as_claire.post(reverse("retention:answer", args=[request.pk]), answer)
    assert "n’est plus possible" in again.content.decode()


@pytest.mark.parametrize("state", ["refused", "extended"])
def test_the_platform_refuses_or_asks_for_time(as_claire: Client, state: str) -> None:
    request = ask()
    words = {"state": state, "words": "Un contrôle est en cours."}
    as_claire.post(reverse("retention:answer", args=[request.pk]), words)
    request.refresh_from_db()
    assert request.state == state
    one = reverse("retention:request", args=[request.pk])
    assert "Un contrôle est en cours." in as_claire.get(one).content.decode()


@pytest.mark.parametrize("right", [Right.OPPOSITION, Right.LIMITATION, Right.RECTIFICATION])
def test_each_right_is_applied(as_claire: Client, right: Right) -> None:
    RelayMessageFactory(sender_email=EMAIL)
    request = ask(right)
    answer = as_claire.post(reverse("retention:apply", args=[request.pk]), follow=True)
    assert answer.status_code == 200
    assert RelayMessage.objects.count() == (right != Right.OPPOSITION)


def test_the_platform_prepares_an_archive(as_claire: Client) -> None:
    archive = as_claire.post(reverse("retention:apply", args=[ask(Right.ACCESS).pk]))
    assert archive["Content-Type"] == "application/zip"


def test_the_schedule_tells_what_is_due(as_claire: Client) -> None:
    RelayMessageFactory(written_at=clock.now() - timedelta(days=90))
    page = " ".join(as_claire.get(reverse("retention:schedule")).content.decode().split())
    assert "Messages relayés : 1 échu" in page
    assert "consentement (RGPD, art. 6.1.a)" in page


def test_an_officer_answers_for_their_organisation_alone() -> None:
    theirs, other = OrganisationFactory(), OrganisationFactory()
    request = ask(organisation=theirs.pk)
    platform = ask(Right.ACCESS)
    assert list(handled_by(Reach(organisation=theirs.pk))) == [request]
    assert list(handled_by(Reach(organisation=other.pk))) == []
    assert list(handled_by(Reach(everywhere=True, organisation=other.pk))) == [platform]
    assert list(handled_by(Reach())) == []


def test_who_answers_for_nothing_sees_nothing(as_malik: Client) -> None:
    request = ask()
    for name, arguments in (("requests", []), ("request", [request.pk]), ("schedule", [])):
        answer = as_malik.get(reverse(f"retention:{name}", args=arguments))
        assert EMAIL not in answer.content.decode()
        assert answer.status_code in (302, 404)
