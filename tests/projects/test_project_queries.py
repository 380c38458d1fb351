"""The sentences one may say about a list of projects."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from o2r.accounts.acting import actor_for
from o2r.accounts.models import User
from o2r.projects.enums import Channel, Origin, Public, PublicationState, Stage
from o2r.projects.filters import ProjectFilters
from o2r.projects.models import FundedProject
from tests.accounts.factories import OrganisationFactory
from tests.projects.factories import ProjectFactory


def slugs(rows: object) -> list[str]:
    return [row.slug for row in rows]


@pytest.fixture
def four_states() -> None:
    ProjectFactory(slug="publie")
    ProjectFactory(slug="brouillon", state=PublicationState.DRAFT)
    ProjectFactory(slug="retire", state=PublicationState.WITHDRAWN)
    ProjectFactory(slug="exemple", example=True)


@pytest.mark.usefixtures("four_states")
def test_what_everyone_sees(settings: Settings) -> None:
    assert slugs(FundedProject.objects.shown_to_public()) == ["publie"]
    assert slugs(FundedProject.objects.in_open_data()) == ["publie"]
    settings.DEMONSTRATION = True
    assert slugs(FundedProject.objects.shown_to_public()) == ["exemple", "publie"]
    assert slugs(FundedProject.objects.in_open_data()) == ["exemple", "publie"]
    assert slugs(FundedProject.objects.shown_to_public(demonstration=False)) == ["publie"]
    assert slugs(FundedProject.objects.published().real()) == ["publie"]


def test_everyone_works_on_their_own_projects(
    project: FundedProject, claire: User, malik: User, rosa: User
) -> None:
    other = ProjectFactory(slug="autre")
    assert slugs(FundedProject.objects.visible_to(actor_for(claire))) == [other.slug, project.slug]
    assert slugs(FundedProject.objects.visible_to(actor_for(malik))) == [project.slug]
    assert slugs(FundedProject.objects.visible_to(actor_for(rosa))) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Public.YOUNG, ["jeunes", "rupture", "tous", "sans-public"]),
        (Public.WOMEN, ["femmes-attention", "tous", "sans-public"]),
        (Public.QPV_FRR, ["quartiers", "tous", "sans-public"]),
        (Public.SENIORS, ["tous", "sans-public"]),
    ],
)
def test_a_public_fits_when_named_implied_open_to_all_or_unknown(
    asked: Public, found: list[str]
) -> None:
    ProjectFactory(slug="jeunes", publics=["jeunes"])
    ProjectFactory(slug="rupture", publics=["familles"], attention=["jeunes-en-rupture"])
    ProjectFactory(slug="femmes-attention", publics=["etudiants"], attention=["femmes"])
    ProjectFactory(slug="quartiers", publics=["etudiants"], attention=["qpv"])
    ProjectFactory(slug="tous", publics=["tous-publics"])
    ProjectFactory(slug="sans-public", stages=["reperer"])
    assert set(slugs(FundedProject.objects.for_public(asked))) == set(found)


def test_filters_add_up() -> None:
    ProjectFactory(
        slug="oui",
        zone="dep:38",
        publics=["jeunes"],
        stages=["reperer"],
        channels=["maraude"],
        origin=Origin.PIC,
    )
    for change in (
        {"publics": ["seniors"]},
        {"stages": ["coordonner"]},
        {"channels": ["numerique"]},
        {"origin": Origin.NEW},
        {"zone": "dep:01"},
    ):
        ProjectFactory(
            **{
                "zone": "dep:38",
                "publics": ["jeunes"],
                "stages": ["reperer"],
                "channels": ["maraude"],
                "origin": Origin.PIC,
                **change,
            }
        )
    filters = ProjectFilters(
        public=Public.YOUNG,
        stage=Stage.OUTREACH,
        channel=Channel.STREET,
        origin=Origin.PIC,
        department="38",
    )
    assert slugs(FundedProject.objects.matching(filters)) == ["oui"]
    assert FundedProject.objects.matching(ProjectFilters()).count() == 6


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (ProjectFilters(region="84"), ["a-cheval", "isere", "vaulx"]),
        (ProjectFilters(region="93"), ["a-cheval"]),
        (ProjectFilters(department="38"), ["a-cheval", "isere"]),
        (ProjectFilters(epci="200085751"), ["isere"]),
        (ProjectFilters(region="84", department="05"), []),
        (ProjectFilters(region="84", department="69"), ["vaulx"]),
        (ProjectFilters(department="inconnu"), []),
    ],
)
def test_a_place_keeps_the_projects_that_touch_it(
    filters: ProjectFilters, found: list[str]
) -> None:
    ProjectFactory(slug="isere", zone="dep:38")
    ProjectFactory(slug="vaulx", zone="com:69256")
    # Grenoble and Gap: two régions in one zone.
    ProjectFactory(slug="a-cheval", zone="com:38185 + com:05061")
    assert slugs(FundedProject.objects.matching(filters)) == found


def test_a_place_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ProjectFactory.create_batch(3)
    with django_assert_num_queries(2):
        assert len(FundedProject.objects.matching(ProjectFilters(region="84"))) == 3


def test_cards_cost_the_same_for_any_number(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(5):
        ProjectFactory(
            publics=["jeunes"], stages=["reperer"], partners=OrganisationFactory.create_batch(2)
        )
    with django_assert_num_queries(3):
        for project in FundedProject.objects.with_card_data():
            assert project.publics == [Public.YOUNG]
            assert project.stages == [Stage.OUTREACH]
            assert project.attention_points == []
            assert project.channels == []
            assert len(project.partnerships.all()) == 2
            assert project.bearer.name
            assert all(p.organisation.name for p in project.partnerships.all())


def test_codes_come_in_the_order_of_their_list(project: FundedProject) -> None:
    other = ProjectFactory(stages=["coordonner", "reperer"], publics=["seniors", "actifs"])
    assert other.stages == [Stage.OUTREACH, Stage.COORDINATION]
    assert other.publics == [Public.WORKING, Public.SENIORS]


def test_what_waits_for_a_confirmation() -> None:
    ProjectFactory(slug="jamais")
    ProjectFactory(slug="ancien", confirmed_on=date(2026, 1, 1))
    ProjectFactory(slug="recent", confirmed_on=date(2026, 6, 1))
    ProjectFactory(slug="brouillon", state=PublicationState.DRAFT)
    waiting = FundedProject.objects.to_confirm(date(2026, 6, 1))
    assert slugs(waiting) == ["ancien", "jamais"]


def test_where_a_message_goes(project: FundedProject) -> None:
    project.bearer.mailbox = "siege@porteur.example"
    assert project.relay_address == "siege@porteur.example"
    project.email = "contact@projet.example"
    assert project.relay_address == "contact@projet.example"
    project.relay_mailbox = "equipe@projet.example"
    assert project.relay_address == "equipe@projet.example"
    project.bearer.mailbox = project.email = project.relay_mailbox = ""
    assert not project.accepts_messages
    assert not project.has_published_contact
    project.phone = "01 99 00 12 34"
    assert project.has_published_contact
