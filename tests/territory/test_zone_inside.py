"""Who is inside a perimeter, and which clause leaves the others out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.territory.official import Geography
from o2r.territory.typography import typographic
from o2r.territory.zones import Zone, ZoneError, resolve
from o2r.territory.zones.articles import in_department, of_department
from o2r.territory.zones.inside import Standing, judge
from tests.territory.synthetic import THOROUGH, Recipes
from tests.territory.test_zone_reference_values import YOUTH_CALL


@pytest.fixture(scope="module")
def youth(france: Geography) -> Zone:
    return resolve(YOUTH_CALL, france)


EBER = "CC Entre Bièvre et Rhône, exclue par l’appel"
ONLY = "seule Clermont Auvergne Métropole est retenue dans le Puy-de-Dôme"


@pytest.mark.parametrize(
    ("typed", "standing", "message"),
    [
        ("dep:73", Standing.INSIDE, "dans le périmètre"),
        ("epci:246300701", Standing.INSIDE, "dans le périmètre"),
        ("com:38544", Standing.INSIDE, "dans le périmètre"),
        ("com:38344", Standing.OUTSIDE, f"hors périmètre : la commune Roussillon est dans {EBER}"),
        (
            "epci:200085751",
            Standing.OUTSIDE,
            "hors périmètre : CC Entre Bièvre et Rhône est exclue par l’appel",
        ),
        (
            "dep:69",
            Standing.OUTSIDE,
            "hors périmètre : le département du Rhône n’est pas dans l’appel",
        ),
        (
            "com:75056",
            Standing.OUTSIDE,
            "hors périmètre : le département de Paris n’est pas dans l’appel",
        ),
        ("com:63300", Standing.OUTSIDE, f"hors périmètre : {ONLY}"),
        (
            "dep:63",
            Standing.PARTLY,
            f"en partie hors périmètre (442 communes sur 463) : {ONLY}",
        ),
        (
            "dep:38",
            Standing.PARTLY,
            "en partie hors périmètre (37 communes sur 512) : 37 communes sont dans " + EBER,
        ),
        (
            "epci:200077014",
            Standing.PARTLY,
            "en partie hors périmètre (12 communes sur 30) : "
            "le département du Rhône n’est pas dans l’appel",
        ),
        (
            "reg:11",
            Standing.OUTSIDE,
            "hors périmètre : 8 départements ne sont pas dans l’appel, dont ceux de Paris, "
            "de la Seine-et-Marne et des Yvelines",
        ),
    ],
)
def test_the_youth_call(
    france: Geography, youth: Zone, typed: str, standing: Standing, message: str
) -> None:
    (line,) = judge(resolve(typed, france), youth).lines
    assert line.standing is standing
    assert line.message == typographic(message)
    assert line.sentence.endswith(line.message)
    assert line.unit.name in line.sentence


def test_each_unit_typed_has_its_line_and_what_is_removed_does_not_count(
    france: Geography, youth: Zone
) -> None:
    mixed = judge(resolve("dep:73 + com:38344 + com:63300", france), youth)
    assert [line.standing for line in mixed.lines] == ["inside", "outside", "outside"]
    assert not mixed.inside
    assert [line.unit.term for line in mixed.refused] == ["com:38344", "com:63300"]
    within = judge(resolve("dep:38 - epci:200085751", france), youth)
    assert within.inside
    assert within.refused == ()


@pytest.mark.parametrize(
    ("perimeter", "typed", "reason"),
    [
        ("fr - dep:38", "com:38344", "la commune Roussillon est dans le département de l’Isère, "),
        ("fr - dep:38", "dep:38", "le département de l’Isère est exclu par le projet"),
        ("dep:63 - com:63113", "dep:63", "la commune Clermont-Ferrand est exclue par le projet"),
        ("epci:246300701 - com:63308", "com:63308", "la commune Royat est exclue par le projet"),
        ("com:63308", "com:63113", "seule la commune Royat est retenue dans le Puy-de-Dôme"),
        ("ept:200057867", "com:93008", "seul l’EPT Plaine Commune est retenu en Seine-Saint-Denis"),
        ("com:63308 + com:63113", "com:63300", "seules la commune Clermont-Ferrand et la commune"),
        ("reg:84 - dep:01 - dep:03", "dep:26 + dep:01", "le département de l’Ain est exclu par le"),
        ("dep:26", "dep:01 + com:07010", "le département de l’Ardèche n’est pas dans le projet"),
    ],
)
def test_the_reason_names_the_clause(
    france: Geography, perimeter: str, typed: str, reason: str
) -> None:
    verdict = judge(resolve(typed, france), resolve(perimeter, france), place="le projet")
    assert typographic(reason) in " | ".join(line.message for line in verdict.refused)


def test_many_units_are_counted_rather_than_listed(france: Geography) -> None:
    few = " + ".join(c.term for c in list(resolve("dep:63", france))[:5])
    verdict = judge(resolve("com:63300", france), resolve(few, france))
    assert "seules 5 communes sur 463 sont retenues" in verdict.lines[0].message


def test_a_zone_without_recipe_is_judged_on_its_cover(france: Geography, youth: Zone) -> None:
    made = resolve("dep:73", france) | resolve("dep:69", france)
    lines = judge(made, youth).lines
    assert [(line.unit.term, line.standing) for line in lines] == [
        ("dep:69", Standing.OUTSIDE),
        ("dep:73", Standing.INSIDE),
    ]


def test_vintages_are_not_mixed(country: Geography, youth: Zone) -> None:
    with pytest.raises(ZoneError, match="millésime"):
        judge(resolve("dep:01", country), youth)


@pytest.mark.parametrize(
    ("term", "of", "within"),
    [
        ("dep:69", "du Rhône", "dans le Rhône"),
        ("dep:01", "de l’Ain", "dans l’Ain"),
        ("dep:42", "de la Loire", "dans la Loire"),
        ("dep:73", "de la Savoie", "en Savoie"),
        ("dep:06", "des Alpes-Maritimes", "dans les Alpes-Maritimes"),
        ("dep:75", "de Paris", "à Paris"),
        ("dep:22", "des Côtes-d'Armor", "dans les Côtes-d'Armor"),
    ],
)
def test_articles(france: Geography, term: str, of: str, within: str) -> None:
    unit = france.units[term]
    assert (of_department(unit), in_department(unit)) == (of, within)


@THOROUGH
@given(data=st.data())
def test_inside_is_being_a_subset(
    country: Geography, recipes: Recipes, data: st.DataObject
) -> None:
    candidate = resolve(recipes.text(data.draw(recipes.any_terms)), country)
    perimeter = resolve(recipes.text(data.draw(recipes.any_terms)), country)
    verdict = judge(candidate, perimeter)
    assert verdict.inside is (set(candidate.codes()) <= set(perimeter.codes()))
    assert verdict.inside is (not verdict.refused)
    together = 0
    for line in verdict.lines:
        together |= line.bits
        assert line.bits == line.unit.bits & candidate.bits
        assert line.outside == line.bits & ~perimeter.bits
        given_reasons = 0
        for reason in line.reasons:
            assert reason.message
            assert reason.bits
            assert not reason.bits & given_reasons, "one reason per commune"
            given_reasons |= reason.bits
        assert given_reasons == line.outside
    assert together == candidate.bits
