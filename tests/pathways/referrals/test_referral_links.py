"""Without an account: a link that names nobody, a code sent to the registered mailbox, a letter."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from o2r.core import clock
from o2r.core.documents import docx
from o2r.core.journal.models import JournalEntry
from o2r.pathways.referrals.enums import ReferralState
from o2r.pathways.referrals.letters import letter_document
from o2r.pathways.referrals.models import Referral, ReferralCode, ReferralLink, ReferralOpening
from o2r.pathways.referrals.services import (
    ask_code,
    cancel,
    make_letter,
    open_by_code,
    withdraw_consent,
)
from o2r.people.enums import ProtectionReason
from o2r.people.services.protecting import protect
from tests.pathways.referrals.sent import (
    MAILBOX,
    WORDS,
    again,
    code_in,
    days_later,
    link_in,
    mails,
    sent,
    service,
)
from tests.people.agreeing import PHONE, World
from tests.people.test_agreements_behind_the_belt import as_the_site

FRONT: Any = (("front", None), ("answer", {"answer": "recu"}), ("ask", {}))
SECRETS = ("Yanis", "Aubry", "Yaya", PHONE, WORDS)


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def row(world: World) -> Referral:
    return sent(world, service(mail=MAILBOX))


@pytest.fixture
def secret(row: Referral) -> str:
    return link_in(mails()[0])


def page(name: str, secret: str) -> str:
    return reverse(f"referral:{name}", args=[secret])


def asked_code(client: Client, secret: str) -> str:
    client.post(page("ask", secret))
    return code_in(mails()[-1])


def test_the_page_names_nobody_and_opening_it_says_nothing(
    client: Client, row: Referral, secret: str
) -> None:
    with as_the_site():
        shown = text(client.get(page("front", secret)))
    assert row.reference in shown
    assert not [one for one in SECRETS if one in shown]
    assert again(row).state == ReferralState.SENT


def test_it_is_answered_in_two_clicks(client: Client, row: Referral, secret: str) -> None:
    with as_the_site():
        client.get(page("front", secret))
        for _ in range(2):
            answer = client.post(page("answer", secret), {"answer": "recu"})
    assert answer.headers["Location"] == page("front", secret)
    assert again(row).state == ReferralState.RECEIVED
    assert row.moves.filter(by_link=True).count() == 3


def test_a_refusal_without_a_reason_is_said_at_its_field(
    client: Client, row: Referral, secret: str
) -> None:
    shown = text(client.post(page("answer", secret), {"answer": "refus", "reason": ""}))
    assert "Dites pourquoi" in shown
    client.post(page("answer", secret), {"answer": "refus", "reason": "cout"})
    assert (again(row).state, again(row).reason) == (ReferralState.REFUSED, "cout")


def test_a_code_opens_once_what_was_agreed_and_each_reading_is_journaled(
    client: Client, row: Referral, secret: str
) -> None:
    with as_the_site():
        client.post(page("ask", secret))
    (_, mail) = mails()
    assert not [one for one in SECRETS if one in f"{mail.subject}{mail.body}"]
    code = code_in(mail)
    with as_the_site():
        opened = client.post(page("open", secret), {"code": code.lower().replace("-", " ")})
        shown = text(client.get(opened.headers["Location"]))
    assert "Yaya" in shown
    assert PHONE in shown
    assert WORDS in shown
    assert "Aubry" not in shown
    assert ReferralOpening.objects.get().groups == ["contact", "identity", "words"]
    line = JournalEntry.objects.filter(action="referral.open").order_by("pk").first()
    assert line
    assert line.organisation == row.organisation_id
    assert again(row).state == ReferralState.SEEN
    other = Client()
    assert "n’ouvre rien" in text(other.post(page("open", secret), {"code": code}))
    assert other.get(page("page", secret)).headers["Location"] == page("front", secret)


def test_what_was_opened_closes_after_a_while_and_at_once_when_taken_back(
    client: Client, world: World, row: Referral, secret: str
) -> None:
    client.post(page("open", secret), {"code": asked_code(client, secret)})
    assert client.get(page("page", secret)).status_code == 200
    with clock.stopped_at(clock.now() + timedelta(minutes=16)):
        assert client.get(page("page", secret)).status_code == 302
    withdraw_consent(by=world.by, referral=row)
    assert client.get(page("page", secret)).status_code == 302
    assert ask_code(secret=secret) is False


def test_a_double_click_sends_one_code(client: Client, secret: str) -> None:
    for _ in range(3):
        client.post(page("ask", secret))
    assert len(mails()) == 2


def test_after_five_wrong_codes_the_right_one_opens_nothing(secret: str) -> None:
    ask_code(secret=secret)
    code = code_in(mails()[-1])
    for _ in range(5):
        assert open_by_code(secret=secret, code="0000-0000") is None
    assert open_by_code(secret=secret, code=code) is None


def test_a_code_of_another_referral_opens_nothing(world: World, secret: str) -> None:
    sent(world, service(mail="autre@mission.example"))
    other = link_in(mails("autre@mission.example")[0])
    ask_code(secret=other)
    code = code_in(mails("autre@mission.example")[-1])
    assert open_by_code(secret=secret, code=code) is None
    assert open_by_code(secret=other, code=code) is not None


def test_after_thirty_days_the_link_answers_and_opens_nothing(
    client: Client, row: Referral, secret: str
) -> None:
    ask_code(secret=secret)
    code = code_in(mails()[-1])
    with days_later(31):
        assert open_by_code(secret=secret, code=code) is None
        assert ask_code(secret=secret) is False
        client.post(page("answer", secret), {"answer": "contact"})
    assert again(row).state == ReferralState.CONTACTED


@pytest.mark.parametrize("end", ["past", "cancelled", "protected", "partitioned", "closed"])
def test_every_link_that_is_over_answers_as_one_that_never_was(
    client: Client, world: World, row: Referral, secret: str, end: str
) -> None:
    if end == "cancelled":
        cancel(by=world.by, referral=row)
    elif end == "protected":
        protect(
            by=world.by,
            person=world.person,
            reason=ProtectionReason.ASKED,
            stops_sharing=True,
        )
    elif end == "partitioned":
        world.operator.is_partitioned, world.operator.partitioned_at = True, clock.now()
        world.operator.save()
    elif end == "closed":
        ReferralLink.objects.update(ended_at=clock.now())
    unknown = "x" * 43
    with days_later(46 if end == "past" else 0), as_the_site():
        for name, sends in FRONT:
            pages = [page(name, one) for one in (secret, unknown)]
            got = [client.get(one) if sends is None else client.post(one, sends) for one in pages]
            assert [one.status_code for one in got] == [410, 410]
            # The page bears the address that was asked for, and nothing else that differs.
            assert got[0].content.replace(secret.encode(), unknown.encode()) == got[1].content
        for code in ("7Q3M-V2KD", ""):
            got = [client.post(page("open", one), {"code": code}) for one in (secret, unknown)]
            assert [one.status_code for one in got] == [410, 410]
        assert client.get(page("page", secret)).status_code == 302
    assert len(mails()) == 1


def test_as_many_questions_are_asked_of_the_database_for_a_link_that_is_over(
    client: Client, row: Referral, secret: str
) -> None:
    ReferralLink.objects.update(ended_at=clock.now())
    client.get(page("front", "x" * 43))
    with CaptureQueriesContext(connection) as unknown:
        client.get(page("front", "x" * 43))
    with CaptureQueriesContext(connection) as over:
        client.get(page("front", secret))
    assert len(unknown) == len(over)


def test_a_letter_bears_the_address_and_a_code_and_names_nobody(
    client: Client, world: World
) -> None:
    row = sent(world, service())
    assert not mails("")
    _, address, code = make_letter(by=world.by, referral=row)
    made = docx(letter_document(again(row), address, code), made_at=clock.now())
    inside = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
    assert address in inside
    assert code in inside
    assert not [one for one in SECRETS if one in inside]
    typed = address.rsplit("/", 2)[1].lower().replace("-", " ")
    for _ in range(3):
        opened = Client().post(page("open", typed), {"code": code})
        assert opened.status_code == 302
    assert ReferralCode.objects.get().openings_left == 0
    assert "n’ouvre rien" in text(client.post(page("open", typed), {"code": code}))


def test_without_identity_nor_words_there_is_no_code(client: Client, world: World) -> None:
    row = sent(world, service(), fields=(), words="")
    assert make_letter(by=world.by, referral=row)[2] == ""
