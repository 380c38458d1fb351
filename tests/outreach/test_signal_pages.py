"""The pages of signals: a link without account, the team, an adviser, who coordinates."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.outreach.enums import SignalAnswer, SignalState
from o2r.outreach.models import PartnerSignal, SignalLink
from o2r.outreach.selectors.signals import words_of
from o2r.outreach.services import signal_answering as acts
from o2r.outreach.services.signal_links import end_link
from o2r.people.models import Person
from tests.accounts.factories import enter
from tests.outreach.factories import VENISSIEUX, PlaceFactory, RoundStopFactory, round_of
from tests.outreach.noted import momo
from tests.outreach.signalled import (
    NAME,
    WORRY,
    a_link,
    by_link,
    from_account,
    link,
    project,
)
from tests.people.qr_reading import read
from tests.projects.factories import ProjectFactory

__all__ = ["link", "momo", "project"]

CODE, OTHER = "c" * 43, "d" * 43


@pytest.fixture
def school(sami: User) -> str:
    """The address of the link of the school."""
    return reverse("signal:write", args=[a_link(sami, CODE)[1]])


def typed(**changes: Any) -> dict[str, Any]:
    """What is typed on the page of a link."""
    return {
        "code": OTHER,
        "website": "",
        "commune": "Vénissieux",
        "commune-code": VENISSIEUX,
        "words": WORRY,
        "whereabouts": "Parking du collège",
        "called": "Tito",
        "seen_on": "",
        "person_knows": "non",
        "sender_name": NAME,
        "sender_contact": "",
    } | changes


def text(response: Any) -> str:
    return str(response.content.decode())


# --- Without account ------------------------------------------------------------------------------


def test_a_school_sends_by_its_link_then_follows_without_an_account(
    client: Client, school: str, by: Any
) -> None:
    page = text(client.get(school))
    assert "Les Passerelles" in page
    assert "date de naissance" in page
    sent = client.post(school, typed())
    follow = reverse("signal:follow", args=[OTHER])
    assert sent.headers["Location"] == follow
    shown = text(client.get(follow))
    assert "Votre message est arrivé" in shown
    assert WORRY not in shown
    assert "Tito" not in shown
    one = PartnerSignal.objects.get()
    acts.answer_signal(by=by, signal=one, answer=SignalAnswer.PASSED)
    assert "Une équipe est passée." in text(client.get(follow))


def test_a_double_click_follows_the_same_message(client: Client, school: str) -> None:
    first, second = (client.post(school, typed()) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert PartnerSignal.objects.count() == 1


def test_a_page_used_again_keeps_what_is_typed_and_sends_it_next_time(
    client: Client, school: str
) -> None:
    client.post(school, typed())
    again = text(client.post(school, typed(words="Quelqu’un d’autre, à la gare.")))
    assert "Quelqu’un d’autre, à la gare." in again
    fresh = re.search(r'name="code" value="([\w-]{43})"', again)
    assert fresh
    assert fresh[1] != OTHER
    client.post(school, typed(words="Quelqu’un d’autre, à la gare.", code=fresh[1]))
    assert PartnerSignal.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": ""}, "Dites en une phrase ce qui vous inquiète."),
        ({"person_knows": ""}, "Cochez une réponse"),
        ({"sender_name": "😀" * 400}, "120"),
        ({"seen_on": "2027-02-03"}, "Ce jour est à venir"),
        ({"words": "Yanis, née le 3 mars"}, "semble donner une date de naissance"),
        ({"commune": "Nulle part", "commune-code": ""}, "Nulle part"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, school: str, changes: dict[str, str], said: str
) -> None:
    page = text(client.post(school, typed(whereabouts="عند المحطة", **changes)))
    assert said in page
    assert "عند المحطة" in page
    assert not PartnerSignal.objects.exists()


def test_a_robot_is_told_nothing_and_sends_nothing(client: Client, school: str) -> None:
    assert client.post(school, typed(website="http://x")).status_code == 302
    assert not PartnerSignal.objects.exists()


def test_a_link_that_is_closed_unknown_or_past_says_the_same_and_gives_the_text_back(
    client: Client, sami: User, school: str
) -> None:
    unknown = reverse("signal:write", args=["x" * 43])
    end_link(by=actor_for(sami), link=SignalLink.objects.get())
    pages = [client.get(one) for one in (unknown, school)]
    assert {page.status_code for page in pages} == {410}
    assert text(pages[0]).replace("x" * 43, CODE) == text(pages[1])
    assert WORRY in text(client.post(school, typed()))
    assert not PartnerSignal.objects.exists()


def test_after_thirty_messages_a_link_waits_and_keeps_the_text(client: Client, school: str) -> None:
    for rank in range(30):
        client.post(school, typed(code=f"{rank:043}"))
    page = text(client.post(school, typed()))
    assert "celui-ci attend" in page
    assert WORRY in page
    assert PartnerSignal.objects.count() == 30


def test_who_follows_takes_it_back(client: Client, school: str) -> None:
    client.post(school, typed())
    client.post(reverse("signal:withdraw", args=[OTHER]))
    shown = text(client.get(reverse("signal:follow", args=[OTHER])))
    assert "Ce qu’il disait est effacé" in shown
    assert words_of(PartnerSignal.objects.get()) is None


def test_what_an_account_sent_is_not_followed_by_an_address(
    client: Client, karim: User, passerelles: Organisation, ines: User, project: Any
) -> None:
    from_account(karim, passerelles, OTHER)
    assert client.get(reverse("signal:follow", args=[OTHER])).status_code == 410


# --- The team -------------------------------------------------------------------------------------


def test_the_team_reads_takes_meets_and_answers(
    client: Client, ines: User, link: SignalLink, momo: Person
) -> None:
    enter(client, ines)
    one = by_link(link)
    assert "Collège Moulin" in text(client.get(reverse("outreach:signals")))
    sheet = reverse("outreach:signal", args=[one.pk])
    assert WORRY in text(client.get(sheet))
    assert "Ne dites ni qui vous a prévenus" in text(client.get(sheet))
    client.post(reverse("outreach:signal_act", args=[one.pk, "lu"]))
    client.post(reverse("outreach:signal_take", args=[one.pk]), {"who": str(ines.pk), "place": ""})
    assert "Vous y allez" in text(client.get(sheet))
    assert "Momo" in text(client.get(reverse("outreach:signal_met", args=[one.pk])))
    client.post(reverse("outreach:signal_met", args=[one.pk]), {"person": str(momo.pk)})
    client.post(reverse("outreach:signal_answer", args=[one.pk]), {"answer": "passage-fait"})
    left = PartnerSignal.objects.get()
    assert (left.state, left.person, left.answer) == (SignalState.MET, momo, "passage-fait")
    assert "Signalement du" in text(client.get(reverse("people:person", args=[momo.pk])))


def test_a_sentence_that_needs_an_agreement_is_not_even_offered(
    client: Client, ines: User, link: SignalLink
) -> None:
    one = by_link(link)
    enter(client, ines)
    client.post(reverse("outreach:signal_answer", args=[one.pk]), {"answer": "rencontre-dite"})
    assert PartnerSignal.objects.get().answer == ""


def test_a_stranger_and_a_partner_meet_nothing_of_it(
    client: Client, lina: User, karim: User, link: SignalLink
) -> None:
    one = by_link(link)
    for other in (lina, karim):
        enter(client, other)
        for name in ("signal", "signal_take", "signal_met", "signal_withdraw"):
            assert client.get(reverse(f"outreach:{name}", args=[one.pk])).status_code == 404
        assert client.post(reverse("outreach:signal_answer", args=[one.pk])).status_code == 404
        assert WORRY not in text(client.get(reverse("outreach:signals")))


def test_my_round_says_what_waits_and_where(
    client: Client, ines: User, passerelles: Organisation, link: SignalLink
) -> None:
    enter(client, ines)
    assert "signalement" not in text(client.get(reverse("outreach:my_round")))
    place = PlaceFactory(organisation=passerelles)
    acts.take_signal(by=actor_for(ines), signal=by_link(link), who=ines.pk, place=place)
    by_link(link)
    assert "1 signalement sans personne" in text(client.get(reverse("outreach:my_round")))
    RoundStopFactory(round=round_of(ines), place=place)
    page = text(client.get(reverse("outreach:my_round")))
    assert "1 signalement que vous avez pris" in page
    assert "1 signalement ici" in page
    assert WORRY not in page


def test_the_caseload_says_how_many_wait(client: Client, ines: User, link: SignalLink) -> None:
    enter(client, ines)
    assert "signalement" not in text(client.get(reverse("people:caseload")))
    by_link(link)
    page = text(client.get(reverse("people:caseload")))
    assert "1 signalement à voir" in page
    assert WORRY not in page


# --- From an account ------------------------------------------------------------------------------


def test_an_adviser_says_where_then_whom_then_reads_neutral_words(
    client: Client, karim: User, ines: User, passerelles: Organisation, project: Any, by: Any
) -> None:
    enter(client, karim)
    send = reverse("outreach:signal_send")
    assert "Dites d’abord où" in text(client.get(send))
    assert "Les Passerelles" in text(client.get(send, {"commune-code": VENISSIEUX, "commune": "V"}))
    sent = client.post(send, typed(commune=VENISSIEUX, operator=str(passerelles.pk)))
    assert sent.headers["Location"] == reverse("outreach:signals_sent")
    one = PartnerSignal.objects.get()
    acts.signal_not_met(by=by, signal=acts.acknowledge_signal(by=by, signal=one))
    page = text(client.get(reverse("outreach:signals_sent")))
    assert "L’équipe a lu votre message." in page
    for hidden in (WORRY, "pas été trouvée", "Inès"):
        assert hidden not in page
    assert client.get(reverse("outreach:signal", args=[one.pk])).status_code == 404


def test_a_commune_whose_code_is_the_postal_code_of_another_is_kept(
    client: Client, karim: User, ines: User, passerelles: Organisation
) -> None:
    """Affoux is 69001 to INSEE; to the post, 69001 is in Lyon."""
    ProjectFactory(bearer=passerelles, zone="com:69001")
    enter(client, karim)
    send = reverse("outreach:signal_send")
    page = client.get(send, {"commune": "Affoux (Rhône, 69170)", "commune-code": "69001"}).text
    hidden = dict(re.findall(r'type="hidden" name="(commune[^"]*)" value="([^"]*)"', page))
    client.post(send, typed(**hidden, operator=str(passerelles.pk)))
    assert PartnerSignal.objects.get().commune == "69001"


def test_an_adviser_takes_back_what_was_sent(
    client: Client, karim: User, ines: User, passerelles: Organisation, project: Any
) -> None:
    one = from_account(karim, passerelles)
    enter(client, karim)
    address = reverse("outreach:signal_withdraw", args=[one.pk])
    assert "effacé pour toujours" in text(client.get(address))
    client.post(address)
    assert PartnerSignal.objects.get().state == SignalState.WITHDRAWN


def test_where_no_team_reads_signals_the_page_says_what_to_do(client: Client, karim: User) -> None:
    enter(client, karim)
    page = text(client.get(reverse("outreach:signal_send"), {"commune": "69200"}))
    assert "Aucune équipe" in page


# --- Links ----------------------------------------------------------------------------------------


def test_who_coordinates_gives_a_link_shown_once_and_closes_it(client: Client, sami: User) -> None:
    enter(client, sami)
    given = {"code": CODE, "partner": "École Curie", "until": clock.today().isoformat()}
    address = reverse("signal:write", args=[CODE])
    for _ in range(2):
        assert address in text(client.post(reverse("outreach:signal_link_new"), given))
    one = SignalLink.objects.get()
    assert address not in text(client.get(reverse("outreach:signal_links")))
    client.post(reverse("outreach:signal_link_end", args=[one.pk]))
    assert Client().get(address).status_code == 410


def test_the_poster_of_a_link_holds_its_address_to_scan(client: Client, sami: User) -> None:
    enter(client, sami)
    given = {"code": CODE, "partner": "École Curie", "until": clock.today().isoformat()}
    page = text(client.post(reverse("outreach:signal_link_new"), given))
    address = "http://testserver" + reverse("signal:write", args=[CODE])
    drawing = re.search(r'poster__code">(<svg.*?</svg>)', page, re.DOTALL)
    assert drawing is not None
    assert read(drawing[1]) == address
    assert "vous écrivez à l’équipe" in page
    assert "Imprimer l’affiche" in page
    assert Client().get(address).status_code == 200


def test_a_worker_neither_lists_nor_gives_links(client: Client, ines: User) -> None:
    enter(client, ines)
    for name in ("signal_links", "signal_link_new"):
        assert client.get(reverse(f"outreach:{name}")).status_code == 404
