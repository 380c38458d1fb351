"""A round proposed: which places, in which order, and the sentences that say why."""

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o2r.outreach.radar import (
    PROVISIONAL,
    Band,
    Estimates,
    PlaceFacts,
    Position,
    PromiseFacts,
    Proposal,
    RoundWanted,
    Sighting,
    Window,
    proposal,
    rehearse,
)

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 11, 12)  # a Thursday
EVERY_DAY = frozenset(range(1, 8))
EVENING = Band(EVERY_DAY, time(18), time(22))
MORNING = Band(EVERY_DAY, time(9), time(12))
TONIGHT = Window(TODAY, time(18), time(22))
WANTED = RoundWanted(TONIGHT, PARIS)


def place(name: str = "gare", *, seen: int | None = 10, **facts: object) -> PlaceFacts:
    """A place of the evening, seen some days ago, every week wished."""
    last = None if seen is None else TODAY - timedelta(days=seen)
    return PlaceFacts(name, **{"rhythm": 7, "bands": (EVENING,), "last_visit": last, **facts})


def names(found: Proposal) -> list[str]:
    return [stop.place.id for stop in found.stops]


def said(text: str) -> str:
    """With plain spaces, to read tests."""
    return text.replace("\u00a0", " ")


def reasons(one: PlaceFacts, wanted: RoundWanted = WANTED, today: date = TODAY) -> list[str]:
    (stop,) = proposal([one], wanted, today).stops
    return [said(reason) for reason in stop.reasons]


def test_where_somebody_was_signalled_comes_before_what_waits_longer_and_says_so() -> None:
    signalled = place("gare", seen=1, signals=1)
    found = proposal([place("marché", seen=60), signalled], replace(WANTED, stops=1), TODAY)
    assert names(found) == ["gare"]
    assert reasons(signalled)[0] == "un signalement attend ici"
    assert reasons(place(signals=3))[0] == "3 signalements attendent ici"


def refusal(one: PlaceFacts, wanted: RoundWanted = WANTED) -> str:
    found = proposal([one], wanted, TODAY)
    assert found.stops == found.spares == ()
    return said(found.left_out[0].why)


# Order


def test_what_waits_longest_beside_its_rhythm_comes_first() -> None:
    places = [
        place("weekly", seen=6),
        place("late-weekly", seen=20),
        place("monthly", seen=20, rhythm=28),
    ]
    found = proposal(places, replace(WANTED, stops=1), TODAY)
    assert names(found) == ["late-weekly"]
    assert [spare.place.id for spare in found.spares] == ["monthly", "weekly"]
    assert all(spare.is_spare for spare in found.spares)


def test_a_place_that_can_wait_for_the_next_round_leaves_its_turn() -> None:
    """The market opens on Thursdays alone; the station is open tomorrow too."""
    market = place("market", seen=9, bands=(Band(frozenset({4}), time(18), time(22)),))
    station = place("station", seen=10)
    wanted = replace(WANTED, stops=1)
    assert names(proposal([market, station], wanted, TODAY)) == ["market"]
    nothing_else = replace(wanted, next_rounds=(Window(TODAY, time(22), time(23)),))
    assert names(proposal([market, station], nothing_else, TODAY)) == ["station"]


def test_a_promise_of_the_day_comes_before_everything() -> None:
    promised = place("promised", seen=1, promises=(PromiseFacts(TODAY),))
    found = proposal([place("old", seen=90), promised], replace(WANTED, stops=1), TODAY)
    assert names(found) == ["promised"]


def test_a_promise_that_the_next_round_keeps_does_not_press() -> None:
    tomorrow = place("tomorrow", seen=1, promises=(PromiseFacts(TODAY + timedelta(days=1)),))
    assert names(proposal([place("old"), tomorrow], replace(WANTED, stops=1), TODAY)) == ["old"]
    later = RoundWanted(TONIGHT, PARIS, 1, next_rounds=(Window(TODAY, time(23), time(1)),))
    assert names(proposal([place("old"), tomorrow], later, TODAY)) == ["tomorrow"]


def test_people_seen_tell_two_equal_places_apart() -> None:
    crowd = place("z-crowd", sightings=(Sighting(TODAY - timedelta(days=10), 6),))
    empty = place("a-empty", sightings=(Sighting(TODAY - timedelta(days=10), 0),))
    assert names(proposal([crowd, empty], replace(WANTED, stops=1), TODAY)) == ["z-crowd"]
    forgotten = replace(crowd, sightings=(Sighting(TODAY - timedelta(days=90), 6),))
    assert names(proposal([forgotten, empty], replace(WANTED, stops=1), TODAY)) == ["a-empty"]


def test_the_same_facts_always_give_the_same_round() -> None:
    places = [place(f"p{number}", seen=number % 4, minutes=40) for number in range(12)]
    first = proposal(places, WANTED, TODAY)
    shuffled = random.Random(1).sample(places, len(places))
    assert proposal(shuffled, WANTED, TODAY) == first
    assert len(first.stops) + len(first.spares) + len(first.left_out) == 12


# Time


def test_an_hour_promised_is_kept() -> None:
    at_nine = place("promised", seen=1, promises=(PromiseFacts(TODAY, time(21)),))
    places = [place("one", minutes=50), place("two", minutes=50), at_nine]
    stops = {stop.place.id: stop for stop in proposal(places, WANTED, TODAY).stops}
    assert stops["promised"].arrives is not None
    assert time(20, 45) <= stops["promised"].arrives.time() <= time(21)
    assert len(stops) == 3


def test_a_team_that_cannot_be_there_at_the_hour_promised_comes_late() -> None:
    wanted = replace(WANTED, leaves_from=Position("69123"))
    promised = place(promises=(PromiseFacts(TODAY, time(18, 5)),), position=Position("69259"))
    (stop,) = proposal([promised], wanted, TODAY).stops
    assert stop.arrives == datetime(2026, 11, 12, 18, 25, tzinfo=PARIS)


def test_a_promise_after_midnight_is_of_the_night() -> None:
    wanted = RoundWanted(Window(TODAY, time(22), time(2)), PARIS)
    night = Band(EVERY_DAY, time(20), time(4))
    due = PromiseFacts(TODAY + timedelta(days=1), time(0, 30))
    promised = place("promised", seen=1, bands=(night,), promises=(due,))
    (stop, *_) = proposal([promised, place("old", seen=90, bands=(night,))], wanted, TODAY).stops[
        ::-1
    ]
    assert stop.place.id == "promised"
    assert stop.arrives == datetime(2026, 11, 13, 0, 15, tzinfo=PARIS)


def test_a_team_waits_for_what_opens_during_the_round() -> None:
    late = place("late", bands=(Band(EVERY_DAY, time(20), time(23)),))
    (stop,) = proposal([late], WANTED, TODAY).stops
    assert stop.arrives == datetime(2026, 11, 12, 20, tzinfo=PARIS)


def test_a_visit_may_be_cut_by_the_closing() -> None:
    bands = (Band(EVERY_DAY, time(17), time(18, 20)),)
    assert "visite écourtée : fermeture à 18 h 20" in reasons(place(bands=bands, minutes=30))
    why = "trop peu de temps pour une visite : ouvert de 17 h à 18 h 20 ce jour-là"
    assert refusal(place(bands=bands, minutes=60)) == why


def test_hours_of_arrival_count_the_road() -> None:
    here = Position("69123", 45.76, 4.83)
    there = Position("69259", 45.70, 4.89)
    wanted = replace(WANTED, leaves_from=here)
    (stop,) = proposal([place(position=there)], wanted, TODAY).stops
    assert 20 <= stop.travel <= 35
    assert stop.arrives == datetime(2026, 11, 12, 18, stop.travel, tzinfo=PARIS)
    (stop,) = proposal([place(position=there, is_remote=True)], wanted, TODAY).stops
    assert stop.travel == 0
    (stop,) = proposal([place(position=Position("69123"))], wanted, TODAY).stops
    assert stop.travel == PROVISIONAL.same_commune
    (stop,) = proposal([place(position=Position("69259"))], wanted, TODAY).stops
    assert stop.travel == PROVISIONAL.other_commune


@pytest.mark.parametrize(
    ("day", "visits"),
    [(date(2026, 3, 27), 4), (date(2026, 3, 28), 3), (date(2026, 10, 24), 5)],
)
def test_a_night_when_clocks_change_holds_what_it_lasts(day: date, visits: int) -> None:
    """From 1 h to 5 h: four hours, three in spring, five in autumn."""
    always = Band(EVERY_DAY, time(0), time(0))
    places = [
        PlaceFacts(f"p{n}", 7, bands=(always,), minutes=60, last_visit=day - timedelta(days=9))
        for n in range(8)
    ]
    wanted = RoundWanted(Window(day + timedelta(days=1), time(1), time(5)), PARIS)
    assert len(proposal(places, wanted, day, Estimates(margin=0)).stops) == visits


# Sentences


@pytest.mark.parametrize(
    ("seen", "rhythm", "sentence"),
    [
        (23, 7, "pas vu depuis 23 jours, rythme voulu : 7 jours"),
        (7, 7, "pas vu depuis 7 jours, rythme voulu : 7 jours"),
        (3, 14, "vu il y a 3 jours, rythme voulu : 14 jours"),
        (1, 1, "vu hier, rythme voulu : 1 jour"),
        (0, 7, "vu aujourd’hui, rythme voulu : 7 jours"),
        (None, 7, "jamais visité, rythme voulu : 7 jours"),
    ],
)
def test_visits_are_said(seen: int | None, rhythm: int, sentence: str) -> None:
    assert reasons(place(seen=seen, rhythm=rhythm))[0] == sentence


def test_a_place_never_visited_says_since_when_it_is_known() -> None:
    known = place(seen=None, known_since=TODAY - timedelta(days=12))
    assert reasons(known)[0] == "jamais visité, connu depuis 12 jours, rythme voulu : 7 jours"


@pytest.mark.parametrize(
    ("promises", "sentence"),
    [
        ((PromiseFacts(TODAY),), "une promesse est due ici aujourd’hui"),
        ((PromiseFacts(TODAY, time(20, 30)),), "une promesse est due ici aujourd’hui à 20 h 30"),
        ((PromiseFacts(date(2026, 11, 13)),), "une promesse est due ici demain"),
        ((PromiseFacts(date(2026, 11, 16)),), "une promesse est due ici lundi"),
        ((PromiseFacts(date(2026, 11, 19)),), "une promesse est due ici jeudi 19 novembre"),
        ((PromiseFacts(date(2026, 11, 9)),), "une promesse attend ici depuis 3 jours"),
        ((PromiseFacts(TODAY), PromiseFacts(TODAY)), "2 promesses sont dues ici aujourd’hui"),
        (
            (PromiseFacts(date(2026, 11, 11)), PromiseFacts(date(2026, 11, 11))),
            "2 promesses attendent ici depuis 1 jour",
        ),
    ],
)
def test_promises_are_said_first(promises: tuple[PromiseFacts, ...], sentence: str) -> None:
    assert reasons(place(promises=promises))[0] == sentence


@pytest.mark.parametrize(
    ("day", "count", "sentence"),
    [
        (date(2026, 11, 8), 3, "3 personnes vues dimanche dernier"),
        (date(2026, 11, 5), 3, "3 personnes vues le 5 novembre"),
        (date(2026, 11, 11), 1, "1 personne vue hier"),
        (date(2026, 11, 1), 0, "personne vu le 1er novembre"),
        (date(2025, 12, 30), 12, "12 personnes vues le 30 décembre"),
    ],
)
def test_the_last_sighting_is_said(day: date, count: int, sentence: str) -> None:
    older = Sighting(day - timedelta(days=9), 40)
    assert reasons(place(sightings=(Sighting(day, count), older)))[-1] == sentence


@pytest.mark.parametrize(
    ("bands", "sentence"),
    [
        ((EVENING,), "ouvert de 18 h à 22 h"),
        ((EVENING, MORNING), "ouvert de 9 h à 12 h et de 18 h à 22 h"),
        ((Band(EVERY_DAY, time(0), time(0)),), "ouvert toute la journée"),
        ((Band(EVERY_DAY, time(19, 30), time(2)),), "ouvert de 19 h 30 à 2 h"),
        ((Band(frozenset({3}), time(10), time(9)),), "ouvert depuis la veille"),
        ((), "horaires non renseignés"),
    ],
)
def test_hours_are_said(bands: tuple[Band, ...], sentence: str) -> None:
    wanted = RoundWanted(Window(TODAY, time(6), time(23)), PARIS)
    assert sentence in reasons(place(bands=bands), wanted)


def test_the_next_occasion_is_said_when_it_is_far() -> None:
    weekly = place(bands=(Band(frozenset({4}), time(18), time(22)),))
    assert "prochaine occasion : jeudi 19 novembre" in reasons(weekly)
    alone = replace(WANTED, next_rounds=(Window(TODAY, time(22), time(23)),))
    assert "pas d’autre occasion avant 28 jours" in reasons(weekly, alone)
    by_others = replace(weekly, planned_on=date(2026, 11, 20))
    assert "prochaine occasion : vendredi 20 novembre" in reasons(by_others, alone)
    assert not any("occasion" in reason for reason in reasons(place()))


def test_sentences_count_from_the_day_they_are_read() -> None:
    wanted = RoundWanted(Window(date(2026, 11, 14), time(18), time(22)), PARIS)
    due = place(promises=(PromiseFacts(date(2026, 11, 14)),))
    assert reasons(due, wanted) == [
        "une promesse est due ici samedi",
        "pas vu depuis 10 jours, rythme voulu : 7 jours",
        "ouvert de 18 h à 22 h",
    ]
    (stop,) = proposal([due], wanted, TODAY).stops
    assert stop.debt.days == 12


# Refusals


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"bands": (MORNING,)}, "fermé à cette heure : ouvert de 9 h à 12 h ce jour-là"),
        ({"bands": (Band(frozenset({1}), time(18), time(22)),)}, "fermé ce jour-là"),
        ({"closed_until": date(2027, 1, 4)}, "fermé jusqu’au lundi 4 janvier inclus"),
        ({"closed_until": TODAY, "bands": ()}, "fermé jusqu’au jeudi 12 novembre inclus"),
        ({"planned_on": TODAY}, "une autre tournée y va déjà ce jour-là"),
    ],
)
def test_a_place_left_out_says_why(facts: dict[str, object], sentence: str) -> None:
    assert refusal(place(**facts)) == sentence


def test_nobody_goes_alone_where_it_takes_two() -> None:
    in_pairs = place(people_needed=2)
    alone = replace(WANTED, window=replace(TONIGHT, people=1))
    assert refusal(in_pairs, alone) == "à deux seulement : une seule personne est prévue"
    assert names(proposal([in_pairs], WANTED, TODAY)) == ["gare"]
    crowd = place(people_needed=3)
    assert refusal(crowd) == "à 3 au moins : 2 personnes sont prévues"


def test_a_place_too_far_says_so() -> None:
    wanted = replace(WANTED, leaves_from=Position("69123", 45.76, 4.83))
    far = place(position=Position("63113", 45.78, 3.08), bands=(Band(EVERY_DAY, time(0), time(0)),))
    assert refusal(far, wanted) == "trop loin pour la durée de la tournée"
    away = place(
        position=Position("01283", 45.95, 5.33), bands=(Band(EVERY_DAY, time(9), time(19)),)
    )
    assert refusal(away, wanted) == (
        "arrivée trop tard pour une visite : ouvert de 9 h à 19 h ce jour-là"
    )


def test_what_finds_no_room_says_what_passes_before() -> None:
    places = [place("a", seen=30), place("b", seen=9)]
    none_kept = Estimates(spares=0)
    found = proposal(places, replace(WANTED, stops=1), TODAY, none_kept)
    assert said(found.left_out[0].why) == (
        "l’étape demandée passe avant : pas vu depuis 9 jours, rythme voulu : 7 jours"
    )
    long = [replace(one, minutes=150) for one in places]
    found = proposal(long, WANTED, TODAY, none_kept)
    assert said(found.left_out[0].why).startswith("plus le temps après les autres : pas vu")


# An order changed by somebody


def test_an_order_changed_by_somebody_is_timed_and_never_refused() -> None:
    morning = place("morning", bands=(MORNING,))
    pair = place("pair", people_needed=2, minutes=200)
    last = place("last", minutes=60)
    alone = replace(WANTED, window=replace(TONIGHT, people=1))
    found = rehearse([morning, pair, last], alone)
    assert [one.place.id for one in found] == ["morning", "pair", "last"]
    assert [one.arrives.time() for one in found] == [time(18), time(18), time(21, 20)]
    assert [[said(text) for text in one.warnings] for one in found] == [
        ["fermé à cette heure : ouvert de 9 h à 12 h ce jour-là"],
        ["à deux seulement : une seule personne est prévue"],
        ["visite écourtée : fermeture à 22 h", "retour après la fin de la tournée"],
    ]


def test_an_order_that_misses_an_hour_promised_says_so() -> None:
    promised = place("promised", promises=(PromiseFacts(TODAY, time(19)),))
    found = rehearse([place("long", minutes=120), promised], WANTED)
    assert [said(text) for text in found[1].warnings] == ["arrivée après l’heure promise : 19 h"]


def test_a_proposed_order_is_rehearsed_without_warning() -> None:
    places = [place(f"p{n}", seen=n, position=Position(f"6900{n}")) for n in range(9)]
    stops = proposal(places, WANTED, TODAY).stops
    again = rehearse([stop.place for stop in stops], WANTED)
    assert [(one.arrives, one.travel) for one in again] == [
        (stop.arrives, stop.travel) for stop in stops
    ]
    assert not any(one.warnings for one in again)


# Whatever the facts


bands = st.lists(
    st.builds(
        Band,
        st.frozensets(st.integers(1, 7), min_size=1),
        st.times().map(lambda one: one.replace(second=0, microsecond=0)),
        st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    ),
    max_size=3,
).map(tuple)
days = st.dates(date(2026, 10, 1), date(2026, 12, 20))
positions = st.builds(Position, st.just("69123"), st.floats(45.6, 45.9), st.floats(4.7, 5.0))
facts = st.builds(
    PlaceFacts,
    id=st.uuids().map(str),
    rhythm=st.integers(1, 60),
    bands=bands,
    last_visit=st.none() | days,
    known_since=st.none() | days,
    sightings=st.lists(st.builds(Sighting, days, st.integers(0, 9)), max_size=3).map(tuple),
    promises=st.lists(st.builds(PromiseFacts, days, st.none() | st.times()), max_size=2).map(tuple),
    people_needed=st.integers(1, 2),
    closed_until=st.none() | days,
    planned_on=st.none() | days,
    position=st.none() | positions,
    minutes=st.none() | st.integers(5, 120),
)
wishes = st.builds(
    RoundWanted,
    st.builds(Window, days, st.times(), st.times(), st.integers(1, 3)),
    st.just(PARIS),
    stops=st.none() | st.integers(1, 4),
    leaves_from=st.none() | positions,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(facts, max_size=8, unique_by=lambda one: one.id), wishes)
def test_every_place_is_proposed_or_left_out_once_with_a_sentence(
    places: list[PlaceFacts], wanted: RoundWanted
) -> None:
    found = proposal(places, wanted, TODAY)
    told = [one.place.id for one in (*found.stops, *found.spares, *found.left_out)]
    assert sorted(told) == sorted(one.id for one in places)
    assert all(one.why for one in found.left_out)
    assert wanted.stops is None or len(found.stops) <= wanted.stops
    window, before = wanted.window, None
    for stop in (*found.stops, *found.spares):
        assert stop.reasons
        assert stop.place.people_needed <= window.people
        assert stop.place.closed_until is None or stop.place.closed_until <= window.day
        assert stop.place.planned_on != window.day
    for stop in found.stops:
        assert stop.arrives is not None
        assert before is None or before <= stop.arrives + timedelta(minutes=1)
        before = stop.arrives
    warnings = {
        text
        for one in rehearse([stop.place for stop in found.stops], wanted)
        for text in one.warnings
    }
    assert all("écourtée" in text for text in warnings)
