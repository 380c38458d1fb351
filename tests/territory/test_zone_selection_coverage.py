"""What a selection covers, held to loops over plain sets of codes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.territory.official import Geography
from o2r.territory.zones import resolve
from o2r.territory.zones.selection_coverage import Candidate, selection_coverage
from tests.territory.synthetic import THOROUGH, Recipes
from tests.territory.test_zone_reference_values import YOUTH_CALL

PUBLICS = ("jeunes", "femmes", "aînés")


@THOROUGH
@given(seed=st.integers(0, 2**32 - 1))
def test_figures_are_those_of_a_loop(country: Geography, recipes: Recipes, seed: int) -> None:
    rng = random.Random(seed)
    codes = [recipes.codes(rng) for _ in range(rng.randrange(9))]
    kept = [rng.random() < 0.6 for _ in codes]
    publics = [frozenset(rng.sample(PUBLICS, rng.randrange(4))) for _ in codes]
    perimeter = recipes.codes(rng)
    candidates = [
        Candidate(str(i), country.bits(some), kept[i], publics[i]) for i, some in enumerate(codes)
    ]
    result = selection_coverage(country, country.bits(perimeter), candidates)

    people = {commune.code: commune.population for commune in country.communes}
    counts = {
        code: sum(keep and code in some for some, keep in zip(codes, kept, strict=True))
        for code in perimeter
    }
    covered = {code for code, count in counts.items() if count}
    twice = {code for code, count in counts.items() if count > 1}

    def names(bits: int) -> set[str]:
        return {commune.code for commune in country.select(bits)}

    assert (result.perimeter.communes, result.covered.communes) == (len(perimeter), len(covered))
    assert result.covered.population == sum(people[code] for code in covered)
    total = sum(people[code] for code in perimeter)
    assert result.share == (result.covered.population / total if total else 0.0)
    assert names(result.white) == perimeter - covered
    assert names(result.overlaps) == twice
    assert result.overlapped.population == sum(people[code] for code in twice)

    white = [commune.code for place in result.white_places for commune in place.communes]
    assert sorted(white) == sorted(perimeter - covered)
    for place in result.white_places:
        assert {commune.department for commune in place.communes} == {place.department}
        assert {commune.epci for commune in place.communes} == {place.epci}
        assert place.population == sum(people[commune.code] for commune in place.communes)
        alike = {
            commune.code
            for commune in country.communes
            if (commune.department, commune.epci) == (place.department, place.epci)
        }
        here = alike & perimeter
        if place.epci:
            assert place.whole is (not here & covered)

    epci_of = {commune.code: commune.epci for commune in country.communes}
    assert set(result.epcis) == {epci_of[code] for code in perimeter} - {""}
    for code, epci in result.epcis.items():
        inside = {one for one in perimeter if epci_of[one] == code}
        assert epci.communes == len(inside)
        assert epci.covered == len(inside & covered)
        assert epci.overlapped == len(inside & twice)
        assert epci.most == max(counts[one] for one in inside)
        assert epci.covered_population == sum(people[one] for one in inside & covered)
        assert 0.0 <= epci.share <= 1.0
    for public in PUBLICS:
        reached = {
            code
            for i, some in enumerate(codes)
            if kept[i] and public in publics[i]
            for code in some & perimeter
        }
        population = sum(people[code] for code in reached)
        assert result.public_share(public) == (population / total if total else 0.0)


def test_the_youth_call_with_one_candidate_per_departement(france: Geography) -> None:
    perimeter = resolve(YOUTH_CALL, france)
    texts = ("dep:01", "dep:38", "dep:73", "dep:74", "epci:200077014")
    candidates = [
        Candidate(text, resolve(text, france).bits, True, frozenset({"jeunes"})) for text in texts
    ]
    result = selection_coverage(france, perimeter.bits, candidates)
    assert result.perimeter.communes == 2_411
    assert result.perimeter.population == 4_954_294
    assert result.overlapped.communes == 18, "the communes of CA Vienne Condrieu in Isère"
    assert {place.department for place in result.white_places} == {"03", "07", "42", "63"}
    clermont = next(p for p in result.white_places if p.epci == "246300701")
    assert (clermont.name, clermont.whole, len(clermont.communes)) == (
        "Clermont Auvergne Métropole",
        True,
        21,
    )
    first = result.white_places[0]
    assert first.population == max(
        p.population for p in result.white_places if p.department == first.department
    )


def test_nothing_kept_and_nothing_to_cover(france: Geography) -> None:
    perimeter = resolve("dep:73", france)
    refused = Candidate("a", perimeter.bits, False, frozenset({"jeunes"}))
    result = selection_coverage(france, perimeter.bits, [refused])
    assert result.share == 0.0
    assert result.covered.communes == 0
    assert result.white == perimeter.bits
    assert result.publics == {}
    assert all(place.whole for place in result.white_places)
    nowhere = selection_coverage(france, 0, [refused])
    assert (nowhere.share, nowhere.epcis, nowhere.white_places) == (0.0, {}, ())


@pytest.mark.parametrize("text", ["dep:38", "reg:84", "fr", "com:38344", YOUTH_CALL])
def test_inhabitants_are_those_of_a_loop(france: Geography, text: str) -> None:
    zone = resolve(text, france)
    assert zone.population == sum(commune.population for commune in zone)
