"""Expressions and operations, held to plain sets of codes."""

import random
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from o2r.territory.official import Geography
from o2r.territory.zones import Zone, ZoneError, normalise, resolve
from tests.territory.synthetic import THOROUGH, Oracle, Recipes, commune_rows

Codes = set[str]


@pytest.fixture(scope="session")
def zone_of(country: Geography) -> Callable[[Codes], Zone]:
    return lambda codes: Zone(country, country.bits(codes))


@THOROUGH
@given(data=st.data())
def test_an_expression_is_read_from_left_to_right(
    data: st.DataObject, country: Geography, oracle: Oracle, recipes: Recipes
) -> None:
    terms = data.draw(recipes.any_terms)
    zone = resolve(recipes.text(terms), country)
    expected = oracle.evaluate(terms)
    assert set(zone.codes()) == expected
    assert list(zone.codes()) == sorted(expected)
    assert len(zone) == len(expected)
    assert [commune.code for commune in zone] == sorted(expected)
    assert zone.population == sum(commune.population for commune in zone)
    assert {code for code in country.codes if code in zone} == expected
    assert resolve(normalise(recipes.text(terms)), country) == zone


@THOROUGH
@given(data=st.data())
def test_operations_are_those_of_sets(
    data: st.DataObject, recipes: Recipes, zone_of: Callable[[Codes], Zone], oracle: Oracle
) -> None:
    one, other = data.draw(recipes.any_set), data.draw(recipes.any_set)
    a, b = zone_of(one), zone_of(other)
    assert set((a | b).codes()) == one | other
    assert set((a & b).codes()) == one & other
    assert set((a - b).codes()) == one - other
    assert set((~a).codes()) == oracle.units["fr"] - one
    assert (a <= b) == (one <= other)
    assert (a == b) == (one == other)
    assert (hash(a) == hash(b)) or one != other


@THOROUGH
@given(data=st.data())
def test_difference_and_intersection_rebuild_the_zone(
    data: st.DataObject, recipes: Recipes, zone_of: Callable[[Codes], Zone]
) -> None:
    a, b = zone_of(data.draw(recipes.any_set)), zone_of(data.draw(recipes.any_set))
    assert (a - b) | (a & b) == a
    assert a - b == a & (a - b)
    assert (a | b) - b == a - b


@THOROUGH
@given(seed=st.integers(0, 2**32 - 1))
def test_the_order_of_unions_does_not_matter(seed: int, country: Geography, oracle: Oracle) -> None:
    rng = random.Random(seed)
    names = rng.choices(sorted(oracle.units), k=rng.randrange(1, 9))
    shuffled = rng.sample(names, len(names))
    one, other = resolve(" + ".join(names), country), resolve(" + ".join(shuffled), country)
    assert one == other
    assert one.label == other.label
    assert one.cover() == other.cover()


@THOROUGH
@given(data=st.data())
def test_the_cover_resolves_to_the_zone_and_has_no_code_to_spare(
    data: st.DataObject, country: Geography, recipes: Recipes, zone_of: Callable[[Codes], Zone]
) -> None:
    zone = zone_of(data.draw(recipes.any_set))
    assume(len(zone))
    cover = zone.cover()
    assert resolve(" + ".join(cover), country) == zone
    assert {code.split(":")[0] for code in cover} <= {"dep", "epci", "com"}
    for spare in cover:
        rest = [code for code in cover if code != spare]
        assert not rest or resolve(" + ".join(rest), country) != zone


@THOROUGH
@given(data=st.data())
def test_a_zone_made_by_an_operation_writes_its_own_recipe(
    data: st.DataObject, country: Geography, recipes: Recipes, zone_of: Callable[[Codes], Zone]
) -> None:
    zone = zone_of(data.draw(recipes.any_set))
    assert bool(zone.expression) == bool(len(zone))
    if zone.expression:
        assert resolve(zone.expression, country) == zone


@THOROUGH
@given(data=st.data())
def test_the_epci_cut_are_those_partly_inside(
    data: st.DataObject, recipes: Recipes, zone_of: Callable[[Codes], Zone], oracle: Oracle
) -> None:
    codes = data.draw(recipes.any_set)
    expected = {
        name.removeprefix("epci:"): (len(members & codes), len(members))
        for name, members in oracle.units.items()
        if name.startswith("epci:") and members & codes and members - codes
    }
    found = {unit.code: (unit.inside, unit.total) for unit in zone_of(codes).partial_epci()}
    assert found == expected


def test_an_epci_that_holds_departements_is_enough_for_the_cover(country: Geography) -> None:
    assert resolve("epci:100000006", country).cover() == ("epci:100000006",)
    assert resolve("dep:75 + dep:93", country).cover() == ("dep:75", "dep:93")


def test_the_recipe_is_kept_normalised_with_its_vintage(country: Geography) -> None:
    zone = resolve(" DEP:38-epci:100000003", country)
    assert zone.expression == "dep:38 - epci:100000003"
    assert zone.vintage == 2026


def test_the_complement_stays_within_france(country: Geography) -> None:
    assert "97501" not in ~resolve("dep:38", country)
    assert ~resolve("fr", country) == Zone(country, 0)
    assert (~resolve("dep:38 + dep:975", country)).expression == "fr - dep:38"


def test_a_removal_partly_outside_is_accepted_and_shown(country: Geography) -> None:
    zone = resolve("dep:38 - epci:100000004", country)
    (note,) = zone.notes
    assert (note.term, note.adds, note.inside, note.total) == ("epci:100000004", False, 3, 4)
    assert "3 communes sur 4" in note.message
    assert zone.codes()[-1] == "38012"


def test_an_addition_that_adds_nothing_is_shown(country: Geography) -> None:
    (note,) = resolve("dep:38 + com:38003", country).notes
    assert note.adds
    assert "n’ajoute rien" in note.message
    assert resolve("dep:38 + dep:01", country).notes == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "term", "said"),
    [
        ("dep:38 - dep:69", "dep:69", ["ne retire rien", "Basse-Plaine", "gauche à droite"]),
        ("dep:38 - com:01001 + dep:01", "com:01001", ["ne retire rien", "Alba"]),
        ("dep:38 - dep:38", "dep:38", ["La zone est vide", "Moyenne-Plaine"]),
        ("com:38003 - epci:100000003", "epci:100000003", ["La zone est vide"]),
        ("dep:99", "dep:99", ["aucun territoire de type département", "2026"]),
        ("epci:999999999", "epci:999999999", ["aucun territoire de type EPCI"]),
        ("reg:38", "reg:38", ["« dep:38 » (Moyenne-Plaine)"]),
        ("dep:1", "dep:1", ["« dep:01 » (Haute-Plaine)"]),
        ("com:38099", "com:38099", ["Vieuxbourg", "n’est plus une commune", "com:38003", "Cabre"]),
        ("com:69381", "com:69381", ["arrondissement municipal", "com:69123"]),
        ("com:38", "com:38", ["« dep:38 »"]),
        ("qpv:QN06901M", "qpv:QN06901M", ["n’a pas été importée", "o2r import_qpv"]),
        ("frr:38", "frr:38", ["n’a pas été importée", "o2r import_frr"]),
    ],
)
def test_what_cannot_be_resolved_names_the_term(
    country: Geography, text: str, term: str, said: list[str]
) -> None:
    with pytest.raises(ZoneError) as caught:
        resolve(text, country)
    assert caught.value.term == term
    for piece in said:
        assert piece in caught.value.message.replace("\u00a0", " ")


def test_asking_for_a_code_that_is_no_commune_is_an_error(country: Geography) -> None:
    zone = resolve("dep:38", country)
    for code in ("38099", "69381", "99999", "38"):
        with pytest.raises(ZoneError, match="n’est pas le code d’une commune"):
            assert code in zone


def test_zones_of_two_vintages_do_not_mix(
    country: Geography, build: Callable[..., Geography]
) -> None:
    other = resolve("dep:38", build(2025))
    with pytest.raises(ZoneError, match="2026 et 2025"):
        resolve("dep:38", country) | other
    assert resolve("dep:38", country) != other


def test_a_former_code_resolves_in_its_own_vintage(
    build: Callable[..., Geography], country: Geography
) -> None:
    rows = [row for row in commune_rows() if row[0] != "38003"] + [("38099", *_row("38003")[1:])]
    before = build(2025, communes=sorted(rows), former=[])
    assert len(resolve("com:38099", before)) == 1
    with pytest.raises(ZoneError):
        resolve("com:38099", country)


def test_the_algebra_needs_neither_django_nor_a_database() -> None:
    program = (
        "import sys\n"
        "sys.modules['django'] = None\n"
        "from o2r.territory import zones\n"
        "from o2r.territory.zones import coverage, vintages\n"
        "assert zones.normalise('DEP:38') == 'dep:38'\n"
        "assert not [name for name in sys.modules if name.startswith('django.')]\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def _row(code: str) -> tuple[str, ...]:
    return next(row for row in commune_rows() if row[0] == code)
