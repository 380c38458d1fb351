"""Which project can come here, which is near, what is empty."""

from math import isclose

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from o2r.projects.enums import Public
from o2r.projects.filters import ProjectFilters
from o2r.projects.models import FundedProject, RegionalContact
from o2r.projects.selectors import (
    UnknownCommune,
    commune_of,
    contact_for,
    counts_by_unit,
    covering,
    marker_commune,
    nearest,
    projects_per_commune,
    white_zones,
)
from o2r.territory.distance import distance_km
from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography
from tests.projects.factories import ProjectFactory

ROUSSILLON, VENISSIEUX, FEYZIN = "38344", "69259", "69276"


def slugs(rows: object) -> list[str]:
    return [row.slug for row in rows]


def near_slugs(rows: object) -> list[str]:
    return [row.project.slug for row in rows]


def test_a_project_comes_where_its_set_of_communes_says() -> None:
    ProjectFactory(slug="isere-sans-eber", zone="dep:38 - epci:200085751")
    ProjectFactory(slug="eber", zone="epci:200085751")
    assert slugs(covering(ROUSSILLON)) == ["eber"]
    assert slugs(covering("38185")) == ["isere-sans-eber"]


def test_the_neighbour_next_door_does_not_come() -> None:
    ProjectFactory(zone=f"com:{FEYZIN}")
    assert covering(VENISSIEUX) == []


def test_the_public_asked_is_named_first_then_the_most_local_zone() -> None:
    ProjectFactory(slug="a-departement-tous", zone="dep:69", publics=["tous-publics"])
    ProjectFactory(slug="b-departement-jeunes", zone="dep:69", publics=["jeunes"])
    ProjectFactory(slug="c-commune-tous", zone=f"com:{VENISSIEUX}", publics=["tous-publics"])
    ProjectFactory(slug="d-seniors", zone="dep:69", publics=["seniors"])
    assert slugs(covering(VENISSIEUX, Public.YOUNG)) == [
        "b-departement-jeunes",
        "c-commune-tous",
        "a-departement-tous",
    ]
    assert slugs(covering(VENISSIEUX))[0] == "c-commune-tous"


def test_real_projects_come_before_examples(settings: Settings) -> None:
    ProjectFactory(slug="a-exemple", example=True, zone=f"com:{VENISSIEUX}")
    ProjectFactory(slug="b-reel", zone="dep:69")
    assert slugs(covering(VENISSIEUX)) == ["b-reel"]
    settings.DEMONSTRATION = True
    assert slugs(covering(VENISSIEUX)) == ["b-reel", "a-exemple"]
    real = FundedProject.objects.published().real()
    assert slugs(covering(VENISSIEUX, projects=real)) == ["b-reel"]


def test_covering_costs_the_same_for_any_number(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ProjectFactory.create_batch(4, publics=["jeunes"])
    with django_assert_num_queries(4):
        for project in covering(VENISSIEUX, Public.YOUNG):
            assert project.publics


@pytest.mark.parametrize(
    ("code", "found"), [("69387", "69123"), ("2a004", "2A004"), (" 69259 ", "69259")]
)
def test_a_code_of_an_arrondissement_or_in_small_letters_is_understood(
    code: str, found: str
) -> None:
    assert commune_of(code).code == found


def test_a_former_commune_answers_for_its_successor() -> None:
    former = next(
        row for row in current_geography().former.values() if row.successor.startswith("69")
    )
    assert commune_of(former.code).code == former.successor


@pytest.mark.parametrize("code", ["", "99999", "Lyon"])
def test_an_unknown_commune_is_said(code: str) -> None:
    with pytest.raises(UnknownCommune, match="pas le code d’une commune"):
        covering(code)


def test_the_nearest_projects_say_how_far_they_work() -> None:
    ProjectFactory(slug="ici", zone=f"com:{VENISSIEUX}")
    ProjectFactory(slug="feyzin", zone=f"com:{FEYZIN}")
    ProjectFactory(slug="isere", zone="dep:38")
    ProjectFactory(slug="paris", zone="com:75056")
    ProjectFactory(slug="lille", zone="com:59350")
    found = nearest(VENISSIEUX)
    assert near_slugs(found) == ["feyzin", "isere", "paris"]
    geo = current_geography()
    here, there = geo.commune(VENISSIEUX), geo.commune(FEYZIN)
    exact = distance_km(here, there)
    assert exact is not None
    assert isclose(found[0].distance_km, exact, abs_tol=0.5)
    assert [near.distance_km for near in found] == sorted(near.distance_km for near in found)
    # The distance of a zone is that of its nearest commune, found here one by one.
    closest = min(geo.select(geo.units["dep:38"].bits), key=lambda c: distance_km(here, c) or 1e9)
    assert found[1].commune == closest


def test_the_nearest_fit_the_public_and_the_list_given() -> None:
    ProjectFactory(slug="feyzin", zone=f"com:{FEYZIN}", publics=["seniors"])
    ProjectFactory(slug="isere", zone="dep:38", publics=["jeunes"])
    assert near_slugs(nearest(VENISSIEUX, Public.YOUNG)) == ["isere"]
    assert near_slugs(nearest(VENISSIEUX, limit=1)) == ["feyzin"]
    assert nearest(VENISSIEUX, projects=FundedProject.objects.none()) == []


def test_nobody_is_sent_across_the_sea() -> None:
    ProjectFactory(slug="reunion", zone="dep:974")
    ProjectFactory(slug="nice", zone="com:06088")
    ProjectFactory(slug="bastia", zone="com:2B033")
    assert nearest("97608") == []
    assert near_slugs(nearest("2A004")) == ["bastia"]
    assert near_slugs(nearest(VENISSIEUX)) == ["nice"]


def test_counters_say_what_a_filter_finds() -> None:
    ProjectFactory(zone="com:38185 + com:05061")
    ProjectFactory(zone="dep:38 + dep:73")
    ProjectFactory(zone="dep:974")
    regions, departments = counts_by_unit(UnitKind.REG), counts_by_unit(UnitKind.DEP)
    assert regions == {"84": 2, "93": 1, "04": 1}
    assert departments == {"38": 2, "05": 1, "73": 1, "974": 1}
    for code, number in departments.items():
        found = FundedProject.objects.matching(ProjectFilters(department=code))
        assert found.count() == number


def test_projects_are_counted_in_each_commune_by_public(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ProjectFactory(zone="dep:38", publics=["jeunes", "familles"])
    ProjectFactory(zone="epci:200085751", publics=["seniors"])
    position = current_geography().position
    with django_assert_num_queries(2):
        counts = projects_per_commune()
    assert set(counts) == {None, Public.YOUNG, Public.FAMILIES, Public.SENIORS}
    assert counts[None][position[ROUSSILLON]] == 2
    assert counts[Public.YOUNG][position[ROUSSILLON]] == 1
    assert counts[None][position[VENISSIEUX]] == 0
    assert sum(counts[None]) == 512 + 37
    assert sum(counts[Public.SENIORS]) == 37


def test_white_zones_are_what_no_project_covers(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ProjectFactory(zone="dep:38 - epci:200085751", publics=["jeunes"])
    with django_assert_num_queries(1):
        isere = white_zones(department="38")
    assert (isere.communes, isere.all_communes) == (37, 512)
    geo = current_geography()
    assert isere.population == geo.population(geo.units["epci:200085751"].bits)
    assert [(unit.unit.code, unit.is_whole) for unit in isere.epci] == [("200085751", True)]
    assert ROUSSILLON in [commune.code for commune in isere.listed()]
    assert 0 < isere.share < 0.1
    assert isere.bits.bit_count() == isere.communes

    seniors = white_zones(department="38", public=Public.SENIORS)
    assert seniors.communes == 512
    assert seniors.share == 1


def test_white_zones_of_france_leave_out_the_collectivites() -> None:
    ProjectFactory(zone="fr - dep:974")
    france = white_zones()
    assert (france.communes, france.all_communes) == (24, 34_875)
    assert [unit.unit.code for unit in france.departments] == ["974"]
    assert white_zones(region="04").communes == 24
    assert white_zones(region="84").communes == 0
    assert white_zones(region="84").epci == []


def test_an_epci_partly_covered_says_how_much() -> None:
    ProjectFactory(zone="dep:38 - com:38344 - com:38298")
    isere = white_zones(department="38")
    [partial] = isere.epci
    assert (partial.communes, partial.is_whole) == (2, False)
    assert partial.population == isere.population


def test_an_unknown_place_is_empty() -> None:
    unknown = white_zones(region="inconnue")
    assert (unknown.communes, unknown.share) == (0, 0.0)


def test_the_contact_of_a_commune_is_that_of_its_region() -> None:
    contact = RegionalContact.objects.create(
        region="84", name="DREETS", url="https://dreets.example/"
    )
    assert contact_for(commune_of(ROUSSILLON)) == contact
    assert contact_for(commune_of("75056")) is None


def test_the_marker_stands_on_the_most_populous_commune() -> None:
    assert marker_commune(ProjectFactory(zone="epci:200085751")).name == "Roussillon"
