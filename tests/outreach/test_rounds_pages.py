"""The pages of rounds: what a team reads on the way, and the buttons it presses, twice or not."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.journal.models import JournalEntry
from o2r.outreach.enums import EncounterKind, PlaceKind, RoundState
from o2r.outreach.models import Encounter, Place, Promise, Round, RoundStop
from o2r.people.models import Person
from o2r.people.services import Given, open_person
from tests.accounts.factories import enter
from tests.outreach.conftest import TUESDAY
from tests.outreach.factories import PlaceFactory, RoundFactory, RoundStopFactory, round_of

FORM: dict[str, Any] = {
    "channel": "rue",
    "day": "2026-12-01",
    "starts": "18:30",
    "ends": "22:00",
    "back": "22:30",
    "guests": "0",
}


def read(client: Client, name: str, *parameters: Any) -> str:
    answer = client.get(reverse(f"outreach:{name}", args=parameters))
    assert answer.status_code == 200, name
    return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


@pytest.fixture
def station(passerelles: Organisation) -> Place:
    return PlaceFactory(
        organisation=passerelles, name="Gare", rhythm=7, safety_note="Rester à vue", where="Bus"
    )


@pytest.fixture
def tonight(ines: User, hugo: User, station: Place) -> Round:
    made = round_of(ines, hugo)
    RoundStopFactory(round=made, place=station, why=["jamais visité", "ouvert de 7 h à 22 h"])
    return made


def under_way(round_: Round) -> RoundStop | None:
    round_.state, round_.started_at = RoundState.UNDER_WAY, clock.now()
    round_.save()
    return round_.stops.first()


# --- Preparing ------------------------------------------------------------------------------------


def test_a_round_is_prepared_then_its_places_are_chosen_as_proposed(
    as_ines: Client, ines: User, hugo: User, passerelles: Organisation, station: Place
) -> None:
    closed = PlaceFactory(
        organisation=passerelles, name="Foyer", closed_until=clock.today() + timedelta(days=3)
    )
    answer = as_ines.post(
        reverse("outreach:plan_round"), {**FORM, "members": [str(ines.pk), str(hugo.pk)]}
    )
    made = Round.objects.get()
    assert answer.headers["Location"] == reverse("outreach:stops", args=[made.pk])
    page = read(as_ines, "stops", made.pk)
    assert "Ce que le radar propose" in page
    assert "Jamais visité, connu depuis 60 jours, rythme voulu : 7 jours" in page
    assert "Fermé jusqu’au vendredi 4 décembre inclus" in page
    as_ines.post(
        reverse("outreach:stops", args=[made.pk]), {"place": [str(station.pk), str(closed.pk)]}
    )
    first, second = made.stops.order_by("rank")
    assert (first.place, second.place) == (station, closed)
    assert first.why[0].startswith("jamais visité")
    again = as_ines.post(reverse("outreach:stops", args=[made.pk]), {}, follow=True)
    assert "Aucun lieu n’était coché" in again.content.decode()


@pytest.mark.parametrize(("channel", "proposed"), [("rue", "Gare"), ("numerique", "Le salon")])
def test_a_round_outside_goes_to_no_digital_space_and_one_online_nowhere_else(
    as_ines: Client, ines: User, station: Place, channel: str, proposed: str
) -> None:
    PlaceFactory(organisation=station.organisation, name="Le salon", kind=PlaceKind.DIGITAL)
    made = round_of(ines, channel=channel)
    page = read(as_ines, "stops", made.pk)
    assert [name for name in ("Gare", "Le salon") if name in page] == [proposed]


def test_who_goes_alone_is_not_sent_where_two_are_needed(
    as_ines: Client, ines: User, station: Place
) -> None:
    as_ines.post(reverse("outreach:plan_round"), {**FORM, "members": [str(ines.pk)]})
    made = Round.objects.get()
    page = read(as_ines, "stops", made.pk)
    assert "À deux seulement : une seule personne est prévue" in page
    forced = as_ines.post(
        reverse("outreach:stops", args=[made.pk]), {"place": str(station.pk)}, follow=True
    )
    assert "On ne va pas seul" in forced.content.decode()
    assert not made.stops.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"members": []}, "Dites qui part"),
        ({"day": "2026-11-01"}, "déjà finie"),
        ({"day": ""}, "obligatoire"),
        ({"ends": "18:30"}, "finit avant de partir"),
        ({"ends": "17:00"}, "16 heures"),
        ({"back": "21:00"}, "avant la fin"),
        ({"guests": "-1"}, "supérieure ou égale à 0"),
        ({"channel": "telephone"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_cannot_be_is_said_on_the_form(
    as_ines: Client, ines: User, changes: dict[str, Any], said: str
) -> None:
    sent = {**FORM, "members": [str(ines.pk)], **changes}
    answer = as_ines.post(reverse("outreach:plan_round"), sent)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Round.objects.exists()


def test_a_night_ends_the_next_day_and_its_return_too(as_ines: Client, ines: User) -> None:
    night = {"starts": "21:00", "ends": "01:00", "back": "01:30"}
    as_ines.post(reverse("outreach:plan_round"), {**FORM, **night, "members": [str(ines.pk)]})
    made = Round.objects.get()
    assert made.ends_at - made.starts_at == timedelta(hours=4)
    assert made.back_by - made.ends_at == timedelta(minutes=30)
    late = {"starts": "18:00", "ends": "23:30", "back": "00:30", "day": "2026-12-02"}
    as_ines.post(reverse("outreach:plan_round"), {**FORM, **late, "members": [str(ines.pk)]})
    other = Round.objects.exclude(pk=made.pk).get()
    assert other.back_by - other.ends_at == timedelta(hours=1)


def test_a_round_changes_until_it_leaves(
    as_ines: Client, ines: User, hugo: User, tonight: Round
) -> None:
    page = reverse("outreach:change_round", args=[tonight.pk])
    assert "Hugo Perrin" in as_ines.get(page).content.decode()
    sent = {**FORM, "members": [str(ines.pk), str(hugo.pk)], "remark": "Camionnette"}
    as_ines.post(page, sent)
    assert "Camionnette" in read(as_ines, "round", tonight.pk)
    alone = as_ines.post(page, {**sent, "members": [str(ines.pk)]}).content.decode()
    assert "On ne va pas seul" in alone
    under_way(tonight)
    assert "déjà partie" in as_ines.post(page, sent).content.decode()


# --- On the way -----------------------------------------------------------------------------------


def test_without_a_round_the_page_says_where_to_go(
    as_ines: Client, hugo: User, station: Place
) -> None:
    round_of(hugo)
    page = read(as_ines, "my_round")
    assert "Aucune tournée n’est prévue pour vous" in page
    assert "Les lieux qui attendent le plus" in page
    assert "Hugo Perrin" in page
    assert "Gare" in page


def test_my_round_is_the_one_under_way_then_the_next(
    as_ines: Client, ines: User, tonight: Round
) -> None:
    tomorrow = round_of(ines, starts_at=TUESDAY + timedelta(days=1), remark="Demain")
    page = read(as_ines, "my_round")
    assert 'Ma tournée · <span class="nowrap">mardi soir</span>' in page
    assert "Inès Valmont" in page
    assert "Jamais visité ; ouvert de 7 h à 22 h." in page
    assert "Rester à vue" in page
    assert "Nous partons" in page
    assert "Demain" not in page
    assert "Nous partons" not in read(as_ines, "round", tomorrow.pk)
    under_way(tomorrow)
    assert "Demain" in read(as_ines, "my_round")


def test_the_evening_of_a_team(as_ines: Client, tonight: Round, station: Place) -> None:
    """Leaving, one place passed twice by a trembling thumb, undone, passed again, everyone back."""
    stop = tonight.stops.get()
    here = reverse("outreach:stop", args=[tonight.pk, stop.pk])
    as_ines.post(reverse("outreach:start_round", args=[tonight.pk]))
    assert "En cours depuis 17 h" in read(as_ines, "round", tonight.pk)
    for _ in range(2):
        answer = as_ines.post(here, {"visited": "1"}, follow=True)
        assert "Passage noté : Gare" in answer.content.decode().replace("\u00a0", " ")
    stop.refresh_from_db()
    assert stop.visited_at == TUESDAY
    as_ines.post(here, {"undo": "1"})
    stop.refresh_from_db()
    assert stop.visited_at is None
    as_ines.post(here, {"visited": "1"})
    for _ in range(2):
        as_ines.post(reverse("outreach:finish_round", args=[tonight.pk]))
    page = read(as_ines, "round", tonight.pk)
    assert "Rentrée à 17 h" in page
    assert "Tout le monde est rentré</button>" not in page
    assert "Visité aujourd’hui" in read(as_ines, "places")


def test_a_meeting_is_noted_from_the_place_and_one_comes_back_to_the_round(
    as_ines: Client, tonight: Round
) -> None:
    stop = under_way(tonight)
    assert stop
    form = reverse("outreach:encounter_new")
    page = read(as_ines, "my_round")
    for asked in (f"?stop={stop.pk}", f"?round={tonight.pk}"):
        assert f'href="{form}{asked}"' in page
    assert f'href="{form}?place={stop.place_id}"' in read(as_ines, "place", stop.place_id)
    noted = as_ines.post(
        form,
        {
            "entry": str(uuid4()),
            "kind": EncounterKind.PASSAGE,
            "count_men": "2",
            "channel": "rue",
            "place": str(stop.place_id),
            "round": str(tonight.pk),
        },
        follow=True,
    )
    assert reverse("outreach:round", args=[tonight.pk]) in noted.text


def test_a_place_is_left_with_the_words_of_why(as_ines: Client, tonight: Round) -> None:
    stop = under_way(tonight)
    page = reverse("outreach:skip_stop", args=[tonight.pk, stop.pk])
    assert "Gare" in as_ines.get(page).content.decode()
    assert "obligatoire" in as_ines.post(page, {"because": ""}).content.decode()
    as_ines.post(page, {"because": "Porte fermée"})
    assert "Porte fermée" in read(as_ines, "round", tonight.pk)


def test_places_are_put_in_order_by_buttons(
    as_ines: Client, tonight: Round, passerelles: Organisation
) -> None:
    other = RoundStopFactory(round=tonight, place=PlaceFactory(organisation=passerelles), rank=2)
    here = reverse("outreach:stop", args=[tonight.pk, other.pk])
    as_ines.post(here, {"earlier": "1"})
    assert [one.pk for one in tonight.stops.order_by("rank")][0] == other.pk
    as_ines.post(here, {"later": "1"})
    assert [one.pk for one in tonight.stops.order_by("rank")][1] == other.pk
    as_ines.post(here, {"remove": "1"})
    assert tonight.stops.count() == 1
    assert as_ines.post(here, {"remove": "1"}).status_code == 404
    still = tonight.stops.get()
    unknown = as_ines.post(reverse("outreach:stop", args=[tonight.pk, still.pk]), {})
    assert unknown.status_code == 302


def test_a_late_team_puts_off_its_return_or_gives_up(as_ines: Client, tonight: Round) -> None:
    under_way(tonight)
    page = reverse("outreach:postpone_return", args=[tonight.pk])
    assert "avant la fin" in as_ines.post(page, {"back": "18:00"}).content.decode()
    as_ines.post(page, {"back": "00:30"})
    tonight.refresh_from_db()
    assert tonight.local(tonight.back_by).isoformat() == "2026-12-02T00:30:00+01:00"
    cancel = reverse("outreach:cancel_round", args=[tonight.pk])
    assert "obligatoire" in as_ines.post(cancel, {}).content.decode()
    as_ines.post(cancel, {"because": "Verglas"})
    assert "Verglas" in read(as_ines, "round", tonight.pk)


def test_a_round_that_is_not_back_is_seen_by_who_coordinates(
    client: Client, sami: User, tonight: Round
) -> None:
    under_way(tonight)
    with clock.stopped_at(TUESDAY + timedelta(hours=8)):
        enter(client, sami)
        assert "Retour non signalé" in read(client, "rounds")
        assert "Le retour n’est pas signalé" in read(client, "round", tonight.pk)
        home = client.get(reverse("accounts:home")).content.decode()
        assert "1 en attente" in home


def test_the_list_says_what_is_to_come_and_what_is_over(
    as_ines: Client, ines: User, tonight: Round
) -> None:
    round_of(
        ines,
        starts_at=TUESDAY - timedelta(days=3),
        state=RoundState.DONE,
        back_at=TUESDAY - timedelta(days=2, hours=21),
    )
    page = read(as_ines, "rounds")
    assert page.index("Mardi soir") < page.index("Samedi 28 novembre")
    assert "Inès Valmont" in page
    assert JournalEntry.objects.filter(kind="round", action="list").count() == 1


# --- Promises -------------------------------------------------------------------------------------


def promised(to: Person, place: Place, by: User, *, days: int = 0) -> Promise:
    """The team promised something, at a place, for the day of the round."""
    met = Encounter.objects.create(
        organisation=place.organisation,
        kind=EncounterKind.MEETING,
        at=clock.now() - timedelta(days=4),
        place=place,
        by=by,
    )
    made = Promise(
        subject=to.pk, person=to, encounter=met, due_on=clock.today() + timedelta(days=days)
    )
    write_sealed(made, organisation=place.organisation_id, what="Parler du rendez-vous")
    made.save()
    return made


@pytest.fixture
def momo(hugo: User) -> Person:
    return open_person(by=actor_for(hugo), given=Given(known_as="Momo"))


def test_a_promise_is_read_by_who_follows_and_only_known_by_the_others(
    client: Client, tonight: Round, station: Place, momo: Person, hugo: User, sami: User, ines: User
) -> None:
    promised(momo, station, hugo)
    page = read(enter(client, hugo), "round", tonight.pk)
    assert "Promesse : Momo" in page
    assert "Parler du rendez-vous" in page
    assert JournalEntry.objects.filter(kind="person-file", action="list").count() == 1
    for user in (sami, ines):
        page = read(enter(client, user), "round", tonight.pk)
        assert "1 promesse d’un collègue" in page
        assert "Momo" not in page
        assert "Parler" not in page
    assert JournalEntry.objects.filter(kind="person-file", action="list").count() == 1


def test_a_promise_of_a_protected_file_is_known_by_who_follows_alone(
    client: Client, tonight: Round, station: Place, momo: Person, hugo: User, ines: User
) -> None:
    promised(momo, station, hugo)
    Person.objects.filter(pk=momo.pk).update(is_protected=True)
    assert "Promesse : Momo" in read(enter(client, hugo), "round", tonight.pk)
    assert "promesse" not in read(enter(client, ines), "round", tonight.pk).lower().replace(
        "promesses d’abord", ""
    )


def test_a_promise_for_later_waits(
    client: Client, tonight: Round, station: Place, momo: Person, hugo: User
) -> None:
    promised(momo, station, hugo, days=3)
    assert "Momo" not in read(enter(client, hugo), "round", tonight.pk)


def test_promises_come_first_in_what_the_radar_proposes(
    as_ines: Client,
    ines: User,
    hugo: User,
    station: Place,
    momo: Person,
    passerelles: Organisation,
) -> None:
    quiet = PlaceFactory(organisation=passerelles, name="Parc", rhythm=28)
    promised(momo, quiet, hugo)
    empty = round_of(ines, hugo)
    page = read(as_ines, "stops", empty.pk)
    assert "Une promesse est due ici aujourd’hui" in page
    assert "Momo" not in page
    assert "1 personne vue" in page


# --- Anybody else ---------------------------------------------------------------------------------


@pytest.mark.parametrize("stranger", ["lina", "karim"])
def test_for_anybody_else_a_round_does_not_exist(
    client: Client, tonight: Round, stranger: str, request: pytest.FixtureRequest
) -> None:
    enter(client, request.getfixturevalue(stranger))
    stop = under_way(tonight)
    for name in ("round", "change_round", "stops", "postpone_return", "cancel_round"):
        assert client.get(reverse(f"outreach:{name}", args=[tonight.pk])).status_code == 404
    for name in ("start_round", "finish_round"):
        assert client.post(reverse(f"outreach:{name}", args=[tonight.pk])).status_code == 404
    for name in ("stop", "skip_stop"):
        page = reverse(f"outreach:{name}", args=[tonight.pk, stop.pk])
        assert client.post(page, {"visited": "1", "because": "x"}).status_code == 404
    stop.refresh_from_db()
    assert stop.is_open


def test_a_stop_is_reached_by_its_own_round_alone(as_ines: Client, tonight: Round) -> None:
    elsewhere = RoundStopFactory(round=RoundFactory())
    page = reverse("outreach:stop", args=[tonight.pk, elsewhere.pk])
    assert as_ines.post(page, {"visited": "1"}).status_code == 404
