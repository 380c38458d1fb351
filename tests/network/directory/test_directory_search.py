"""Who near a commune takes somebody for a need: filters, order, explanation."""

from datetime import date, timedelta
from math import nan
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.network.directory import words
from o2r.network.directory.search.index import Index
from o2r.network.directory.search.part import Part
from o2r.network.directory.search.question import Facts, Question
from o2r.network.directory.search.vocabulary import MOST_WORDS, asked_words
from o2r.network.directory.zoning import expression_of, places_of, terms_of
from o2r.territory.enums import UnitKind
from o2r.territory.folding import fold
from o2r.territory.geography import current_geography
from tests.network.directory.factories import CARE, LICENCE, VENISSIEUX

DAY = date(2026, 3, 1)
GEO = current_geography()
HERE = GEO.commune(VENISSIEUX)


def facts(rank: int, **more: object) -> Facts:
    values: dict[str, object] = {
        "key": UUID(int=rank),
        "name": f"service {rank:03}",
        "terms": ("epci:200046977",),
        "themes": frozenset({LICENCE, "mobilite"}),
        "publics": frozenset({"jeunes"}),
        "modes": frozenset({"en-presentiel"}),
        "seen_right_on": DAY,
        "latitude": 45.7,
        "longitude": 4.88,
    }
    return Facts(**(values | more))  # type: ignore[arg-type]


def ask(rows: list[Facts], asked: Question) -> list[int]:
    return [one.key.int for one in Index(Part(rows)).ask(asked, GEO).matches]


def test_the_order_is_the_one_that_is_promised() -> None:
    far = {"latitude": 45.75, "longitude": 4.95}
    rows = [
        facts(1, terms=("com:38185",)),
        facts(2, themes=frozenset({CARE, "mobilite"})),
        facts(3, publics=frozenset()),
        facts(4, **far),
        facts(5, seen_right_on=DAY - timedelta(days=90)),
        facts(6),
    ]
    asked = Question(HERE, (LICENCE,), ("jeunes",), within_km=30)
    assert ask(rows, asked) == [6, 5, 4, 3, 2, 1]


def test_what_is_not_for_the_person_is_left() -> None:
    rows = [
        facts(1, publics=frozenset({"seniors"})),
        facts(2, themes=frozenset({"sante--addictions", "sante"})),
        facts(3, is_open=False),
        facts(4, terms=("dep:38",), latitude=45.18, longitude=5.72),
        facts(5, publics=frozenset({"tous-publics"})),
    ]
    assert ask(rows, Question(HERE, (LICENCE,), ("jeunes",), within_km=30)) == [5]


def test_a_category_asks_for_all_its_themes() -> None:
    rows = [facts(1), facts(2, themes=frozenset({CARE, "mobilite"}))]
    index = Index(Part(rows))
    matches = index.ask(Question(HERE, ("mobilite",), within_km=30), GEO).matches
    assert [one.theme for one in matches] == [2, 2]


def test_a_distance_leaves_out_what_covers_from_afar_but_not_what_is_offered_remotely() -> None:
    rows = [
        facts(1, terms=("fr",), latitude=48.85, longitude=2.35),
        facts(2, terms=("fr",), latitude=48.85, longitude=2.35, modes=frozenset({"a-distance"})),
        facts(3),
    ]
    asked = Question(HERE, within_km=10, nearer_only=True)
    assert ask(rows, asked) == [3, 2]


def test_a_mode_is_asked_of_those_that_say_one() -> None:
    rows = [facts(1, modes=frozenset()), facts(2), facts(3, modes=frozenset({"a-distance"}))]
    assert ask(rows, Question(HERE, mode="a-distance", within_km=30)) == [3]
    assert ask(rows, Question(HERE, mode="en-presentiel", within_km=30)) == [1, 2]


def test_a_service_without_a_point_is_found_by_its_zone_alone() -> None:
    rows = [facts(1, latitude=nan, longitude=nan), facts(2)]
    matches = Index(Part(rows)).ask(Question(HERE, within_km=30), GEO).matches
    assert [(one.key.int, one.km is None) for one in matches] == [(2, False), (1, True)]


changes = st.lists(
    st.tuples(st.integers(0, 11), st.booleans(), st.sampled_from([LICENCE, CARE])), max_size=12
)


@given(changes)
def test_a_patched_index_answers_as_one_made_again(changed: list[tuple[int, bool, str]]) -> None:
    start = {rank: facts(rank) for rank in range(8)}
    later = {
        rank: facts(rank, is_open=is_open, themes=frozenset({theme, "mobilite"}))
        for rank, is_open, theme in changed
    }
    patched = Index(Part(start.values())).patched(later.values())
    whole = Index(Part((start | later).values()))
    asked = Question(HERE, (LICENCE,), within_km=30)
    assert patched.ask(asked, GEO) == whole.ask(asked, GEO)
    assert len(patched) == len(whole)


def test_a_page_of_an_answer_is_a_part_of_it() -> None:
    index = Index(Part([facts(rank) for rank in range(30)]))
    asked = Question(HERE, within_km=30)
    whole, page = index.ask(asked, GEO), index.ask(asked, GEO, first=20, limit=5)
    assert page.matches == whole.matches[20:25]
    assert (page.total, page.covering) == (30, 30)


@pytest.mark.parametrize(
    ("codes", "expression", "unknown"),
    [
        (["38", "69259"], "com:69259 + dep:38", []),
        (["france", "38"], "fr", []),
        (["200046977"], "epci:200046977", []),
        (["69381"], "com:69123", []),
        (["99109", "nulle part"], "", ["99109", "nulle part"]),
        (["region-84"], "reg:84", []),
    ],
)
def test_the_codes_of_a_zone_become_an_expression(
    codes: list[str], expression: str, unknown: list[str]
) -> None:
    assert expression_of(codes, GEO) == (expression, unknown)


def test_a_zone_that_takes_away_is_its_communes() -> None:
    terms = terms_of("epci:200046977 - com:69259", GEO)
    assert "com:69276" in terms
    assert "com:69259" not in terms
    assert terms_of("epci:000000000", GEO) == ("epci:000000000",)
    assert terms_of("ceci n’est pas une zone", GEO) == ()


@given(st.sampled_from(GEO.communes[::997]))
def test_every_unit_named_by_its_places_holds_a_commune(commune: object) -> None:
    for term in places_of(commune, GEO):  # type: ignore[arg-type]
        kind, _, code = term.partition(":")
        unit = GEO.unit(UnitKind(kind), code)
        assert unit is not None
        assert unit.bits >> commune.index & 1  # type: ignore[attr-defined]


def test_reasons_are_said_in_words() -> None:
    asked = Question(HERE, (LICENCE,), ("jeunes",), within_km=30)
    near = facts(1, terms=("dep:38",), themes=frozenset({CARE, "mobilite"}), publics=frozenset())
    [match] = Index(Part([near])).ask(asked, GEO).matches
    assert words.explained(match, asked, themes=[CARE], publics=[]) == [
        "Ne dit pas couvrir Vénissieux : à demander",
        "Domaine voisin : Entretenir et réparer son véhicule",
        "Ne dit pas qui il prend : à demander",
    ]
    [match] = Index(Part([facts(2)])).ask(asked, GEO).matches
    assert words.explained(match, asked, themes=[LICENCE], publics=["jeunes"]) == [
        "Couvre Vénissieux",
        "Répond à : Préparer un permis",
        "Prend : Jeunes",
    ]


@pytest.mark.parametrize(
    ("days", "text", "is_old"),
    [
        (-3, "confirmé aujourd’hui", False),
        (1, "confirmé hier", False),
        (20, "confirmé il y a 20 jours", False),
        (95, "confirmé il y a 3 mois", False),
        (190, "confirmé il y a 6 mois", True),
        (800, "confirmé il y a 2 ans", True),
    ],
)
def test_freshness_is_said_in_words(days: int, text: str, is_old: bool) -> None:
    said = words.freshness(DAY - timedelta(days=days), DAY, old_months=6)
    assert (said.text, said.is_old) == (text, is_old)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("vélo", [1, 2]),
        ("VELOS", [1, 2]),
        ("prêt de vélo", [1]),
        ("bicyclette", []),
        ("réparer vélo", [2]),
        ("l’Étape", [3]),
        ("cv", [3]),
        ("de la", [1, 2, 3]),
        ("œuvre", [3]),
        ("'; DROP TABLE--", []),
        ("\x00 %_*", [1, 2, 3]),
    ],
)
def test_words_are_found_whatever_their_accents_and_endings(typed: str, found: list[int]) -> None:
    rows = [
        facts(1, name=fold("Prêt de vélos"), text="Pour un mois."),
        facts(2, name=fold("Atelier"), text="On y apprend à réparer son vélo."),
        facts(3, name=fold("Écrire son CV"), text="Structure L’Étape, à l’Œuvre."),
    ]
    assert sorted(ask(rows, Question(HERE, words=asked_words(typed), within_km=30))) == found


def test_a_question_has_few_words() -> None:
    assert len(asked_words(" ".join(f"mot{rank}" for rank in range(100)))) == MOST_WORDS
    assert asked_words("de la, des !") == ()


def test_a_service_that_changes_is_found_by_its_new_words_alone() -> None:
    index = Index(Part([facts(1, text="vélo"), facts(2, text="vélo")]))
    index = index.patched([facts(1, text="trottinette")])
    for word, found in (("velo", [2]), ("trottinette", [1])):
        asked = Question(HERE, words=(word,))
        assert [one.key.int for one in index.ask(asked, GEO).matches] == found
