"""The pages of who sends a referral, and of who receives it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.models import User
from o2r.network.directory.models import Service
from o2r.pathways.referrals.enums import ReferralState
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.services import withdraw_consent
from tests.accounts.factories import enter
from tests.pathways.referrals.sent import MAILBOX, WORDS, again, mails, prepared, sent, service
from tests.people.agreeing import PHONE, World, followed_by
from tests.people.test_agreements_behind_the_belt import as_the_site
from tests.statements import statements

CODE = "c" * 43
LIST, PAGES = 12, 15


def text(response: Any) -> str:
    return str(response.content.decode())


def entered(user: User) -> Client:
    return enter(Client(), user)


def typed(**changes: Any) -> dict[str, Any]:
    """First name and phone, said yes aloud, sent at once."""
    return {
        "code": CODE,
        "share": "joindre",
        "proof_given": "voix",
        "words": WORDS,
        "act": "send",
    } | changes


@pytest.fixture
def to(world: World) -> Service:
    return service(account=world.partner)


@pytest.fixture
def as_ines(world: World) -> Client:
    return entered(world.ines)


@pytest.fixture
def as_elodie(world: World) -> Client:
    return entered(world.elodie)


def of(world: World, name: str, *args: Any) -> str:
    return reverse(f"referrals:{name}", args=[world.person.pk, *args])


def questions(client: Client, address: str) -> int:
    """How many are asked of the database to show a page."""
    client.get(address)
    with statements() as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_five_clicks_from_the_page_of_a_person(world: World, to: Service, as_ines: Client) -> None:
    """« Orienter », a service, what may be known, how they said yes, « Envoyer »."""
    page = text(as_ines.get(reverse("people:person", args=[world.person.pk])))
    choose = of(world, "choose")
    assert f'href="{choose}"' in page
    clicks = 1
    new = of(world, "new", to.pk)
    assert f'href="{new}"' in text(as_ines.get(choose))
    clicks += 1
    form = text(as_ines.get(new))
    code = re.search(r'name="code" value="([\w-]{43})"', form)
    assert code
    ticked = {"share": "joindre", "proof_given": "voix"}
    assert not re.findall(r"<input[^>]+checked", form)
    clicks += len(ticked)
    answer = as_ines.post(new, {"code": code[1], "words": "", "act": "send", **ticked})
    clicks += 1
    row = Referral.objects.get()
    assert answer.headers["Location"] == of(world, "referral", row.pk)
    assert row.state == ReferralState.SENT
    assert clicks <= 5
    page = text(as_ines.get(reverse("people:person", args=[world.person.pk])))
    assert to.name in page
    assert "envoyée" in page


def test_a_double_click_sends_one(world: World, to: Service, as_ines: Client) -> None:
    for _ in range(2):
        as_ines.post(of(world, "new", to.pk), typed())
    assert Referral.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"share": ""}, "Demandez à la personne"),
        ({"proof_given": ""}, "Dites comment la personne"),
        ({"share": "choisir"}, "Cochez au moins une chose"),
        ({"words": "Née le 3 mars 2007"}, "date de naissance"),
        ({"share": "sante"}, "choix"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    world: World, to: Service, as_ines: Client, changes: dict[str, str], said: str
) -> None:
    shown = text(as_ines.post(of(world, "new", to.pk), typed(**changes)))
    assert said in shown
    assert changes.get("words", WORDS) in shown
    assert not Referral.objects.exists()


def test_kept_for_later_then_sent_when_the_service_has_closed(
    world: World, to: Service, as_ines: Client
) -> None:
    as_ines.post(of(world, "new", to.pk), typed(act="keep"))
    row = Referral.objects.get()
    assert row.state == ReferralState.DRAFT
    to.closed_on = row.created_at.date()
    to.save()
    shown = text(as_ines.post(of(world, "send", row.pk), follow=True))
    assert "a fermé depuis" in shown
    assert again(row).state == ReferralState.DRAFT
    to.closed_on = None
    to.save()
    as_ines.post(of(world, "rework", row.pk), typed(share="rien", proof_given=""))
    assert (again(row).state, again(row).fields) == (ReferralState.SENT, [])


def test_who_accompanies_sends_without_identity(world: World, to: Service) -> None:
    followed_by(world, world.bastien)
    client = entered(world.bastien)
    assert of(world, "new_plain", to.pk) in text(client.get(of(world, "choose")))
    assert client.get(of(world, "new", to.pk)).status_code == 404
    client.post(of(world, "new_plain", to.pk), typed())
    assert Referral.objects.get().fields == []


@pytest.mark.parametrize("who", ["franck", "bastien", "elodie"])
def test_for_a_stranger_nothing_is_there(world: World, to: Service, who: str) -> None:
    row = sent(world, to)
    client = entered(getattr(world, who))
    for name, args in (("choose", []), ("new", [to.pk]), ("referral", [row.pk])):
        assert client.get(of(world, name, *args)).status_code == 404
    for name in ("send", "cancel", "note", "withdraw", "letter"):
        assert client.post(of(world, name, row.pk)).status_code == 404
    assert again(row).state == ReferralState.SENT


def test_a_referral_of_another_file_is_not_there(
    world: World, to: Service, as_ines: Client
) -> None:
    row = sent(world, to)
    other = sent(world, to, fields=())
    Referral.objects.filter(pk=other.pk).update(person=world.person)
    assert as_ines.get(of(world, "referral", row.pk)).status_code == 200
    assert as_ines.get(of(world, "referral", world.person.pk)).status_code == 404


def test_a_partner_answers_in_two_clicks(world: World, to: Service, as_elodie: Client) -> None:
    row = sent(world, to)
    with as_the_site():
        listed = text(as_elodie.get(reverse("referrals:received")))
    one = reverse("referrals:received_one", args=[row.pk])
    assert f'href="{one}"' in listed
    assert "Yaya" not in listed
    with as_the_site():
        shown = text(as_elodie.get(one))
    assert again(row).state == ReferralState.SEEN
    for told in ("Yaya", PHONE, WORDS):
        assert told in shown
    assert "Aubry" not in shown
    with as_the_site():
        for _ in range(2):
            as_elodie.post(reverse("referrals:answer", args=[row.pk]), {"answer": "contact"})
    assert again(row).state == ReferralState.CONTACTED


def test_a_withdrawal_empties_the_page_at_once(
    world: World, to: Service, as_elodie: Client
) -> None:
    row = sent(world, to)
    one = reverse("referrals:received_one", args=[row.pk])
    assert "Yaya" in text(as_elodie.get(one))
    withdraw_consent(by=world.by, referral=row)
    with as_the_site():
        shown = text(as_elodie.get(one))
    for told in ("Yaya", PHONE, WORDS):
        assert told not in shown
    assert row.reference in shown


def test_a_partner_meets_neither_drafts_nor_what_others_receive(
    world: World, to: Service, as_elodie: Client
) -> None:
    rows = [prepared(world, to), sent(world, service(mail=MAILBOX))]
    assert mails()
    for row in rows:
        address = reverse("referrals:received_one", args=[row.pk])
        assert as_elodie.get(address).status_code == 404
    assert "Orientation " not in text(as_elodie.get(reverse("referrals:received")))


def test_what_did_not_lead_anywhere_is_taken_up_again(
    world: World, to: Service, as_ines: Client
) -> None:
    other = service(mail=MAILBOX)
    row = sent(world, to)
    as_ines.post(of(world, "note", row.pk), {"answer": "refus", "reason": "cout"})
    caseload = text(as_ines.get(reverse("people:caseload")))
    assert "1 orientation à reprendre" in caseload
    assert to.name in text(as_ines.get(reverse("referrals:to_take_up")))
    shown = text(as_ines.get(of(world, "referral", row.pk)))
    again_at = f"{of(world, 'new', other.pk)}?apres={row.pk}"
    assert again_at in shown
    as_ines.post(again_at, typed())
    assert Referral.objects.get(service=other).follows_id == row.pk
    assert "à reprendre" not in text(as_ines.get(reverse("people:caseload")))


@pytest.mark.parametrize("format_", ["pdf", "docx"])
def test_a_letter_is_printed(world: World, as_ines: Client, format_: str) -> None:
    row = sent(world, service())
    made = as_ines.post(of(world, "letter", row.pk), {"format": format_})
    assert made.status_code == 200
    assert row.reference in made.headers["Content-Disposition"]
    assert made.headers["Cache-Control"]


def test_pages_ask_few_questions(
    world: World, to: Service, as_ines: Client, as_elodie: Client
) -> None:
    row = sent(world, to)
    for _ in range(3):
        sent(world, service(account=world.partner))
    assert questions(as_ines, of(world, "choose")) <= PAGES
    assert questions(as_ines, of(world, "new", to.pk)) <= PAGES
    assert questions(as_ines, of(world, "referral", row.pk)) <= PAGES
    assert questions(as_ines, reverse("people:person", args=[world.person.pk])) <= PAGES
    assert questions(as_ines, reverse("referrals:to_take_up")) <= LIST + 3
    assert questions(as_elodie, reverse("referrals:received")) <= LIST
    assert questions(as_elodie, reverse("referrals:received_one", args=[row.pk])) <= PAGES
