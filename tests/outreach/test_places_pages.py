"""The pages of places: what a team sees, and what nobody else ever does."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.outreach.enums import EncounterKind, ObservationKind
from o2r.outreach.models import Encounter, Observation, OpenBand, Place
from tests.accounts.factories import enter
from tests.outreach.factories import VENISSIEUX, PlaceFactory, round_of, visited


def read(client: Client, name: str, **parameters: Any) -> str:
    answer = client.get(reverse(f"outreach:{name}", kwargs=parameters))
    assert answer.status_code == 200, name
    return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


@pytest.fixture
def station(passerelles: Organisation) -> Place:
    return PlaceFactory(
        organisation=passerelles,
        name="Gare",
        sector="Sud",
        where="Côté bus",
        safety_note="Mal éclairé",
    )


FORM = {
    "name": "Gare, côté bus",
    "kind": "gare",
    "commune": "Vénissieux",
    "rhythm": "7",
    "minutes": "30",
}


def test_a_team_adds_a_place_without_script(as_ines: Client) -> None:
    """The commune is read in the text: no code came with it."""
    assert "Aucun lieu pour l’instant" in read(as_ines, "places")
    answer = as_ines.post(reverse("outreach:add_place"), FORM)
    made = Place.objects.get()
    assert answer.headers["Location"] == reverse("outreach:place", args=[made.pk])
    assert (made.commune, made.rhythm, made.needs_two) == (VENISSIEUX, 7, False)
    assert "jamais visité" in read(as_ines, "place", place=made.pk).lower()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("commune", "", "Dites dans quelle commune"),
        ("commune", "Zzzzzzzz", "Aucune commune ne correspond"),
        ("commune", "Saint-Martin", "Plusieurs communes répondent"),
        ("rhythm", "0", "supérieure ou égale à 1"),
        ("point", "ici", "Ce point ne se lit pas"),
        ("point", "95, 4", "Ce point ne se lit pas"),
        ("point", "45.6", "Ce point ne se lit pas"),
    ],
)
def test_what_does_not_read_is_said_at_its_field(
    as_ines: Client, field: str, typed: str, said: str
) -> None:
    answer = as_ines.post(reverse("outreach:add_place"), {**FORM, field: typed})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Place.objects.exists()


@pytest.mark.parametrize("typed", ["45.6970, 4.8876", "45,6970 4,8876", "45.6970,4.8876"])
def test_a_point_reads_as_maps_write_it(as_ines: Client, typed: str) -> None:
    as_ines.post(reverse("outreach:add_place"), {**FORM, "point": typed})
    made = Place.objects.get()
    assert (str(made.latitude), str(made.longitude)) == ("45.69700", "4.88760")


def test_a_refusal_of_the_service_is_at_its_field(as_ines: Client, station: Place) -> None:
    answer = as_ines.post(reverse("outreach:add_place"), {**FORM, "name": "GARE"})
    assert "Un lieu porte déjà ce nom" in answer.content.decode()
    changed = reverse("outreach:change_place", args=[station.pk])
    assert 'value="Vénissieux (Rhône, 69200)"' in as_ines.get(changed).content.decode()
    as_ines.post(changed, {**FORM, "name": "Gare", "sector": "Nord"})
    station.refresh_from_db()
    assert station.sector == "Nord"


def test_the_list_goes_by_sector_and_says_what_waits(
    as_ines: Client, station: Place, passerelles: Organisation
) -> None:
    PlaceFactory(organisation=passerelles, name="Marché", sector="")
    PlaceFactory(organisation=passerelles, name="Ancien", left_on=clock.today())
    visited(station, 3)
    page = read(as_ines, "places")
    assert page.index("Sud") < page.index("Sans secteur")
    assert "2 lieux, dont 1 en retard" in page
    assert "Visité il y a 3 jours" in page
    assert "Ancien" not in page
    late = as_ines.get(reverse("outreach:places"), {"visite": "en retard", "ordre": "besoin"})
    assert "Marché" in late.content.decode()
    assert ">Gare<" not in late.content.decode()
    left = as_ines.get(reverse("outreach:places"), {"quittes": "1"}).content.decode()
    assert "Ancien" in left
    nothing = as_ines.get(reverse("outreach:places"), {"secteur": "Ouest", "visite": "hier"})
    assert "Aucun lieu ne répond" in nothing.content.decode()


def test_the_sheet_says_hours_safety_and_what_happened(
    as_ines: Client, ines: User, station: Place, passerelles: Organisation
) -> None:
    OpenBand.objects.create(place=station, weekdays=[1, 4], starts=time(18), ends=time(22))
    visited(station, 5)
    Encounter.objects.create(
        organisation=passerelles,
        kind=EncounterKind.PASSAGE,
        at=clock.now() - timedelta(days=2),
        place=station,
        counts={"women": 2},
        by=ines,
    )
    Observation.objects.create(
        organisation=passerelles,
        kind=ObservationKind.CLOSED,
        place=station,
        text="Le buffet a fermé",
        by=ines,
    )
    page = read(as_ines, "place", place=station.pk)
    for said in (
        "Mal éclairé",
        "Côté bus",
        "Lundi et jeudi, de 18 h à 22 h",
        "Visité il y a 2 jours",
        "passage anonyme, 2 personnes",
        "Le buffet a fermé",
    ):
        assert said in page


def test_hours_are_added_and_taken_away(as_ines: Client, station: Place) -> None:
    page = reverse("outreach:place_hours", args=[station.pk])
    sent = {"weekdays": ["1", "2"], "starts": "18:00", "ends": "22:00"}
    as_ines.post(page, sent)
    refused = as_ines.post(page, sent).content.decode()
    assert "recouvrent" in refused
    assert "Cochez au moins un jour" in as_ines.post(page, {}).content.decode()
    band = OpenBand.objects.get()
    for _ in range(2):
        as_ines.post(page, {"remove": str(band.pk)})
    assert not OpenBand.objects.exists()


def test_a_place_closes_opens_is_left_and_taken_up(as_ines: Client, station: Place) -> None:
    def at(name: str) -> str:
        return reverse(f"outreach:{name}", args=[station.pk])

    refused = as_ines.post(at("close_place"), {"until": "2020-01-01"})
    assert "Ce jour est passé" in refused.content.decode()
    as_ines.post(at("close_place"), {"until": (clock.today() + timedelta(days=9)).isoformat()})
    assert "10 décembre 2026" in read(as_ines, "place", place=station.pk)
    as_ines.post(at("reopen_place"))
    assert "Fermé" not in read(as_ines, "place", place=station.pk)
    assert "Ne plus y aller" in read(as_ines, "leave_place", place=station.pk)
    as_ines.post(at("leave_place"))
    assert "L’équipe n’y va plus" in read(as_ines, "place", place=station.pk)
    as_ines.post(at("leave_place"), {"again": "1"})
    station.refresh_from_db()
    assert station.left_on is None


def test_the_map_is_drawn_on_one_s_own_tiles_alone(
    as_ines: Client, station: Place, settings: Settings
) -> None:
    Place.objects.filter(pk=station.pk).update(latitude="45.69700", longitude="4.88760")
    assert '<svg class="place-map"' not in read(as_ines, "place", place=station.pk)
    settings.PLACE_TILES = "/tuiles/{z}/{x}/{y}.png"
    page = read(as_ines, "place", place=station.pk)
    assert page.count('<image href="/tuiles/16/') == 9
    assert "Carte autour de Gare" in page


def test_no_public_page_knows_of_a_place(client: Client, station: Place) -> None:
    for address in ("/", "/donnees/", "/api/v1/projets"):
        assert "Côté bus" not in client.get(address).content.decode()


@pytest.mark.parametrize("stranger", ["lina", "karim"])
def test_for_anybody_else_a_place_does_not_exist(
    client: Client, station: Place, stranger: str, request: pytest.FixtureRequest
) -> None:
    enter(client, request.getfixturevalue(stranger))
    for name in ("place", "change_place", "place_hours", "close_place", "leave_place"):
        page = reverse(f"outreach:{name}", args=[station.pk])
        assert client.get(page).status_code == 404, name
        assert client.post(page, FORM).status_code in (404, 405), name
    assert client.post(reverse("outreach:reopen_place", args=[station.pk])).status_code == 404


def test_a_colleague_and_who_coordinates_see_it(
    client: Client, station: Place, hugo: User, sami: User
) -> None:
    for user in (hugo, sami):
        assert "Gare" in read(enter(client, user), "places")


def test_the_next_round_there_is_said(as_ines: Client, station: Place, ines: User) -> None:
    round_of(ines).stops.create(place=station, rank=1)
    assert "Prochaine tournée prévue" in read(as_ines, "place", place=station.pk)
