"""The public API: what it answers, how one goes on, how it refuses."""

import json
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from o2r.public_map.api import api
from o2r.public_map.api_guide import ENDPOINTS
from o2r.public_map.cursor import Cursor, CursorError, cut
from tests.public_map.world import project

SNAPSHOT = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"


def test_the_description_is_the_committed_one() -> None:
    """A change of the API is seen in review: ``o2r export_openapi`` writes the new description."""
    described = json.loads(json.dumps(api.get_openapi_schema()))
    assert json.loads(SNAPSHOT.read_text(encoding="utf-8")) == described


def test_the_guide_for_people_says_what_the_description_says() -> None:
    paths = api.get_openapi_schema()["paths"]
    assert {f"/api/v1{e.path}" for e in ENDPOINTS} == set(paths)
    for endpoint in ENDPOINTS:
        described = paths[f"/api/v1{endpoint.path}"]["get"].get("parameters", [])
        assert {p["name"] for p in described} == {name for name, _ in endpoint.parameters}


@pytest.mark.usefixtures("projects")
def test_a_project_says_where_for_whom_and_whom_to_call(visitor: Client) -> None:
    row = visitor.get("/api/v1/projects/portes-du-sud").json()
    assert row["zone"]["cover"] == ["com:69259", "com:69276"]
    assert row["zone"]["communes"] == 2
    assert row["publics"] == ["jeunes"]
    assert row["bearer"]["name"] == "Porteur de portes-du-sud"
    assert row["url"].endswith("/projets/portes-du-sud/")
    assert row["example"] is False


@pytest.mark.usefixtures("projects")
def test_an_answer_gives_who_comes_or_who_is_near(visitor: Client) -> None:
    here = visitor.get("/api/v1/answer?commune=69259").json()
    assert [row["slug"] for row in here["covering"]] == ["portes-du-sud", "rhone"]
    assert here["nearest"] == []
    there = visitor.get("/api/v1/answer?commune=38344&public=jeunes").json()
    assert there["covering"] == []
    assert there["sentence"].startswith("Aucun projet recensé ne vient à Roussillon")
    assert there["nearest"][0]["distance_km"] > 0
    district = visitor.get("/api/v1/answer?commune=69387").json()
    assert district["commune"]["code"] == "69123"


def test_communes_and_zones_are_read(visitor: Client) -> None:
    (found, *_) = visitor.get("/api/v1/communes?q=69200").json()
    assert (found["code"], found["department"]) == ("69259", "69")
    zone = visitor.get("/api/v1/zone?expression=dep:38 - epci:200085751").json()
    assert zone["communes"] == 475
    assert zone["label"] == "Isère (hors CC Entre Bièvre et Rhône)"


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/v1/projects/nothing", 404, "/api/v1/projects"),
        ("/api/v1/projects?public=licornes", 422, "public='licornes'"),
        ("/api/v1/projects?commune=99999", 422, "99999"),
        ("/api/v1/projects?cursor=%C3%A9", 422, "cursor"),
        ("/api/v1/answer?commune=", 422, "commune"),
        ("/api/v1/zone?expression=dep:38 - dep:69", 422, "dep:69"),
        ("/api/v1/zone?expression=pays:fr", 422, "pays"),
    ],
)
def test_a_refusal_is_a_french_sentence(
    visitor: Client, address: str, status: int, words: str
) -> None:
    answer = visitor.get(address)
    assert answer.status_code == status
    assert words in answer.json()["detail"]


def test_a_list_is_read_page_after_page(visitor: Client, settings: Settings) -> None:
    for number in range(7):
        project(f"essai-{number}", "dep:69")
    seen, address = [], "/api/v1/projects?department=69&limit=3"
    for _ in range(4):
        page = visitor.get(address).json()
        seen += [row["slug"] for row in page["results"]]
        if page["next"] is None:
            break
        address = page["next"].removeprefix(settings.PUBLIC_URL)
    assert seen == [f"essai-{number}" for number in range(7)]
    assert page["count"] == 7


def test_a_cursor_goes_on_after_its_row_even_when_the_list_changed() -> None:
    keys = ["b", "c", "d", "e"]
    start, following = cut(keys, Cursor(), 2)
    assert (start, following) == (0, Cursor(2, "c"))
    assert following is not None
    assert Cursor.read(following.written) == following
    assert cut(["a", *keys], following, 2)[0] == 3
    assert cut(["b", "d", "e"], following, 2)[0] == 2
    assert cut(keys, Cursor(4, "e"), 2) == (4, None)
    with pytest.raises(CursorError):
        Cursor.read("pas un curseur")


def test_anyone_may_reuse_and_need_not_download_twice(visitor: Client, projects: object) -> None:
    for address in ("/api/v1/projects", "/donnees/projets-o2r.csv", "/carte/projets.json"):
        first = visitor.get(address)
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        again = visitor.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        assert again.content == b""
        assert visitor.post(address).status_code == 405
