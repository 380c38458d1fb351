"""The address that the commune field asks while one types."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_proposals_are_public_cacheable_and_complete(client: Client) -> None:
    response = client.get(reverse("territory:communes"), {"q": "vénis"})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert "public" in response["Cache-Control"]
    assert "max-age=3600" in response["Cache-Control"]
    assert response.json()["results"][0] == {
        "code": "69259",
        "name": "Vénissieux",
        "label": "Vénissieux (Rhône, 69200)",
        "department": "Rhône",
        "postal_codes": ["69200"],
    }


def test_the_address_is_the_one_that_pages_write() -> None:
    assert reverse("territory:communes") == "/territoire/communes"


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "zzzzzz"}])
def test_no_answer_is_an_empty_list(client: Client, query: dict[str, str]) -> None:
    assert client.get(reverse("territory:communes"), query).json() == {"results": []}


def test_no_more_than_eight_proposals(client: Client) -> None:
    assert len(client.get("/territoire/communes", {"q": "saint"}).json()["results"]) == 8


def test_only_eighty_characters_are_read(client: Client) -> None:
    long = "Vénissieux" + " " * 70 + "quelque chose"
    assert client.get("/territoire/communes", {"q": long}).json()["results"][0]["code"] == "69259"


def test_it_only_reads(client: Client) -> None:
    assert client.post("/territoire/communes", {"q": "lyon"}).status_code == 405
    assert client.head("/territoire/communes", {"q": "lyon"}).status_code == 200


def test_no_query_to_the_database(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        client.get("/territoire/communes", {"q": "lyon"})
