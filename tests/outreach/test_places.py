"""Places: what may be said of them, their hours, what they are owed."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Team, User
from o2r.core import clock
from o2r.outreach import services
from o2r.outreach.coverage import Need, coverage_of
from o2r.outreach.enums import PlaceKind
from o2r.outreach.hours import band_in_words, clash, days_in_words
from o2r.outreach.models import OpenBand, Place
from o2r.outreach.radar.facts import Band
from o2r.outreach.selectors.places import (
    BY_NEED,
    PlaceFilter,
    choices_of,
    covered,
    found,
)
from o2r.outreach.services import PlaceDetails
from o2r.outreach.tile_map import TILE, around
from tests.accounts.factories import OrganisationFactory
from tests.outreach.conftest import PARIS
from tests.outreach.factories import VENISSIEUX, PlaceFactory, visited

STATION = PlaceDetails(name="Gare, côté bus", kind=PlaceKind.STATION, commune=VENISSIEUX)


def details(**changes: Any) -> PlaceDetails:
    return PlaceDetails(**{**STATION.__dict__, **changes})


def test_a_worker_adds_a_place_of_their_operator(by: Actor) -> None:
    made = services.add_place(by=by, details=STATION)
    assert (made.organisation_id, made.rhythm, made.needs_two) == (by.organisation, 14, True)
    assert services.change_place(by=by, place=made, details=details(rhythm=7)).rhythm == 7


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": "  "}, "name", "vide"),
        ({"commune": "00000"}, "commune", "code officiel"),
        ({"rhythm": 0}, None, "de 1 à 366"),
        ({"rhythm": 400}, None, "de 1 à 366"),
        ({"minutes": 1}, None, "5 minutes"),
        ({"latitude": Decimal(45)}, None, "ou aucune des deux"),
        ({"latitude": Decimal(95), "longitude": Decimal(4)}, None, "ou aucune des deux"),
        ({"kind": "lune"}, "kind", "lune"),
    ],
)
def test_what_a_place_may_not_be(
    by: Actor, changes: dict[str, Any], field: str | None, said: str
) -> None:
    with pytest.raises(DomainError, match=said) as refusal:
        services.add_place(by=by, details=details(**changes))
    assert refusal.value.field == field


def test_a_name_is_taken_once_in_a_commune_among_the_places_where_one_goes(by: Actor) -> None:
    first = services.add_place(by=by, details=STATION)
    with pytest.raises(DomainError, match="porte déjà ce nom"):
        services.add_place(by=by, details=details(name="gare, CÔTÉ bus"))
    services.add_place(by=by, details=details(commune="69199"))
    services.leave_place(by=by, place=first)
    services.add_place(by=by, details=STATION)
    with pytest.raises(DomainError, match="porte déjà ce nom"):
        services.take_up_place(by=by, place=first)


def test_a_sector_is_spelled_one_way(by: Actor) -> None:
    services.add_place(by=by, details=details(sector="Les Minguettes"))
    other = services.add_place(by=by, details=details(name="Marché", sector="les minguettes"))
    assert other.sector == "Les Minguettes"


def test_nobody_touches_the_places_of_another_operator(
    by: Actor, lina: User, karim: User, hugo: User, sami: User
) -> None:
    place = services.add_place(by=by, details=STATION)
    for stranger in (lina, karim):
        who = actor_for(stranger)
        assert not Place.objects.visible_to(who).exists()
        with pytest.raises(NotAllowed):
            services.change_place(by=who, place=place, details=STATION)
        with pytest.raises(NotAllowed):
            services.leave_place(by=who, place=place)
        with pytest.raises(NotAllowed):
            services.close_place(by=who, place=place, until=clock.today())
    with pytest.raises(NotAllowed):
        services.add_place(by=actor_for(karim), details=STATION)
    for colleague in (hugo, sami):
        assert Place.objects.visible_to(actor_for(colleague)).get() == place
        services.change_place(by=actor_for(colleague), place=place, details=STATION)


def test_a_team_of_another_operator_has_no_place_here(by: Actor) -> None:
    team = Team.objects.create(organisation=OrganisationFactory(), name="Ailleurs")
    with pytest.raises(DomainError, match="pas de votre organisation"):
        services.add_place(by=by, details=details(team=team))


def test_a_place_closes_until_a_day_included_and_opens_again(by: Actor) -> None:
    place, today = services.add_place(by=by, details=STATION), clock.today()
    services.close_place(by=by, place=place, until=today)
    assert place.is_closed(today)
    assert not place.is_closed(today + timedelta(days=1))
    services.reopen_place(by=by, place=place)
    services.reopen_place(by=by, place=place)
    assert not place.is_closed(today)


@pytest.mark.parametrize(("days", "said"), [(-1, "passé"), (2000, "deux ans")])
def test_a_place_does_not_close_on_a_day_that_makes_no_sense(
    by: Actor, days: int, said: str
) -> None:
    place = services.add_place(by=by, details=STATION)
    with pytest.raises(DomainError, match=said):
        services.close_place(by=by, place=place, until=clock.today() + timedelta(days=days))


def test_leaving_twice_keeps_the_first_day(by: Actor) -> None:
    place = services.add_place(by=by, details=STATION)
    services.leave_place(by=by, place=place)
    with clock.stopped_at(clock.now() + timedelta(days=3)):
        services.leave_place(by=by, place=place)
    assert place.left_on == clock.today()


# --- Hours ----------------------------------------------------------------------------------------


def band(*days: int, start: str = "18:00", end: str = "22:00") -> Band:
    return Band(frozenset(days), time.fromisoformat(start), time.fromisoformat(end))


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (band(1, 4), "lundi et jeudi, de 18 h à 22 h"),
        (band(*range(1, 6)), "du lundi au vendredi, de 18 h à 22 h"),
        (band(*range(1, 8), start="00:00", end="00:00"), "tous les jours, toute la journée"),
        (
            band(5, 6, 7, start="22:30", end="02:00"),
            "vendredi, samedi et dimanche, de 22 h 30 à 2 h (le lendemain)",
        ),
        (band(6, start="20:00", end="00:00"), "samedi, de 20 h à minuit"),
    ],
)
def test_hours_are_said_in_words(one: Band, said: str) -> None:
    assert band_in_words(one).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (band(1), band(2), False),
        (band(1), band(1, start="22:00", end="23:00"), False),
        (band(1), band(1, start="21:59", end="23:00"), True),
        (band(1, start="22:00", end="02:00"), band(2, start="01:00", end="03:00"), True),
        (band(7, start="22:00", end="02:00"), band(1, start="01:00", end="03:00"), True),
        (band(7, start="22:00", end="02:00"), band(1, start="02:00", end="03:00"), False),
        (band(3, start="00:00", end="00:00"), band(3), True),
    ],
)
def test_bands_that_share_a_minute_clash(one: Band, other: Band, *, expected: bool) -> None:
    assert clash(one, other) is clash(other, one) is expected


BANDS = st.builds(
    Band,
    st.frozensets(st.integers(1, 7), min_size=1),
    st.times(),
    st.times(),
)


@given(BANDS)
def test_a_band_clashes_with_itself_and_is_said(one: Band) -> None:
    assert clash(one, one)
    assert days_in_words(one.weekdays) in band_in_words(one)


def test_hours_that_cannot_be_are_refused(by: Actor) -> None:
    place = services.add_place(by=by, details=STATION)
    evening = {"starts": time(18), "ends": time(22)}
    with pytest.raises(DomainError, match="au moins un jour"):
        services.add_band(by=by, place=place, weekdays=[], **evening)
    with pytest.raises(DomainError, match="au moins un jour"):
        services.add_band(by=by, place=place, weekdays=[0, 8], **evening)
    with pytest.raises(DomainError, match="ne dure pas"):
        services.add_band(by=by, place=place, weekdays=[1], starts=time(18), ends=time(18))
    services.add_band(by=by, place=place, weekdays=[1, 2], **evening)
    with pytest.raises(DomainError, match="lundi et mardi, de 18"):
        services.add_band(by=by, place=place, weekdays=[2], starts=time(21), ends=time(23))
    services.add_band(by=by, place=place, weekdays=[3], starts=time(), ends=time())
    assert OpenBand.objects.filter(place=place).count() == 2


def test_taking_hours_away_twice_takes_them_away_once(by: Actor) -> None:
    place = services.add_place(by=by, details=STATION)
    other = PlaceFactory()
    kept = OpenBand.objects.create(place=other, weekdays=[1], starts=time(9), ends=time(10))
    made = services.add_band(by=by, place=place, weekdays=[1], starts=time(18), ends=time(22))
    for _ in range(2):
        services.remove_band(by=by, place=place, band=made.pk)
    services.remove_band(by=by, place=place, band=kept.pk)
    assert list(OpenBand.objects.order_by("pk")) == [kept]


# --- What is owed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "rhythm", "need", "since"),
    [
        (0, 7, Need.FINE, "visité aujourd’hui"),
        (1, 7, Need.FINE, "visité hier"),
        (5, 7, Need.FINE, "visité il y a 5 jours"),
        (6, 7, Need.SOON, "visité il y a 6 jours"),
        (7, 7, Need.LATE, "pas visité depuis 7 jours"),
        (19, 7, Need.LATE, "pas visité depuis 19 jours"),
        (None, 28, Need.LATE, "jamais visité"),
        (-3, 7, Need.FINE, "visité aujourd’hui"),
    ],
)
def test_what_is_owed_is_said_in_words(
    days: int | None, rhythm: int, need: Need, since: str
) -> None:
    today = date(2026, 12, 1)
    last = None if days is None else today - timedelta(days=days)
    found = coverage_of(last=last, rhythm=rhythm, added=today - timedelta(days=90), on=today)
    assert (found.need, found.since.replace("\u00a0", " ")) == (need, since)


def test_a_place_is_owed_what_rounds_did_not_give(by: Actor, passerelles: Any) -> None:
    late = PlaceFactory(organisation=passerelles, name="Gare", rhythm=7, sector="Sud")
    fine = PlaceFactory(organisation=passerelles, name="Hôtel", rhythm=14, sector="Nord")
    never = PlaceFactory(organisation=passerelles, name="Squat", rhythm=30, commune="69199")
    left = PlaceFactory(organisation=passerelles, name="Ancien", left_on=clock.today())
    visited(late, 30)
    visited(late, 9)
    visited(fine, 2)
    mine = Place.objects.visible_to(by)
    rows = {one.place: one for one in covered(mine, zone=PARIS, on=clock.today())}
    assert [rows[one].coverage.debt.days for one in (late, fine, never)] == [9, 2, None]

    def asked(**given: Any) -> list[Place]:
        return [
            one.place for one in found(mine, PlaceFilter(**given), zone=PARIS, on=clock.today())
        ]

    assert asked(order=BY_NEED) == [never, late, fine]
    assert asked() == [fine, late, never]
    assert asked(sector="Sud") == [late]
    assert asked(commune="69199") == [never]
    assert asked(need=Need.LATE) == [late, never]
    assert asked(left=True) == [left]
    assert choices_of(mine).sectors == ["Nord", "Sud"]
    assert [code for code, _ in choices_of(mine).communes] == ["69199", "69259"]


def test_a_point_is_drawn_at_the_centre_of_its_tiles() -> None:
    drawn = around(45.7, 4.88, template="/tuiles/{z}/{x}/{y}.png", zoom=16)
    assert len(drawn.tiles) == 9
    under = [
        one
        for one in drawn.tiles
        if one.x <= drawn.centre < one.x + TILE and one.y <= drawn.centre < one.y + TILE
    ]
    # y: (1 - ln(tan φ + sec φ) / π) / 2 × 2^16, worked out by hand.
    assert [one.address for one in under] == ["/tuiles/16/33656/23393.png"]
