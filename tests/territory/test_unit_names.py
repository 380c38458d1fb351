"""From a name to one unit, or a refusal that helps."""

import pytest

from o2r.territory.enums import UnitKind
from o2r.territory.unit_names import AmbiguousName, UnknownName, find_unit
from o2r.territory.zones import ZoneError


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Isère", "dep:38"),
        ("isere", "dep:38"),
        ("Auvergne Rhône Alpes", "reg:84"),
        ("CC Entre Bièvre et Rhône", "epci:200085751"),
        ("Entre Bièvre et Rhône", "epci:200085751"),
        ("communauté de communes Entre Bièvre et Rhône", "epci:200085751"),
        ("Clermont Auvergne Métropole", "epci:246300701"),
        ("Plaine Commune", "ept:200057867"),
        ("EPT Plaine Commune", "ept:200057867"),
        ("Vénissieux", "com:69259"),
        ("Vénissieux (Rhône)", "com:69259"),
        ("Vénissieux (Rhône, 69200)", "com:69259"),
        ("Saint-Denis (93)", "com:93066"),
        ("St Denis (La Réunion)", "com:97411"),
        ("Roussillon (38)", "com:38344"),
        ("Château-Chinon (Ville)", "com:58062"),
        ("Paris", "dep:75"),
        ("Guadeloupe", "dep:971"),
        ("France entière", "fr"),
        ("fr", "fr"),
        ("dep:38", "dep:38"),
        ("com:69259", "com:69259"),
        ("200085751", "epci:200085751"),
        ("69259", "com:69259"),
    ],
)
def test_a_name_gives_its_unit(text: str, term: str) -> None:
    assert find_unit(text).term == term


def test_an_ambiguous_name_lists_its_candidates() -> None:
    with pytest.raises(AmbiguousName) as caught:
        find_unit("Saint-Denis")
    error = caught.value
    assert {unit.term for unit in error.candidates} == {
        *("com:93066", "com:97411", "com:11339", "com:30247"),
    }
    assert "« Saint-Denis » désigne 4 territoires" in error.message.replace("\u00a0", " ")
    assert "com:93066 Saint-Denis (Seine-Saint-Denis" in error.message
    assert error.text == "Saint-Denis"


def test_a_long_list_of_candidates_is_shortened() -> None:
    with pytest.raises(AmbiguousName, match=r"et \d+ autres") as caught:
        find_unit("Sainte-Colombe")
    assert len(caught.value.candidates) > 8


def test_a_name_of_several_kinds_is_ambiguous_unless_the_kind_is_said() -> None:
    with pytest.raises(AmbiguousName) as caught:
        find_unit("La Réunion")
    assert {unit.term for unit in caught.value.candidates} == {"dep:974", "com:47222"}
    assert find_unit("La Réunion", kinds=[UnitKind.DEP]).term == "dep:974"
    assert find_unit("La Réunion", kinds=[UnitKind.COM]).term == "com:47222"
    with pytest.raises(AmbiguousName):
        find_unit("CC des Quatre Rivières")
    with pytest.raises(AmbiguousName):
        find_unit("84")


def test_an_unknown_name_suggests_but_never_guesses() -> None:
    with pytest.raises(UnknownName) as caught:
        find_unit("Rousillon")
    assert "Roussillon (Isère, 38150)" in caught.value.message
    with pytest.raises(UnknownName):
        find_unit("Saint-Denis (38)")
    with pytest.raises(UnknownName):
        find_unit("")


def test_a_term_is_checked_like_any_other() -> None:
    with pytest.raises(ZoneError):
        find_unit("dep:99")
    with pytest.raises(ZoneError, match="un seul est attendu"):
        find_unit("dep:38 + dep:01")
