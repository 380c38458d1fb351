"""The papers handed to people: a card that shows nothing of anybody, a receipt that says it all."""

import io
import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.contrib.staticfiles import finders
from hypothesis import HealthCheck, given
from hypothesis import settings as sampling
from hypothesis import strategies as st
from pytest_django import Settings

from o2r.core import instance as instances
from o2r.core.documents import pdf_available, printing
from o2r.core.hostile_text import findings, hostile_texts
from o2r.core.qr import drawn
from o2r.people.card_codes import new_code
from o2r.people.contract_texts import SECTIONS, SOURCE, UnreviewedText, contract_texts
from o2r.people.contract_texts.texts import UNREVIEWED
from o2r.people.papers import (
    Access,
    Consent,
    Information,
    Paper,
    Receipt,
    SharedSecrecy,
    Size,
    card,
    card_page,
    receipt,
    receipt_page,
)
from o2r.people.papers.card import neutral_title
from o2r.people.papers.facts import LONGEST_ADDRESS, LONGEST_CODE, LONGEST_LINK
from o2r.people.papers.printed import UndrawnLetters
from tests.core.documents.reading import pdf_text
from tests.people.qr_reading import read

LANGUAGES = tuple(contract_texts())
OTHERS = tuple(code for code in LANGUAGES if code != SOURCE)
RIGHT_TO_LEFT = {"ar", "prs"}
ACCESS = Access("https://o2r.example/carte/4821", "o2r.example/carte", "4821 9037 5561")
LONGEST = Access(
    "https://o2r.example/" + "a" * (LONGEST_LINK - 20),
    "insertion-et-emploi.departement-exemple.fr/carte"[:LONGEST_ADDRESS],
    "7Q3M-WXYZ-MWMW-2048"[:LONGEST_CODE],
)
AGREED = Consent(
    purpose="orienter",
    recipient="Mission locale de Vénissieux",
    fields=("prenom", "telephone"),
    given_on=date(2026, 11, 29),
    until=date(2027, 11, 28),
    support="papier",
    proof="paraphe",
)
SHARED = SharedSecrecy(
    purpose="accompagner",
    recipient="Centre médico-psychologique",
    fields=("sante",),
    since=date(2026, 12, 1),
    until=date(2027, 5, 31),
)
RECEIPT = Receipt(
    operator="Les Passerelles",
    contact="Permanence : 04 00 00 00 00\nmardi et jeudi, 14 h à 17 h",
    dpo="dpo@passerelles.example",
    months_kept=24,
    made_on=date(2026, 11, 29),
    information=(Information(date(2026, 11, 28), "interprete", "Pachto", "Nora B."),),
    consents=(AGREED,),
    secrecy=(SHARED,),
    access=ACCESS,
)
needs_pango = pytest.mark.skipif(not pdf_available(), reason=printing.MISSING)


@pytest.fixture(autouse=True)
def _a_demonstration(settings: Settings) -> None:
    """Where texts that nobody reviewed may be shown."""
    settings.DEMONSTRATION = True


def words_of(page: str) -> str:
    """What a page says, without its markup, on one line."""
    body = page[page.index(">", page.index("<body")) + 1 :]
    return re.sub("[ \n]+", " ", unescape(re.sub(r"<[^>]*>", " ", body))).strip()


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def drawing_of(page: str) -> str:
    return page[page.index("<svg") : page.index("</svg>")]


def pages_of(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as file:
        return len(file.pages)


# --- The card -------------------------------------------------------------------------------------
CANARY = "zq7canari"


@pytest.fixture
def telling_instance(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """An instance whose every name says what it is for."""
    settings.SITE_NAME = f"Accueil {CANARY}"
    settings.PUBLISHER = f"Association {CANARY}"
    settings.PUBLICATION_DIRECTOR = settings.HOSTING_PROVIDER = CANARY
    settings.CONTACT_EMAIL = f"contact@{CANARY}.example"
    monkeypatch.setattr(instances, "_in_force", instances.from_environment)


@pytest.mark.usefixtures("telling_instance")
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_card_names_neither_the_instance_nor_the_scheme(code: str) -> None:
    page = card_page(ACCESS, contract_texts()[code], paper=Paper.A4)
    assert CANARY not in page
    told = page.replace(ACCESS.link, "").replace(ACCESS.address, "")
    assert "o2r" not in words_of(told).casefold()


@pytest.mark.usefixtures("telling_instance")
@needs_pango
def test_the_file_of_a_card_says_no_more_than_the_card() -> None:
    content = card(ACCESS, contract_texts()["prs"])
    with pikepdf.open(io.BytesIO(content)) as file:
        assert {"/Title", "/Producer"} >= set(file.docinfo.keys()) - {"/Creator"}
        assert str(file.docinfo["/Title"]) == contract_texts()["prs"]["card.title"]
        everything = str(file.docinfo) + file.Root.Metadata.read_bytes().decode()
    assert CANARY not in everything + pdf_text(content)
    assert "2026" not in everything


FACT = st.text(st.characters(categories=["L", "Zs", "Pd", "Po"]), min_size=3, max_size=30)


@sampling(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FACT, min_size=5, max_size=5), st.sampled_from(LANGUAGES))
def test_nothing_of_a_contract_reaches_its_card(facts: list[str], code: str) -> None:
    """Every fact that a contract holds is marked; its card, made after it, shows none."""
    name, team, worker, recipient, language = (f"{CANARY}{fact}{CANARY}" for fact in facts)
    contract = replace(
        RECEIPT,
        operator=team,
        contact=name,
        dpo=name,
        information=(Information(date(2031, 3, 9), "oral", language, worker),),
        consents=(replace(AGREED, recipient=recipient, until=date(2031, 3, 8)),),
    )
    text = contract_texts()[code]
    assert receipt_page(contract, text).count(CANARY) >= 10
    assert contract.access is not None
    page = card_page(contract.access, text, paper=Paper.A4)
    assert CANARY not in page
    assert "2031" not in page
    assert page == card_page(ACCESS, text, paper=Paper.A4)


@given(FACT)
def test_a_card_holds_no_fact_by_mistake(fact: str) -> None:
    for link in (f"https://o2r.example/carte?nom={fact}", f"https://o2r.example/ {fact}", fact):
        with pytest.raises(ValueError, match="link of a card"):
            Access(link, ACCESS.address, ACCESS.code)
    with pytest.raises(ValueError, match="code of a card"):
        Access(ACCESS.link, ACCESS.address, f"{fact} a")
    with pytest.raises(ValueError, match="address of a card"):
        Access(ACCESS.link, f"o2r.example/carte {fact}", ACCESS.code)


def test_a_code_of_ours_holds_on_a_card() -> None:
    codes = {new_code() for _ in range(50)}
    made = [Access(f"https://o2r.example/carte/#{one}", ACCESS.address, one) for one in codes]
    assert len(made) == 50


def test_what_does_not_hold_on_a_card_is_refused() -> None:
    for longer in ("link", "address", "code"):
        with pytest.raises(ValueError, match=f"{longer} of a card"):
            replace(LONGEST, **{longer: getattr(LONGEST, longer) + "1"})


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_card_says_how_to_stop_in_three_ways(code: str) -> None:
    text = contract_texts()[code]
    page = card_page(ACCESS, text)
    said = words_of(page)
    for key in ("title", "mine", "stop", "scan", "ask", "nothing", "lost"):
        assert text[f"card.{key}"] in said
    assert f'<bdi dir="ltr">{ACCESS.code}</bdi>' in page
    assert f'<bdi dir="ltr">{ACCESS.address}</bdi>' in page
    assert read(drawing_of(page)) == ACCESS.link
    assert f"<title>{text['card.square']}</title>" in page


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_other_side_is_in_french_for_those_who_help(code: str) -> None:
    page = card_page(ACCESS, contract_texts()[code])
    sides = re.findall(r'<section class="side" lang="([^"]+)" dir="([^"]+)"', page)
    expected = [(contract_texts()[code].lang, "rtl" if code in RIGHT_TO_LEFT else "ltr")]
    if not code.startswith("fr"):
        expected.append(("fr-FR", "ltr"))
    assert sides == expected


@pytest.mark.parametrize("code", OTHERS)
def test_an_unreviewed_card_or_receipt_says_so(code: str) -> None:
    text = contract_texts()[code]
    for page in (card_page(ACCESS, text), receipt_page(RECEIPT, text)):
        assert words_of(page).count(UNREVIEWED) == 1
        assert text["mention"] in words_of(page)


def test_the_french_papers_carry_no_mention() -> None:
    text = contract_texts()[SOURCE]
    for page in (card_page(ACCESS, text), receipt_page(RECEIPT, text)):
        assert "non relu" not in page


@pytest.mark.parametrize("code", OTHERS)
def test_an_unreviewed_text_is_not_printed_where_real_people_are(
    settings: Settings, code: str
) -> None:
    settings.DEMONSTRATION = False
    text = contract_texts()[code]
    with pytest.raises(UnreviewedText):
        card_page(ACCESS, text)
    with pytest.raises(UnreviewedText):
        receipt_page(RECEIPT, text)
    assert card_page(ACCESS, contract_texts()[SOURCE])


@needs_pango
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_longest_card_holds_on_its_sides(code: str) -> None:
    text = contract_texts()[code]
    sides = 1 if code.startswith("fr") else 2
    content = card(LONGEST, text)
    assert pages_of(content) == sides
    assert pages_of(card(LONGEST, text, paper=Paper.A4)) == 1
    if code in OTHERS:
        assert bare(UNREVIEWED) in pdf_text(content)
    with pikepdf.open(io.BytesIO(content)) as file:
        assert str(file.Root.Lang) == text.lang
        width, height = (float(one) for one in list(file.pages[0].MediaBox)[2:])
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (105, 148)


@needs_pango
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_letter_of_a_language_is_drawn(code: str) -> None:
    text = contract_texts()[code]
    content = receipt(RECEIPT, text, pictograms=True)
    drawn_letters = pdf_text(content)
    said = set(bare(words_of(receipt_page(RECEIPT, text)))) - set("\u200c")
    assert said - set(drawn_letters) <= set("\u00ad")
    assert pages_of(content) <= 6


@needs_pango
def test_a_paper_that_would_be_boxes_is_refused() -> None:
    words = dict(contract_texts()["en"].words) | {"card.mine": "\U00013000\U00013001"}
    text = replace(contract_texts()["en"], words=words)
    with pytest.raises(UndrawnLetters, match="fonts-dejavu-core"):
        card(ACCESS, text)


@needs_pango
def test_a_name_that_no_font_draws_does_not_stop_a_receipt() -> None:
    assert receipt(replace(RECEIPT, operator="\U00013000"), contract_texts()[SOURCE])


@needs_pango
def test_the_same_card_makes_the_same_file() -> None:
    text = contract_texts()["ar"]
    assert card(ACCESS, text) == card(ACCESS, text)


# --- Its title ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("chosen", "printed"),
    [
        ("Lilas", "Lilas"),
        ("", "Ma carte"),
        ("  ", "Ma carte"),
        ("Carte O2R", "Ma carte"),
        ("carte des passerelles", "Ma carte"),
        ("Carte Insertion Sud", "Ma carte"),
    ],
)
def test_the_title_of_a_card_says_nothing(
    monkeypatch: pytest.MonkeyPatch, chosen: str, printed: str
) -> None:
    said = replace(
        instances.from_environment(),
        site_name="Insertion Sud",
        publisher="Passerelles",
        card_title=chosen,
    )
    monkeypatch.setattr(instances, "_in_force", lambda: said)
    assert neutral_title(contract_texts()[SOURCE]) == printed
    page = card_page(ACCESS, contract_texts()[SOURCE])
    assert f"<h1>{printed}</h1>" in page
    assert f"<title>{printed}</title>" in page


# --- The receipt ----------------------------------------------------------------------------------
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_receipt_says_in_words_what_was_agreed(code: str) -> None:
    text = contract_texts()[code]
    said = words_of(receipt_page(RECEIPT, text))
    for kind, one in (
        *(("fields", "prenom"), ("fields", "telephone"), ("fields", "sante")),
        *(("supports", "papier"), ("supports", "interprete"), ("proofs", "paraphe")),
    ):
        assert text.word(kind, one) in said
    for purpose in ("orienter", "accompagner"):
        assert text.word("purposes", purpose)[1:] in said
    for typed in ("Mission locale de Vénissieux", "Les Passerelles", "Pachto", "Nora B."):
        assert typed in said
    for day in ("28/11/2026", "29/11/2026", "28/11/2027", "01/12/2026", "31/05/2027"):
        assert day in said
    for name in SECTIONS:
        assert text[f"{name}.heading"] in said
    assert not re.search(r"\{[a-z]+\}", said)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_code_has_its_words_in_a_receipt(code: str) -> None:
    text = contract_texts()[code]
    every = tuple(
        replace(AGREED, purpose=purpose, fields=text.codes("fields"), support=support, proof=proof)
        for purpose in text.codes("purposes")
        for support in text.codes("supports")
        for proof in text.codes("proofs")
    )
    said = words_of(receipt_page(replace(RECEIPT, consents=every), text))
    for kind in ("fields", "supports", "proofs"):
        assert all(text.word(kind, one) in said for one in text.codes(kind))


def test_a_code_without_words_is_not_printed() -> None:
    unknown = replace(RECEIPT, consents=(replace(AGREED, fields=("sealed",)),))
    with pytest.raises(KeyError, match="sealed"):
        receipt_page(unknown, contract_texts()[SOURCE])


def part(page: str, name: str) -> str:
    """One part of a receipt."""
    found = re.search(rf'<section class="part picto picto-{name}">.*?</section>', page, re.DOTALL)
    return words_of(f"<body {found[0]}") if found else ""


def test_consent_and_shared_secrecy_are_two_parts() -> None:
    page = receipt_page(RECEIPT, contract_texts()[SOURCE])
    agreed, shared = part(page, "agreements"), part(page, "secrecy")
    assert "Mission locale" in agreed
    assert "Mission locale" not in shared
    assert "Centre médico-psychologique" in shared
    assert "Centre médico-psychologique" not in agreed
    assert "Ce n’est pas un accord" in shared
    assert "vos initiales" not in shared


def test_who_agreed_to_nothing_reads_it() -> None:
    page = receipt_page(replace(RECEIPT, consents=(), secrecy=()), contract_texts()[SOURCE])
    assert "Vous n’avez donné aucun accord" in part(page, "agreements")
    assert part(page, "secrecy") == ""


def test_what_was_stopped_or_refused_is_said() -> None:
    stopped = replace(AGREED, stopped_on=date(2026, 12, 24))
    refused = replace(SHARED, since=None, until=None, refused_on=date(2026, 12, 25))
    page = receipt_page(
        replace(RECEIPT, consents=(stopped,), secrecy=(refused,)), contract_texts()[SOURCE]
    )
    assert "Arrêté le 24/12/2026" in part(page, "agreements")
    assert "Vous avez dit non le 25/12/2026" in part(page, "secrecy")
    assert "Jusqu’au" not in part(page, "secrecy")
    assert page.count("record over") == 2


def test_a_protected_file_has_neither_code_nor_drawing() -> None:
    page = receipt_page(replace(RECEIPT, access=None), contract_texts()[SOURCE])
    assert "<svg" not in page
    assert ACCESS.code not in page
    assert read(drawing_of(receipt_page(RECEIPT, contract_texts()[SOURCE]))) == ACCESS.link


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_receipt_is_set_in_the_direction_of_its_language(code: str) -> None:
    text = contract_texts()[code]
    page = receipt_page(RECEIPT, text)
    direction = "rtl" if code in RIGHT_TO_LEFT else "ltr"
    assert f'<html lang="{text.lang}" dir="{direction}"' in page
    assert "<bdi>Les Passerelles</bdi>" in page
    assert '<bdi dir="ltr">29/11/2026</bdi>' in page


@needs_pango
@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("code", ["fr", "fr-falc", "prs"])
def test_a_receipt_is_a_tagged_file_in_its_language(code: str, size: Size) -> None:
    text = contract_texts()[code]
    with pikepdf.open(io.BytesIO(receipt(RECEIPT, text, size=size))) as file:
        assert str(file.Root.Lang) == text.lang
        assert file.Root.MarkInfo.Marked
        metadata = file.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == text["receipt.title"]
        assert str(file.docinfo["/CreationDate"]).startswith("D:20261129")


def test_pictograms_are_drawn_when_asked_and_each_part_has_its_own() -> None:
    page = receipt_page(RECEIPT, contract_texts()["fr-falc"], pictograms=True)
    assert 'class="receipt size-standard pictograms"' in page
    assert 'class="receipt size-large"' in receipt_page(
        RECEIPT, contract_texts()[SOURCE], size=Size.LARGE
    )
    named = set(
        re.findall(r"picto picto-([a-z]+)", page + card_page(ACCESS, contract_texts()["fr"]))
    )
    rules = sheet("people/css/papers.css")
    for name in named:
        assert f".picto-{name}::before" in rules
    for drawing in re.findall(r'url\("\.\./(img/pictograms/[a-z]+\.svg)"\)', rules):
        assert finders.find(f"people/{drawing}")
    assert len(named) == 16


# --- Both -----------------------------------------------------------------------------------------
HOSTILE = list(hostile_texts())


@pytest.mark.parametrize("hostile", HOSTILE[::12], ids=lambda one: one.mark)
def test_hostile_texts_stay_texts(hostile: Any) -> None:
    typed = hostile.text
    filled = replace(
        RECEIPT,
        operator=typed,
        contact=typed,
        dpo=typed,
        information=(replace(RECEIPT.information[0], language=typed, by=typed),),
        consents=(replace(AGREED, recipient=typed),),
        secrecy=(replace(SHARED, recipient=typed),),
    )
    assert findings("html", receipt_page(filled, contract_texts()["ar"])) == []


def test_a_name_cannot_turn_the_line_around_it() -> None:
    page = receipt_page(replace(RECEIPT, operator="A\u202eB"), contract_texts()["ar"])
    assert "\u202e" not in page
    assert "<bdi>AB</bdi>" in page


def test_a_browser_prints_the_same_page_with_its_sheets() -> None:
    text = contract_texts()["prs"]
    for page, bare_page in (
        (card_page(ACCESS, text, in_browser=True), card_page(ACCESS, text)),
        (receipt_page(RECEIPT, text, in_browser=True), receipt_page(RECEIPT, text)),
    ):
        assert len(re.findall(r'<link rel="stylesheet" href="[^"]+people/css/', page)) == 2
        assert bare(re.sub(r"<link[^>]*>", "", page)) == bare(bare_page)
        # The theme of the reader is for screens: paper is white.
        assert 'data-bs-theme="light"' in page
        assert "style=" not in page


def sheet(name: str) -> str:
    return Path(str(finders.find(name))).read_text(encoding="utf-8")


SHEETS = ("people/css/papers.css", "people/css/card.css", "people/css/receipt.css")


@pytest.mark.parametrize("name", SHEETS)
def test_no_letter_is_under_ten_points(name: str) -> None:
    sizes = [float(one) for one in re.findall(r"font-size: ([\d.]+)pt", sheet(name))]
    assert all(size >= 10 for size in sizes)
    assert all(float(one) >= 1 for one in re.findall(r"font-size: ([\d.]+)em", sheet(name)))
    assert "18pt" in sheet("people/css/receipt.css")


@pytest.mark.parametrize("name", SHEETS)
def test_texts_are_in_ink_or_in_the_strong_green_on_white(name: str) -> None:
    used = set(re.findall(r"(?<!-)\bcolor: var\((--[\w-]+)\)", sheet(name)))
    assert used <= {"--o2r-ink", "--o2r-brand"}
    tokens = sheet("core/css/tokens.css")
    for token in used:
        colour = re.search(rf"{token}: #([0-9a-f]{{6}});", tokens)
        assert colour is not None
        assert 1.05 / (luminance(colour[1]) + 0.05) >= 7, token


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@given(st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-/.", max_size=100))
def test_a_telephone_reads_what_was_drawn(path: str) -> None:
    link = f"https://o2r.example/{path}"
    assert read(str(drawn(link))) == link
