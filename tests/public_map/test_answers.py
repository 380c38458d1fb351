"""The question of the home page: what is understood, what is found, in which order."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from o2r.projects.models import RegionalContact
from tests.public_map.conftest import Projects
from tests.public_map.world import project

Shown = Callable[..., list[str]]
pytestmark = pytest.mark.usefixtures("projects")


def test_everything_is_listed_first_real_projects_only(shown: Shown) -> None:
    assert shown() == ["drome-femmes", "portes-du-sud", "reunion", "rhone"]


def test_a_commune_keeps_the_projects_that_cover_it_the_most_local_first(shown: Shown) -> None:
    assert shown(commune="69259") == ["portes-du-sud", "rhone"]
    assert shown(commune="69123") == ["rhone"]
    assert shown(commune="38344") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("vénissieux", "69259"),
        ("VENISSIEUX", "69259"),
        ("69200", "69259"),
        ("69259", "69259"),
        ("Vénissieux (Rhône, 69200)", "69259"),
        ("Lyon 7e", "69123"),
        ("Roussillon (Isère, 38150)", "38344"),
    ],
)
def test_a_commune_is_understood_as_people_type_it(visitor: Client, text: str, code: str) -> None:
    answer = visitor.get("/", {"q": text}).context["answer"]
    assert answer is not None
    assert answer.commune.code == code


def test_the_text_wins_over_the_code_of_a_previous_search(visitor: Client) -> None:
    page = visitor.get("/", {"q": "Feyzin", "commune": "69259"})
    assert page.context["answer"].commune.code == "69276"
    page = visitor.get("/", {"q": "roussillon", "commune": "38344"})
    assert page.context["answer"].commune.code == "38344"
    page = visitor.get("/", {"q": "zzzzzz", "commune": "38344"})
    assert page.context["answer"] is None


def test_an_ambiguous_name_offers_the_choice_and_hides_nothing(visitor: Client) -> None:
    page = visitor.get("/", {"q": "roussillon", "public": "jeunes"})
    assert page.context["answer"] is None
    labels = [choice["label"] for choice in page.context["choices"]]
    assert "Roussillon (Isère, 38150)" in labels
    assert len(labels) > 1
    chosen = visitor.get(
        "/" + page.context["choices"][labels.index("Roussillon (Isère, 38150)")]["url"]
    )
    assert chosen.context["answer"].commune.code == "38344"
    assert chosen.context["answer"].public_label == "Jeunes"


def test_an_unknown_commune_says_so_and_what_to_do(visitor: Client) -> None:
    page = visitor.get("/", {"q": "zzzzzz"})
    assert "Aucune commune ne correspond à « zzzzzz »" in page.context["commune_error"]
    assert "code postal" in page.content.decode()


def test_when_nobody_comes_the_answer_says_it_and_names_who_is_near_and_whom_to_call(
    visitor: Client, regional_contact: RegionalContact
) -> None:
    page = visitor.get("/", {"commune": "38344", "public": "jeunes"})
    answer = page.context["answer"]
    assert answer.sentence.startswith("Aucun projet recensé ne vient à Roussillon (Isère, 38150)")
    near = page.context["nearest"]
    assert [item.card.slug for item in near][:1] == ["rhone"]
    assert 0 < near[0].distance_km < 30
    assert "reunion" not in [item.card.slug for item in near]
    html = page.content.decode()
    assert "DREETS d’essai" in html
    assert f"{near[0].distance_km} km" in html


def test_a_public_keeps_those_who_receive_it_and_those_who_receive_everyone(shown: Shown) -> None:
    assert shown(public="jeunes") == ["portes-du-sud", "reunion", "rhone"]
    assert shown(public="femmes") == ["drome-femmes", "reunion", "rhone"]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({"region": "84"}, ["drome-femmes", "portes-du-sud", "rhone"]),
        ({"department": "26"}, ["drome-femmes"]),
        ({"epci": "200046977"}, ["portes-du-sud", "rhone"]),
        ({"stage": "reperer"}, ["rhone"]),
        ({"channel": "maraude"}, ["portes-du-sud"]),
        ({"origin": "cej-jr"}, ["drome-femmes"]),
        ({"region": "84", "public": "femmes"}, ["drome-femmes", "rhone"]),
    ],
)
def test_filters_add_up(shown: Shown, query: dict[str, str], slugs: list[str]) -> None:
    assert shown(**query) == slugs


def test_a_filter_that_means_nothing_is_ignored(shown: Shown) -> None:
    everything = shown()
    assert shown(region="xx", public="licornes", stage="'; drop table", page="999") == everything


def test_a_filter_in_force_can_be_removed_by_its_link(visitor: Client, shown: Shown) -> None:
    page = visitor.get("/", {"department": "26", "public": "femmes"})
    (active,) = page.context["filters_active"]
    assert active["label"] == "Département : 26 – Drôme"
    assert active["remove_url"] == "?public=femmes"


def test_the_results_alone_are_sent_to_the_page_that_asks(visitor: Client) -> None:
    partial = visitor.get("/", {"commune": "69259"}, headers={"X-O2R-Partial": "results"})
    whole = visitor.get("/", {"commune": "69259"})
    assert "<html" not in partial.content.decode()
    assert "<html" in whole.content.decode()
    assert "X-O2R-Partial" in partial.headers["Vary"]
    assert [c.slug for c in partial.context["projects"]] == [
        c.slug for c in whole.context["projects"]
    ]


def test_fictional_projects_are_counted_apart_and_only_in_a_demonstration(
    visitor: Client, settings: Settings, shown: Shown
) -> None:
    assert "fiction-isere" not in shown()
    settings.DEMONSTRATION = True
    assert shown(commune="38344") == ["fiction-isere"]
    page = visitor.get("/", {"commune": "38344"})
    assert page.context["answer"].count == 0
    assert page.context["answer"].examples == 1
    assert page.context["answer"].sentence.startswith("Aucun projet recensé")
    assert "Exemple" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [{}, {"commune": "69259"}, {"commune": "38344", "public": "jeunes"}, {"region": "84"}],
)
def test_the_list_page_needs_few_queries_whatever_its_length(
    visitor: Client,
    query: dict[str, str],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(15):
        project(f"autre-{number}", "dep:69", channels=("maraude",))
    with django_assert_max_num_queries(8):
        visitor.get("/", query)


def test_a_long_list_is_cut_in_pages_that_keep_the_question(visitor: Client) -> None:
    for number in range(30):
        project(f"autre-{number:02}", "dep:69")
    first = visitor.get("/", {"department": "69"})
    assert first.context["count"] == 32
    assert [link["number"] for link in first.context["pages"]] == [1, 2, 3, 4]
    addresses = [link["url"] for link in first.context["pages"]]
    pages = [visitor.get(f"/{address}").context["projects"] for address in addresses]
    assert [len(page) for page in pages] == [10, 10, 10, 2]
    assert len({card.slug for page in pages for card in page}) == 32


def test_the_answer_can_be_printed(visitor: Client) -> None:
    page = visitor.get("/reponse/", {"commune": "69259"})
    assert [card.slug for card in page.context["projects"]] == ["portes-du-sud", "rhone"]
    assert "2 projets viennent à Vénissieux" in page.content.decode()
    assert visitor.get("/reponse/", {"public": "jeunes"}).status_code == 302


def test_white_zones_count_what_nobody_covers(visitor: Client, projects: Projects) -> None:
    page = visitor.get("/zones-sans-projet/", {"department": "69"})
    assert page.context["uncovered"].communes == 0
    page = visitor.get("/zones-sans-projet/", {"department": "38"})
    assert page.context["uncovered"].communes == 512
    assert page.context["uncovered"].all_communes == 512
    assert "Roussillon" in [commune.name for commune in page.context["communes"]]
    assert visitor.get("/zones-sans-projet/").context["communes"] == []
    page = visitor.get("/zones-sans-projet/", {"department": "26", "public": "jeunes"})
    assert page.context["uncovered"].communes == len(projects["drome-femmes"].footprint)
    assert visitor.get("/zones-sans-projet/", {"region": "zz"}).status_code == 200
