"""The card: what whoever holds it may do, and what it never tells."""

import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given as drawn
from hypothesis import strategies as st
from pytest_django import Settings

from o2r.accounts.acting import actor_for
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.models import Wrap
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Notification
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.models import RequestWords, RightsRequest
from o2r.core.retention.rights import Subject
from o2r.core.retention.selectors import details_of
from o2r.core.retention.services import run_export
from o2r.people.card_codes import ALPHABET, LENGTH, code_digest, grouped, new_code, plain
from o2r.people.enums import AgreementState, Basis, ProtectionReason, SharedField
from o2r.people.models import AgreementMove, Person, TrustCard
from o2r.people.selectors.papers import access_of
from o2r.people.services import anonymise, cancel_card, issue_card
from o2r.people.services.protecting import lift_protection, protect
from tests.accounts.factories import enter, someone
from tests.people.agreeing import PHONE, World, a_world, followed_by, given, told
from tests.people.story_cast import CARD_SHOWS_NOTHING

WORD = "Le chat du port"
REFUSED = "Ce n’est pas possible avec ce que vous avez saisi."
OF_THE_FILE = (
    *("Yanis", "Yaya", "Aubry", "2007", PHONE, "Passerelles", "Inès", "Garnier", "Élodie"),
    *("Mission locale", "rendez-vous", "téléphone"),
)


@pytest.fixture
def world() -> World:
    made = a_world()
    told(made)
    return made


@pytest.fixture
def code(world: World) -> str:
    """The code of the card handed to Yanis."""
    return issue_card(by=world.by, person=world.person, word=WORD)[1]


def typed(code: str) -> Client:
    """A browser in which a code was typed, by anyone."""
    browser = Client()
    answer = browser.post(reverse("card:front"), {"code": code})
    assert answer["Location"] == reverse("card:choose")
    return browser


def neutral(body: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)


def read(browser: Client, word: str) -> tuple[int, str]:
    answer = browser.post(reverse("card:open"), {"word": word}, follow=True)
    return answer.status_code, answer.content.decode()


# --- The code -------------------------------------------------------------------------------------


def test_a_code_has_eighty_bits_and_is_kept_nowhere(world: World, code: str) -> None:
    assert len(ALPHABET) ** LENGTH >= 2**80
    card = TrustCard.objects.get()
    assert card.digest == code_digest(code)
    kept = " ".join(str(value) for value in TrustCard.objects.values_list().get())
    for secret in (code, plain(code), WORD, "chat"):
        assert secret not in kept
    assert new_code() != new_code()


@drawn(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_a_code_is_read_as_people_type_it(code: str) -> None:
    shown = grouped(code)
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", shown)
    ways = (shown.lower(), shown.replace("-", " "), code, f" {shown} ")
    confused = shown.replace("0", "O").replace("1", "l")
    for way in (*ways, confused):
        assert plain(way) == code


@drawn(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_nothing(text: str) -> None:
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}|", plain(text))


# --- Handing it out -------------------------------------------------------------------------------


def test_a_new_card_kills_the_former_one(world: World, code: str) -> None:
    issue_card(by=world.by, person=world.person)
    assert TrustCard.objects.filter(cancelled_at=None).count() == 1
    assert TrustCard.objects.live().filter(digest=code_digest(code)).count() == 0


@pytest.mark.parametrize("word", ["Yaya", "yanis", "AUBRY", "14032007", "14/03/2007", "abc"])
def test_a_word_that_a_relative_would_try_is_refused(world: World, word: str) -> None:
    with pytest.raises(DomainError, match="mot secret"):
        issue_card(by=world.by, person=world.person, word=word)
    assert not TrustCard.objects.exists()


def test_no_card_for_a_protected_file(world: World) -> None:
    Person.objects.filter(pk=world.person.pk).update(is_protected=True)
    with pytest.raises(DomainError, match="protégé"):
        issue_card(by=world.by, person=world.person)


def test_protecting_a_file_ends_its_card_for_good(world: World, code: str) -> None:
    protect(by=world.by, person=world.person, reason=ProtectionReason.ASKED)
    lift_protection(by=world.by, person=world.person, words="Elle le demande.")
    one = given(world)
    typed(code).post(reverse("card:stop"), {"number": ""})
    one.refresh_from_db()
    assert one.state == AgreementState.GIVEN


def test_only_who_follows_hands_a_card_out(world: World) -> None:
    given(world)
    for name in ("bastien", "elodie", "franck"):
        with pytest.raises(NotAllowed):
            issue_card(by=world.actor(name), person=world.person)
    followed_by(world, world.bastien)
    assert issue_card(by=world.actor("bastien"), person=world.person)[1]


def test_the_page_shows_the_code_once(world: World) -> None:
    browser, where = enter(Client(), world.ines), reverse("agreements:card", args=[world.person.pk])
    shown = browser.post(where, {"word": WORD}).content.decode()
    found = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", shown)
    assert found is not None
    assert TrustCard.objects.get().digest == code_digest(found[0])
    assert "testserver/carte" in shown or "/carte" in shown
    again = browser.get(where).content.decode()
    assert found[0] not in again
    assert WORD not in shown + again
    browser.post(reverse("agreements:cancel_card", args=[world.person.pk]))
    assert not TrustCard.objects.filter(cancelled_at=None).exists()


def test_the_card_is_printed_from_the_page_that_made_it(world: World, code: str) -> None:
    browser = enter(Client(), world.ines)
    where = reverse("agreements:card_paper", args=[world.person.pk])
    sent = {"code": code, "language": "fr", "paper": "a4"}
    answer = browser.post(where, sent)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="carte.pdf"'
    for other in (new_code(), ""):
        back = browser.post(where, {**sent, "code": other})
        assert back["Location"] == reverse("agreements:card", args=[world.person.pk])
    assert browser.post(where, {**sent, "paper": "a0"}).status_code == 200
    for user in (world.bastien, world.elodie):
        assert enter(Client(), user).post(where, sent).status_code == 404


def test_the_square_brings_the_code_where_no_server_sees_it(code: str) -> None:
    held = access_of(code)
    address, _, after = held.link.partition("#")
    assert address.endswith("/carte/")
    assert after == held.code == code
    assert held.address.endswith("/carte")


# --- An ex-partner holds it -----------------------------------------------------------------------


def three_codes(world: World) -> list[str]:
    """Of a card in service, of a cancelled one, of one whose file was protected since, of none."""
    cancelled = issue_card(by=world.by, person=world.person, word=WORD)[1]
    return [cancelled, issue_card(by=world.by, person=world.person, word=WORD)[1], new_code()]


@pytest.mark.parametrize("is_protected", [False, True])
def test_every_page_is_the_same_for_any_code(world: World, is_protected: bool) -> None:
    given(world)
    pages: list[list[bytes]] = []
    codes = three_codes(world)
    Person.objects.filter(pk=world.person.pk).update(is_protected=is_protected)
    for code in codes:
        browser = typed(code)
        steps = [
            browser.get(reverse("card:choose")),
            browser.post(reverse("card:open"), {"word": "un autre mot"}),
            browser.post(reverse("card:stop"), {"number": "7"}, follow=True),
            browser.post(reverse("card:stop"), {"number": ""}, follow=True),
            browser.post(reverse("card:cancel"), follow=True),
        ]
        assert [one.status_code for one in steps] == [200] * len(steps)
        pages.append([neutral(one.content) for one in steps])
    assert pages[0] == pages[1] == pages[2]
    shown = b"".join(pages[0]).decode()
    assert REFUSED in shown
    for fact in OF_THE_FILE:
        assert fact not in shown.replace("Ce que vous avez accepté de partager", "")


def test_the_pages_name_neither_the_site_nor_what_it_is(code: str) -> None:
    browser = typed(code)
    for where in ("front", "choose", "done"):
        shown = browser.get(reverse(f"card:{where}")).content.decode()
        assert "<title>Ma carte</title>" in shown
        assert "O2R" not in shown
        assert "Navigation" not in shown


def test_the_answer_to_a_code_says_nothing(world: World, code: str) -> None:
    for one in (code, new_code()):
        answer = Client().post(reverse("card:front"), {"code": one})
        assert (answer.status_code, answer["Location"]) == (302, reverse("card:choose"))
    wrong = Client().post(reverse("card:front"), {"code": "AAAA"}).content.decode()
    assert "seize signes" in wrong


def test_the_code_is_neither_in_an_address_nor_in_a_page_nor_in_the_session(code: str) -> None:
    browser = typed(code)
    shown = browser.get(reverse("card:choose")).content.decode()
    held = str(dict(browser.session))
    for form in (code, plain(code)):
        assert form not in shown + held


def test_without_a_code_nothing_opens() -> None:
    for where in ("choose", "page"):
        assert Client().get(reverse(f"card:{where}"))["Location"] == reverse("card:front")
    for where in ("stop", "cancel", "open", "stop_from_page"):
        answer = Client().post(reverse(f"card:{where}"), {"word": WORD})
        assert answer["Location"] == reverse("card:front")


def test_many_codes_from_one_place_are_slowed_down() -> None:
    browser = Client()
    for _ in range(61):
        answer = browser.post(reverse("card:front"), {"code": new_code()})
    assert "Trop de codes ont été essayés" in answer.content.decode()


# --- In which language ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "said", "direction"),
    [
        ("ar-SY,fr;q=0.5", "هذه البطاقة لا تُظهر شيئًا عنك", "rtl"),
        ("fa-AF", "این کارت هیچ چیز", "rtl"),
        ("uk", "Ця картка нічого про вас не показує", "ltr"),
        ("en-US", "This card shows nothing about you", "ltr"),
    ],
)
def test_the_pages_speak_the_language_of_the_browser_and_french(
    code: str, settings: Settings, accepted: str, said: str, direction: str
) -> None:
    settings.DEMONSTRATION = True
    browser = typed(code)
    for where in ("front", "choose"):
        page = browser.get(reverse(f"card:{where}"), headers={"Accept-Language": accepted})
        shown = page.content.decode()
        assert said in shown
        assert f'dir="{direction}"' in shown
        assert CARD_SHOWS_NOTHING in shown
        assert "Traduction non relue" in shown
    done = browser.post(
        reverse("card:stop"), {"number": ""}, follow=True, headers={"Accept-Language": accepted}
    )
    assert "Si cette carte est en service" in done.content.decode()
    assert f'dir="{direction}"' in done.content.decode()


def test_another_language_is_one_button_and_keeps_what_is_typed(
    code: str, settings: Settings
) -> None:
    settings.DEMONSTRATION = True
    browser, front = Client(), reverse("card:front")
    asked = browser.post(front, {"code": code, "langue": "prs"})
    assert asked.status_code == 200
    assert f'value="{code}"' in asked.content.decode()
    browser.post(front, {"code": code})
    assert "این کارت هیچ چیز" in browser.get(reverse("card:choose")).content.decode()
    browser.post(front, {"code": code, "langue": "fr-falc"})
    assert "vous pouvez tout arrêter" in browser.get(reverse("card:choose")).content.decode()


def test_real_people_read_no_words_that_nobody_read_again(code: str) -> None:
    browser = Client(headers={"Accept-Language": "ar"})
    shown = browser.post(reverse("card:front"), {"code": code, "langue": "ar"}).content.decode()
    assert 'dir="rtl"' not in shown
    assert CARD_SHOWS_NOTHING in shown


# --- It takes effect ------------------------------------------------------------------------------


def test_the_card_stops_everything_at_once(world: World, code: str) -> None:
    given(world)
    partner = enter(Client(), world.elodie)
    where = reverse("people:person", args=[world.person.pk])
    assert partner.get(where).status_code == 200
    typed(code).post(reverse("card:stop"), {"number": ""})
    assert partner.get(where).status_code == 404
    assert not Wrap.objects.filter(organisation=world.partner.pk).exists()
    move = AgreementMove.objects.order_by("pk").last()
    assert move is not None
    assert (move.reached, move.with_card, move.moved_by) == ("retire", True, None)
    entry = JournalEntry.objects.get(action="agreement.withdraw")
    assert (entry.user, entry.role, entry.chain) == (None, "card", world.operator.pk)


def test_one_agreement_is_stopped_by_its_number(world: World, code: str) -> None:
    first, second = given(world), given(world, fields=(SharedField.ROUTE,))
    typed(code).post(reverse("card:stop"), {"number": str(second.number)})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (AgreementState.GIVEN, AgreementState.WITHDRAWN)


def test_shared_secrecy_does_not_stop_so_and_the_page_says_it(world: World, code: str) -> None:
    secret = given(world, basis=Basis.SHARED_SECRECY)
    browser = typed(code)
    shown = browser.get(reverse("card:choose")).content.decode()
    assert "sans votre accord ne s’arrête pas ici" in shown
    browser.post(reverse("card:stop"), {"number": ""})
    secret.refresh_from_db()
    assert secret.state == AgreementState.GIVEN


def test_the_followers_are_told_without_a_name(world: World, code: str) -> None:
    followed_by(world, world.bastien)
    given(world)
    typed(code).post(reverse("card:stop"), {"number": ""})
    told_to = Notification.objects.filter(kind="card-used").order_by("pk")
    assert {row.recipient for row in told_to} == {world.ines.pk, world.bastien.pk}
    for row in told_to:
        assert row.sensitive
        assert not any(fact in row.subject + row.body for fact in ("Yanis", "Yaya", "Aubry"))


def test_a_cancelled_card_stops_nothing_any_more(world: World, code: str) -> None:
    one, browser = given(world), typed(code)
    browser.post(reverse("card:cancel"))
    browser.post(reverse("card:stop"), {"number": ""})
    one.refresh_from_db()
    assert one.state == AgreementState.GIVEN


def test_a_lost_card_does_nothing_from_the_next_request_on(world: World, code: str) -> None:
    browser = typed(code)
    assert read(browser, WORD)[0] == 200
    assert cancel_card(by=world.by, person=world.person) == 1
    assert browser.get(reverse("card:page"))["Location"] == reverse("card:front")


# --- With the word --------------------------------------------------------------------------------


def test_the_word_opens_what_is_known_and_who_saw_it(world: World, code: str) -> None:
    given(world)
    enter(Client(), world.elodie).get(reverse("people:person", args=[world.person.pk]))
    _, shown = read(typed(code), "  le CHAT du   port ")
    for fact in ("Yaya", "Yanis", "Aubry", "14/03/2007", PHONE, "Mission locale d’Essai"):
        assert fact in shown
    seen = "une personne de Mission locale d’Essai a lu votre dossier (partenaire, par un partage"
    assert seen in shown
    # Who saw it is told by organisation: the names of professionals are not.
    assert "Élodie" not in shown
    assert "Demander Yaya" not in shown
    assert "avec la carte" not in shown


def test_from_the_opened_page_one_agreement_is_stopped(world: World, code: str) -> None:
    one = given(world)
    browser = typed(code)
    assert "N°&nbsp;1" in read(browser, WORD)[1]
    answer = browser.post(reverse("card:stop_from_page"), {"number": "1"}, follow=True)
    one.refresh_from_db()
    assert one.state == AgreementState.WITHDRAWN
    assert "aucun accord en vigueur" in answer.content.decode()


def test_a_right_is_asked_for_with_the_card(world: World, code: str) -> None:
    paul = someone(organisation=world.operator, is_dpo=True).user
    browser = typed(code)
    read(browser, WORD)
    sent = {"right": "erasure", "details": "Effacez tout."}
    answer = browser.post(reverse("card:ask"), sent, follow=True)
    assert "dans le mois" in answer.content.decode()
    asked = RightsRequest.objects.get()
    assert (asked.organisation, asked.right, asked.contact) == (world.operator.pk, "erasure", "")
    assert asked.subject_reference == str(world.person.pk)
    assert (asked.details, details_of(asked)) == ("", "Effacez tout.")
    told_to = set(Notification.objects.values_list("recipient", "kind").order_by("pk"))
    assert {(paul.pk, "rights-received"), (world.ines.pk, "card-used")} <= told_to
    wrong = browser.post(reverse("card:ask"), {"right": "tout"})
    assert wrong.status_code == 200
    assert typed(new_code()).post(reverse("card:ask"), sent)["Location"] == reverse("card:front")


def test_what_is_asked_with_the_card_is_completed_read_by_who_answers_and_erased(
    world: World, code: str
) -> None:
    dpo = someone(organisation=world.operator, is_dpo=True).user
    browser = typed(code)
    read(browser, WORD)
    for said in ("Mon vrai nom est Moussa.", "Et je suis né à Lyon."):
        browser.post(reverse("card:ask"), {"right": "rectification", "details": said})
    [asked] = RightsRequest.objects.all()
    assert "Moussa" not in str(RightsRequest.objects.values()) + str(RequestWords.objects.values())
    reader = Client()
    enter(reader, dpo)
    page = reader.get(reverse("retention:request", args=[asked.pk])).text
    assert "Moussa" in page
    assert "Lyon" in page
    copy = run_export(
        by=actor_for(dpo).author, subject=Subject(SubjectKind.PERSON, str(world.person.pk))
    )
    assert "Moussa" in ZipFile(BytesIO(copy.content)).read("index.html").decode()
    anonymise(by=actor_for(world.ines), person=world.person)
    assert not RequestWords.objects.exists()
    assert details_of(asked) == ""
    assert "Moussa" not in reader.get(reverse("retention:request", args=[asked.pk])).text


def test_five_wrong_words_and_the_right_one_opens_nothing(world: World, code: str) -> None:
    browser = typed(code)
    for _ in range(TrustCard.MOST_TRIES):
        assert REFUSED in read(browser, "Médor")[1]
    assert REFUSED in read(browser, WORD)[1]
    assert Notification.objects.filter(kind="card-used").count() == 1
    one = given(world)
    browser.post(reverse("card:stop"), {"number": ""})
    one.refresh_from_db()
    assert one.state == AgreementState.WITHDRAWN


def test_the_right_word_forgets_the_wrong_ones(world: World, code: str) -> None:
    browser = typed(code)
    for _ in range(TrustCard.MOST_TRIES - 1):
        read(browser, "Médor")
    assert "Yaya" in read(browser, WORD)[1]
    assert TrustCard.objects.get().failed_tries == 0


def test_a_card_without_a_word_opens_nothing(world: World) -> None:
    code = issue_card(by=world.by, person=world.person)[1]
    for word in ("", " ", "!", "un mot"):
        assert "Yaya" not in read(typed(code), word)[1]
    assert TrustCard.objects.get().failed_tries == 0


def test_protected_while_it_is_read_the_page_closes(world: World, code: str) -> None:
    browser = typed(code)
    assert "Yaya" in read(browser, WORD)[1]
    Person.objects.filter(pk=world.person.pk).update(is_protected=True)
    assert browser.get(reverse("card:page"))["Location"] == reverse("card:front")


# --- A computer that others use -------------------------------------------------------------------


def test_a_shared_computer_keeps_nothing(world: World, code: str) -> None:
    browser = typed(code)
    opened = browser.post(reverse("card:open"), {"word": WORD}, follow=True)
    assert opened["Cache-Control"] == "no-store, private"
    cookie = browser.cookies["o2r-session"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    left = browser.post(reverse("card:leave"))
    assert left["Clear-Site-Data"] == '"cache", "storage"'
    assert "Yaya" not in left.content.decode()
    assert browser.get(reverse("card:page"))["Location"] == reverse("card:front")
    assert browser.get(reverse("card:choose"))["Location"] == reverse("card:front")


def test_five_minutes_without_a_gesture_close_it(world: World, code: str) -> None:
    browser = typed(code)
    assert "Yaya" in read(browser, WORD)[1]
    with clock.stopped_at(clock.now() + timedelta(minutes=4)):
        assert browser.get(reverse("card:page")).status_code == 200
    with clock.stopped_at(clock.now() + timedelta(minutes=8)):
        assert browser.get(reverse("card:page")).status_code == 200
    with clock.stopped_at(clock.now() + timedelta(minutes=14)):
        assert browser.get(reverse("card:page"))["Location"] == reverse("card:front")


def test_who_is_signed_in_stays_so_after_leaving(world: World, code: str) -> None:
    browser = enter(Client(), world.ines)
    browser.post(reverse("card:front"), {"code": code})
    browser.post(reverse("card:leave"))
    assert browser.get(reverse("agreements:of", args=[world.person.pk])).status_code == 200
    assert browser.get(reverse("card:choose"))["Location"] == reverse("card:front")
