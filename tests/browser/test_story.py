"""« Done when »: the search as the people of the field do it, through the interface alone."""

import csv
import io

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Witness

PORTES_DU_SUD, IFRA = "o2r-portes-du-sud", "ifra-rhone"
VENISSIEUX, ROUSSILLON = "69259", "38344"


def cards(page: Page) -> list[str]:
    """Identifiers of the projects of the list, in order, without those that are only near."""
    return page.locator("#results [data-o2r-project]").evaluate_all(
        "cards => cards.filter(c => !c.querySelector('.project-card__distance'))"
        ".map(c => c.dataset.o2rProject)"
    )


def wait_until(page: Page, condition: str, seconds: int = 90) -> None:
    """Ask again and again from outside: the policy of the site forbids polling inside the page."""
    for _ in range(seconds * 2):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"Never true: {condition}")


def choose_commune(page: Page, typed: str, label: str) -> None:
    field = page.get_by_role("combobox", name="Commune")
    field.fill(typed)
    page.get_by_role("option", name=label).click()


def test_amina_finds_the_two_projects_of_venissieux_everywhere(
    person: BrowserContext, site: str
) -> None:
    """Amina, an adviser, looks for someone in Vénissieux: list, map, API and file agree."""
    page = person.new_page()
    witness = Witness(page, site)
    page.goto(site)
    choose_commune(page, "vénis", "Vénissieux (Rhône, 69200)")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("heading", name="2 projets viennent à Vénissieux")).to_be_visible()
    listed = cards(page)
    assert set(listed) == {PORTES_DU_SUD, IFRA}

    page.locator("#carte").scroll_into_view_if_needed()
    wait_until(page, "() => window.o2rMap?.ids.length === 2")
    assert page.evaluate("() => window.o2rMap.ids") == listed

    api = person.request.get(f"{site}/api/v1/projects?commune={VENISSIEUX}").json()
    assert [project["slug"] for project in api["results"]] == listed

    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger la liste").click()
    rows = csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig")))
    assert [row["identifiant"] for row in rows] == listed
    witness.assert_clean()


def test_bruno_learns_that_no_project_comes_to_roussillon_and_whom_to_call(
    person: BrowserContext, site: str
) -> None:
    """Bruno looks for a 19-year-old in Roussillon (Isère): nobody comes, he is told who is near."""
    page = person.new_page()
    page.goto(site)
    choose_commune(page, "roussillon", "Roussillon (Isère, 38150)")
    page.get_by_label("Public").select_option("jeunes")
    page.get_by_role("button", name="Chercher").click()
    heading = page.get_by_role("heading", name="Aucun projet recensé ne vient à Roussillon")
    expect(heading).to_be_visible()
    assert cards(page) == []
    near = page.locator("#results .project-card__distance")
    assert near.count() == 3
    expect(near.first).to_contain_text("km")
    expect(page.locator("#results")).to_contain_text("DREETS Auvergne-Rhône-Alpes")
    expect(page.get_by_text("Exemple", exact=True)).to_have_count(0)


def test_a_demonstration_shows_its_fictional_projects_apart(
    person: BrowserContext, demo_site: str
) -> None:
    """Same question in the demonstration: the answer counts real projects only."""
    page = person.new_page()
    page.goto(f"{demo_site}/?commune={ROUSSILLON}&public=jeunes")
    expect(
        page.get_by_role("heading", name="Aucun projet recensé ne vient à Roussillon")
    ).to_be_visible()
    for card in page.locator("#results [data-o2r-project]").all():
        if card.locator(".project-card__distance").count() == 0:
            expect(card).to_contain_text("Exemple")
    expect(page.get_by_text("les projets marqués « Exemple » sont fictifs")).to_be_visible()


def test_chloe_searches_with_the_keyboard_alone(person: BrowserContext, site: str) -> None:
    """Chloé never touches a mouse: skip link, field, suggestion, search, first result."""
    page = person.new_page()
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    field = page.get_by_role("combobox", name="Commune")
    for _ in range(10):
        page.keyboard.press("Tab")
        if field.evaluate("element => element === document.activeElement"):
            break
    expect(field).to_be_focused()
    page.keyboard.type("69200")
    page.get_by_role("option", name="Vénissieux").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Vénissieux (Rhône, 69200)")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 projets viennent à Vénissieux")).to_be_visible()
    link = page.locator("#results h3 a").first
    for _ in range(30):
        page.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/projets/*/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.fixture
def without_javascript(browser: Browser) -> BrowserContext:
    return browser.new_context(java_script_enabled=False, locale="fr-FR")


def test_david_searches_without_javascript(without_javascript: BrowserContext, site: str) -> None:
    """David's browser runs no script: plain form, list, choice of commune, static map."""
    page = without_javascript.new_page()
    page.goto(site)
    page.get_by_label("Commune").fill("vénissieux")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("heading", name="2 projets viennent à Vénissieux")).to_be_visible()
    expect(page.locator("#carte svg")).to_be_visible()

    page.get_by_label("Commune").fill("roussillon")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Roussillon (Isère, 38150)").click()
    expect(page.get_by_role("heading", name="Aucun projet recensé")).to_be_visible()
    without_javascript.close()


def test_elise_reads_the_sheet_draws_its_zone_and_reports_a_mistake(
    person: BrowserContext, site: str
) -> None:
    """Élise opens a project from the list, sees where it acts, and says what is wrong."""
    page = person.new_page()
    witness = Witness(page, site)
    page.goto(f"{site}/?commune={VENISSIEUX}")
    page.get_by_role("link", name="O2R Portes du Sud").first.click()
    expect(page.get_by_role("heading", name="O2R Portes du Sud", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("Feyzin")
    page.get_by_role("link", name="Signaler une erreur").click()
    page.get_by_label("Qu’est-ce qui est faux ou manquant").fill("Le téléphone manque.")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status")).to_contain_text("enregistré")
    witness.assert_clean()


def test_farid_filters_the_list_and_comes_back(person: BrowserContext, site: str) -> None:
    """Farid narrows the country to a région without reloading, then uses the back button."""
    page = person.new_page()
    page.goto(site)
    everywhere = len(cards(page))
    page.get_by_text("Plus de filtres").click()
    page.get_by_label("Région").select_option("84")
    page.get_by_role("button", name="Chercher").click()
    page.wait_for_url("**region=84**")
    expect(page.get_by_text("Région : Auvergne-Rhône-Alpes")).to_be_visible()
    assert 0 < len(cards(page)) < everywhere
    page.go_back()
    wait_until(
        page,
        f"() => document.querySelectorAll('#results [data-o2r-project]').length === {everywhere}",
    )


def test_gaelle_shows_the_map_in_her_own_site(person: BrowserContext, site: str) -> None:
    """Gaëlle's territory frames the map: the page allows it, no other page does."""
    framed = person.request.get(f"{site}/carte/embed?region=84")
    assert "frame-ancestors *" in framed.headers["content-security-policy"]
    assert "x-frame-options" not in framed.headers
    home = person.request.get(site)
    assert "frame-ancestors 'none'" in home.headers["content-security-policy"]
    page = person.new_page()
    witness = Witness(page, site)
    page.goto(f"{site}/carte/embed?region=84&vue=liste")
    expect(page.get_by_role("link", name="O2R Portes du Sud").first).to_be_visible()
    witness.assert_clean()


def test_nobody_else_is_told_what_is_searched(person: BrowserContext, site: str) -> None:
    """No third-party request, no cookie, on a search and on the map."""
    page = person.new_page()
    witness = Witness(page, site)
    page.goto(f"{site}/?commune={VENISSIEUX}")
    page.locator("#carte").scroll_into_view_if_needed()
    wait_until(page, "() => window.o2rMap?.ids.length > 0")
    page.wait_for_load_state("networkidle")
    witness.assert_clean()
    assert person.cookies() == []
