"""The State services that visitors are told to call are kept right on a screen."""

import pytest
from django.test import Client
from django.urls import reverse

from o2r.projects.models import RegionalContact

PAGE = reverse("projects:regional_contacts")


@pytest.fixture
def typed() -> dict[str, str]:
    return {
        "region": "53",
        "name": "DREETS Bretagne",
        "url": "https://bretagne.dreets.gouv.fr/",
        "phone": "",
        "email": "o2r@dreets-bretagne.example",
        "source_url": "https://bretagne.dreets.gouv.fr/contact",
        "seen_on": "2026-03-01",
    }


def test_a_contact_is_recorded_then_replaced(as_claire: Client, typed: dict[str, str]) -> None:
    assert "Bretagne" in as_claire.get(PAGE).content.decode()
    assert as_claire.post(PAGE, typed).url == PAGE
    assert as_claire.post(PAGE, typed | {"name": "DREETS de Bretagne"}).url == PAGE
    assert RegionalContact.objects.get().name == "DREETS de Bretagne"
    filled = as_claire.get(PAGE, {"region": "53"}).content.decode()
    assert 'value="o2r@dreets-bretagne.example"' in filled


def test_a_wrong_contact_is_explained_and_not_kept(
    as_claire: Client, typed: dict[str, str]
) -> None:
    for wrong in ({"region": "999"}, {"name": ""}, {"url": "nulle part"}):
        assert as_claire.post(PAGE, typed | wrong).status_code == 200
    assert not RegionalContact.objects.exists()


def test_the_page_does_not_exist_for_others(as_malik: Client, typed: dict[str, str]) -> None:
    assert as_malik.get(PAGE).status_code == 404
    assert as_malik.post(PAGE, typed).status_code == 404
