"""Eligibility before typing: « éligible » or « hors périmètre », with the reason, for anyone."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from o2r.calls.enums import CallState
from tests.calls.factories import CallFactory

pytestmark = pytest.mark.django_db


def ask(slug: str, **query: str) -> str:
    answer = Client().get(reverse("applications:eligibility", args=[slug]), query)
    assert answer.status_code == 200
    return " ".join(answer.text.replace("&nbsp;", " ").split())


@pytest.mark.parametrize(
    ("zone", "said", "title"),
    [
        ("dep:73", "éligible", "Éligible"),
        ("com:38344", "la commune Roussillon est dans CC Entre Bièvre et Rhône", "Hors périmètre"),
        ("epci:200085751", "est exclue par l’appel", "Hors périmètre"),
        ("dep:63", "seule Clermont Auvergne Métropole est retenue", "Hors périmètre"),
        ("dep:13", "va au préfet de la région", "Hors périmètre"),
    ],
)
def test_a_place_is_judged_with_the_clause_of_the_call(zone: str, said: str, title: str) -> None:
    page = ask(CallFactory().slug, zone=zone)
    assert said in page
    assert f'<p class="alert__title">{title}' in page


def test_each_unit_has_its_own_answer() -> None:
    page = ask(CallFactory().slug, zone="dep:73 + com:38344")
    assert "éligible" in page
    assert "Roussillon est dans" in page
    assert "en tout ou en partie" in page


def test_the_page_says_the_perimeter_and_how_to_go_on() -> None:
    page = ask(CallFactory().slug)
    assert "Isère (hors CC Entre Bièvre et Rhône)" in page
    assert "Commencer un dossier" in page
    assert "Réponse" not in page


def test_names_are_understood_without_javascript() -> None:
    page = ask(CallFactory().slug, **{"zone": "", "zone-text": "Savoie", "zone-act": "add"})
    assert "« Savoie »" in page.replace("\u00a0", " ")
    assert "Réponse" not in page


def test_nonsense_is_explained_and_an_unknown_perimeter_is_said() -> None:
    assert "Cette zone ne se lit pas" in ask(CallFactory().slug, zone="dep:73 - dep:13")
    call = CallFactory(zone="", zone_vintage=None, receives_here=False)
    assert "Périmètre non publié" in ask(call.slug, zone="dep:73")


@pytest.mark.parametrize("fields", [{"state": CallState.DRAFT}, {"is_example": True}])
def test_calls_that_nobody_reads_have_no_page(fields: dict[str, object]) -> None:
    call = CallFactory(**fields)
    answer = Client().get(reverse("applications:eligibility", args=[call.slug]))
    assert answer.status_code == 404


def test_a_candidate_only_adds_places_and_meets_those_of_the_perimeter_first() -> None:
    call = CallFactory()
    page = ask(call.slug)
    assert "Ajouter" in page
    assert "Exclure" not in page
    (address,) = re.findall(r'data-source="([^"]*unites[^"]*)"', page)
    found = Client().get(unescape(address), {"q": "Saint-Martin"} | within(address)).json()
    first, last = found["results"][0], found["results"][-1]
    perimeter = call.footprint
    assert perimeter is not None
    assert first["code"].removeprefix("com:") in {one.code for one in perimeter.communes}
    assert len(found["results"]) == 8
    assert last["kind"] == "com"


def within(address: str) -> dict[str, str]:
    """The perimeter that the editor gives with each question."""
    query = parse_qs(urlsplit(unescape(address)).query)
    return {name: values[0] for name, values in query.items()}
