"""The addresses that the editor asks, and the zone as it is read."""

import json
from urllib.parse import quote

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from shapely.geometry import shape

from o2r.territory import views
from o2r.territory.drawing import shaded_drawing, zone_drawing
from o2r.territory.geography import current_geography
from o2r.territory.official import Geography
from o2r.territory.pace import Pace
from o2r.territory.typography import typographic
from o2r.territory.zone_reading import LISTED, ZoneReading, outline_address, zone_of
from o2r.territory.zones import resolve
from tests.territory.test_zone_reference_values import YOUTH_CALL

ZONE, OUTLINE, UNITS = "/territoire/zone", "/territoire/zone.geojson", "/territoire/unites"


def flat(page: str) -> str:
    """A page without the line breaks of its source."""
    return " ".join(page.split())


def facts(client: Client, **query: str) -> dict[str, object]:
    answer = client.get(ZONE, query, headers={"accept": "application/json"})
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_the_addresses_are_those_that_pages_write() -> None:
    names = ("zone", "zone_outline", "units")
    assert [reverse(f"territory:{name}") for name in names] == [ZONE, OUTLINE, UNITS]


def test_the_facts_of_the_youth_call(client: Client) -> None:
    read = facts(client, expression=YOUTH_CALL)
    assert read["valid"] is True
    assert (read["communes"], read["population"]) == (2_411, 4_954_294)
    assert "Puy-de-Dôme\u00a0: Clermont Auvergne Métropole uniquement" in str(read["sentence"])
    assert len(read["cover"]) == 41  # type: ignore[arg-type]
    assert len(read["cut"]) == 9  # type: ignore[arg-type]
    assert read["outside"] == []


def test_the_facts_of_a_zone_that_leaves_its_perimeter(client: Client) -> None:
    read = facts(client, expression="com:38344", within="dep:38 - epci:200085751", of="project")
    (line,) = read["outside"]  # type: ignore[misc]
    assert line["term"] == "com:38344"
    assert "exclue par le projet" in line["reason"]


def test_the_facts_of_what_is_not_a_zone(client: Client) -> None:
    read = facts(client, expression="dep:99")
    assert read["valid"] is False
    assert "« dep:99 »".replace(" ", "\u00a0") in str(read["error"])
    assert facts(client, expression="") == {"expression": "", "valid": False, "error": ""}


def test_the_body_of_the_editor(client: Client) -> None:
    query = {"expression": "dep:38", "act": "exclude", "text": "Entre Bièvre et Rhône", "name": "z"}
    answer = client.get(ZONE, query)
    page = flat(answer.content.decode())
    assert answer["Content-Type"].startswith("text/html")
    assert "Accept" in answer["Vary"]
    assert 'name="z" value="dep:38 - epci:200085751"' in page
    assert 'name="z-act" value="remove=1"' in page
    assert "475" in page
    assert '<svg class="static-map"' not in page
    assert "static-map__zone" in client.get(ZONE, {**query, "drawing": "1"}).content.decode()


def test_the_name_of_the_field_is_a_name(client: Client) -> None:
    answer = client.get(ZONE, {"expression": "dep:38", "name": '"><script>'})
    page = flat(answer.content.decode())
    assert "<script>" not in page
    assert 'name="zone" value="dep:38"' in page


@pytest.mark.parametrize(
    ("address", "query", "message"),
    [
        (ZONE, {}, "Il manque l’expression de la zone"),
        (ZONE, {"expression": "dep:38" + " + dep:38" * 1_000}, "trop longue"),
        (ZONE, {"expression": "dep:38", "within": "com:38344+" * 900}, "trop longue"),
        (ZONE, {"expression": "dep:38", "within": "dep:99"}, "aucun territoire"),
        (OUTLINE, {}, "L’expression de la zone est vide"),
        (OUTLINE, {"expression": "dep:99"}, "aucun territoire"),
        (OUTLINE, {"expression": "dep:38" + " + dep:38" * 1_000}, "trop longue"),
        (OUTLINE, {"expression": "dep:38", "vintage": "1999"}, "millésime 1999"),
    ],
)
def test_what_is_not_answered_says_why(
    client: Client, address: str, query: dict[str, str], message: str
) -> None:
    answer = client.get(address, query)
    assert answer.status_code == 422
    assert typographic(message) in answer.json()["error"]


def test_the_outline_is_geojson_with_its_box_and_an_etag(client: Client) -> None:
    answer = client.get(OUTLINE, {"expression": YOUTH_CALL})
    assert answer["Content-Type"] == "application/geo+json"
    feature = answer.json()
    assert feature["properties"]["bounds"] == list(shape(feature["geometry"]).bounds)
    assert feature["properties"]["label"].startswith("Ain\u00a0;")
    again = client.get(
        OUTLINE, {"expression": YOUTH_CALL}, headers={"if-none-match": answer["ETag"]}
    )
    assert again.status_code == 304
    assert "max-age=3600" in answer["Cache-Control"]


def test_a_past_vintage_is_drawn_in_its_vintage(client: Client, france: Geography) -> None:
    zone = zone_of("dep:73", 2025)
    assert zone.vintage == 2025
    address = ZoneReading(zone).outline_address
    assert address == f"{OUTLINE}?expression=dep:73&vintage=2025"
    assert client.get(address).status_code == 200


def test_what_has_no_polygon_is_shown_by_the_metropole(client: Client) -> None:
    feature = client.get(OUTLINE, {"expression": "dep:987"}).json()
    assert feature["geometry"] is None
    assert feature["properties"]["bounds"] == [-5.2, 41.3, 9.6, 51.1]


def test_the_address_of_an_outline_is_short_or_absent(france: Geography) -> None:
    address = outline_address("dep:38 - epci:200085751 + dep:73", france.year)
    assert address == f"{OUTLINE}?expression=dep:38-epci:200085751%2Bdep:73"
    assert outline_address(" + ".join(["com:38344"] * 900), france.year) == ""
    assert outline_address("", france.year) == ""


def test_only_reading(client: Client) -> None:
    for address in (ZONE, OUTLINE, UNITS):
        assert client.post(address, {"expression": "dep:38"}).status_code == 405


def test_too_many_questions_are_refused_for_a_moment(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views._PACE, "_left", 1.5)
    monkeypatch.setattr(views._PACE, "per_second", 0.0)
    assert client.get(OUTLINE, {"expression": "dep:38"}).status_code == 200
    refused = client.get(ZONE, {"expression": "dep:38"})
    assert refused.status_code == 429
    assert refused["Retry-After"] == "2"
    assert "Réessayez dans quelques secondes" in refused.content.decode()


def test_a_pace_fills_again() -> None:
    pace = Pace(per_second=1e9, burst=3)
    assert [pace.allows() for _ in range(10)] == [True] * 10
    empty = Pace(per_second=0.0, burst=2)
    assert [empty.allows() for _ in range(3)] == [True, True, False]


# --- The zone as it is read ----------------------------------------------------------------------


def test_the_summary_says_the_zone(france: Geography) -> None:
    page = render_to_string("territory/zone_summary.html", {"zone": resolve(YOUTH_CALL, france)})
    text = page.replace("\u202f", " ").replace("\u00a0", " ")
    assert "Isère (hors CC Entre Bièvre et Rhône)" in text
    assert "<strong>2 411</strong>" in text
    assert "<strong>4 954 294</strong>" in text
    assert "9 intercommunalités ne sont qu’en partie dans la zone" in text
    assert "CA Vienne Condrieu" in text
    assert "Allier (03) : tout le département, 317 communes" in " ".join(text.split())
    assert "Chamalières" in text
    assert "static-map__zone" in page
    # In an attribute, the separator of the query is written as HTML asks.
    assert (
        f'data-zone="{OUTLINE}?expression={quote(YOUTH_CALL.replace(" ", ""), safe=":")}"' in page
    )


def test_a_vast_zone_counts_its_whole_departements(france: Geography) -> None:
    read = ZoneReading(resolve("reg:84 + com:71270", france))
    assert read.communes > LISTED
    rows = {row.department.code: row for row in read.departments}
    assert rows["38"].whole
    assert rows["38"].communes == ()
    assert [commune.name for commune in rows["71"].communes] == ["Mâcon"]
    assert sum(row.count for row in read.departments) == read.communes


def test_notes_and_a_single_cut_are_said_in_the_singular(france: Geography) -> None:
    read = ZoneReading(resolve("com:38544 + com:38544", france))
    assert read.cut_sentence == "1 intercommunalité n’est qu’en partie dans la zone"
    page = render_to_string("territory/zone_summary.html", {"zone": read.zone, "without_map": True})
    assert "n’ajoute rien" in page
    assert "La commune" in page
    assert "data-o2r-map" not in page


def test_the_drawing_shows_the_perimeter_that_limits_the_zone(france: Geography) -> None:
    limits, zone = resolve(YOUTH_CALL, france), resolve("dep:73", france)
    assert "static-map__perimeter" in zone_drawing(zone, within=limits)
    alone = zone_drawing(None, within=limits)
    assert "static-map__zone" not in alone
    assert alone != zone_drawing(None)
    assert "Carte de la zone : Savoie" in zone_drawing(zone)


def test_the_epci_of_a_perimeter_are_shaded(france: Geography) -> None:
    youth = resolve(YOUTH_CALL, france)
    drawing = shaded_drawing({"246300701": 3, "200085751": 0, "999999999": 1}, "Part", within=youth)
    assert drawing.count("scale-3") == 1
    assert drawing.count("scale-0") == 1
    assert "scale-1" not in drawing, "an unknown EPCI is not drawn"
    assert 'aria-label="Part"' in drawing
    assert "static-map__perimeter" in drawing


@pytest.mark.django_db
def test_a_page_with_a_map_lets_the_map_draw_its_images(rf: RequestFactory) -> None:
    """MapLibre needs data: and blob: images; nothing else is allowed more than elsewhere."""
    answer = views.sample(rf.get("/style/territoire/"))
    assert answer._csp_update == {"img-src": ["data:", "blob:"]}  # type: ignore[attr-defined]


# --- Proposals of territories --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("isè", "dep:38"),
        ("isere", "dep:38"),
        ("38", "dep:38"),
        ("2a", "dep:2A"),
        ("clermont auv", "epci:246300701"),
        ("bièvre et rhône", "epci:200085751"),
        ("200085751", "epci:200085751"),
        ("auvergne-rh", "reg:84"),
        ("france", "fr"),
        ("plaine commune", "ept:200057867"),
        ("vénissieux", "com:69259"),
        ("dep:38", "dep:38"),
        ("guadeloupe", "dep:971"),
        ("la réunion", "dep:974"),
    ],
)
def test_proposals_put_the_right_territory_first(client: Client, query: str, first: str) -> None:
    results = client.get(UNITS, {"q": query}).json()["results"]
    assert results[0]["code"] == first
    assert all(row["label"].startswith(row["name"]) for row in results)
    assert len(results) <= 8
    assert len({row["code"] for row in results}) == len(results)


def test_proposals_of_several_kinds_are_told_apart(client: Client) -> None:
    results = client.get(UNITS, {"q": "grenoble"}).json()["results"]
    labels = [row["label"].replace("\u202f", " ") for row in results]
    assert "Grenoble (Isère, 38000, 38100), commune" in labels
    assert any("Grenoble" in label and "EPCI" in label for label in labels)
    assert client.get(UNITS, {"q": ""}).json() == {"results": []}
    assert client.get(UNITS, {"q": "zzzzzz"}).json() == {"results": []}


def test_what_the_editor_did_is_read_on_the_page_too() -> None:
    asked = {"expression": "dep:73", "act": "add", "text": "Chambéry", "unit": "com:73065"}
    page = Client().get(reverse("territory:zone"), asked, headers={"Accept": "text/html"}).text
    assert "est déjà dans la zone." in page.partition('class="zone-editor__said">')[2]


@pytest.mark.parametrize("within", ["", "n’importe quoi", "reg:99", "dep:38 - dep:73"])
def test_territories_are_proposed_without_a_perimeter_that_holds(within: str) -> None:
    address = reverse("territory:units")
    found = Client().get(address, {"q": "Isère", "within": within}).json()
    assert found["results"][0]["code"] == "dep:38"


def test_territories_of_the_region_are_proposed_first_and_the_others_after() -> None:
    address = reverse("territory:units")
    everywhere = Client().get(address, {"q": "Saint-Denis"}).json()["results"]
    here = Client().get(address, {"q": "Saint-Denis", "within": "reg:84"}).json()["results"]
    assert everywhere[0]["code"] != here[0]["code"]
    departments = [current_geography().commune(one["code"][4:]) for one in here]
    in_region = [one is not None and one.department in ARA for one in departments]
    assert in_region[0]
    assert in_region == sorted(in_region, reverse=True)


ARA = ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74")
