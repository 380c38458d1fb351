"""List, map, API and files say the same thing, in the same order; fiction is in none of them."""

import csv
import io
import json

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.usefixtures("projects")
FICTION = "fiction-isere"
QUERIES = [{}, {"commune": "69259"}, {"region": "84", "public": "femmes"}, {"stage": "reperer"}]


def in_every_form(visitor: Client, query: dict[str, str]) -> dict[str, list[str]]:
    table = visitor.get("/donnees/projets-o2r.csv", query).content.decode("utf-8-sig")
    shapes = visitor.get("/donnees/projets-o2r.geojson", query).json()["features"]
    markers = visitor.get("/carte/projets.json", query).json()
    return {
        "list": [card.slug for card in visitor.get("/", query).context["projects"]],
        "map": markers["order"],
        "markers": [row["slug"] for row in markers["projects"]],
        "api": [row["slug"] for row in visitor.get("/api/v1/projects", query).json()["results"]],
        "csv": [row["identifiant"] for row in csv.DictReader(io.StringIO(table))],
        "geojson": [shape["properties"]["identifiant"] for shape in shapes],
        "json": [
            row["identifiant"] for row in visitor.get("/donnees/projets-o2r.json", query).json()
        ],
    }


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_the_same_projects_in_the_same_order(visitor: Client, query: dict[str, str]) -> None:
    forms = in_every_form(visitor, query)
    assert forms["list"]
    assert all(form == forms["list"] for form in forms.values()), forms


OPEN_ADDRESSES = [
    "/",
    "/sitemap.xml",
    "/carte/projets.json",
    "/carte/embed?vue=liste",
    "/api/v1/projects",
    "/donnees/projets-o2r.csv",
    "/donnees/projets-o2r.geojson",
    "/donnees/projets-o2r.json",
    "/donnees/territoires-projets.csv",
    "/donnees/data-inclusion.json",
]


@pytest.mark.parametrize("address", OPEN_ADDRESSES)
def test_fiction_is_nowhere_outside_a_demonstration(visitor: Client, address: str) -> None:
    text = visitor.get(address).content.decode()
    assert "rhone" in text
    assert FICTION not in text


@pytest.mark.parametrize(
    "address",
    ["/projets/{}/", "/projets/{}/zone.geojson", "/projets/{}/signaler/", "/api/v1/projects/{}"],
)
def test_a_fictional_project_is_as_absent_as_one_that_does_not_exist(
    visitor: Client, settings: Settings, address: str
) -> None:
    fiction = visitor.get(address.format(FICTION))
    nothing = visitor.get(address.format("nothing-at-all"))
    assert fiction.status_code == nothing.status_code == 404
    # The address itself is on the page: the choice of theme leads back to it.
    same = nothing.content.replace(b"nothing-at-all", FICTION.encode())
    assert fiction.content == same
    settings.DEMONSTRATION = True
    assert visitor.get(address.format(FICTION)).status_code == 200


def test_a_demonstration_flags_its_fictional_rows(visitor: Client, settings: Settings) -> None:
    settings.DEMONSTRATION = True
    rows = visitor.get("/api/v1/projects").json()["results"]
    assert {row["slug"] for row in rows if row["example"]} == {FICTION}
    table = visitor.get("/donnees/projets-o2r.csv").content.decode("utf-8-sig")
    flags = {row["identifiant"]: row["exemple"] for row in csv.DictReader(io.StringIO(table))}
    assert flags[FICTION] == "true"
    assert flags["rhone"] == "false"
    assert "Disallow: /\n" in visitor.get("/robots.txt").content.decode()
    assert FICTION not in visitor.get("/sitemap.xml").content.decode()


def test_a_marker_stands_on_the_most_populous_commune(visitor: Client) -> None:
    rows = {row["slug"]: row for row in visitor.get("/carte/projets.json").json()["projects"]}
    assert rows["rhone"]["commune_name"] == "Lyon"
    assert rows["portes-du-sud"]["commune_name"] == "Vénissieux"
    assert rows["reunion"]["region"] == "04"


def test_the_zone_drawn_is_the_zone_of_the_project(visitor: Client) -> None:
    feature = json.loads(visitor.get("/projets/rhone/zone.geojson").content)
    assert feature["properties"]["label"] == "Rhône"
    west, south, east, north = feature["properties"]["bounds"]
    assert 4.2 < west < 4.85 < east < 5.2
    assert 45.4 < south < 45.75 < north < 46.4
