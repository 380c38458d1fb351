"""Two people write one application at once, without network, without JavaScript: all is kept."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Locator, Page, expect

from tests.browser.conftest import Witness
from tests.browser.test_people_of_the_demonstration import enter

SAMI, YANN = "Sami Belloc", "Yann Keller"
DRAFT = "Les vallées d’abord"
NEEDS = "La réponse aux besoins"
FIELD = "Pertinence pour le public et le territoire"
OTHER = "Complémentarité avec l’existant"


@pytest.fixture
def two(browser: Browser) -> Iterator[tuple[BrowserContext, BrowserContext]]:
    contexts = [browser.new_context(locale="fr-FR") for _ in range(2)]
    yield contexts[0], contexts[1]
    for context in contexts:
        context.close()


def open_needs(context: BrowserContext, site: str, name: str) -> Page:
    """The section of the needs, by its links."""
    page = context.new_page()
    enter(page, site, name)
    page.goto(f"{site}/espace/candidatures/")
    page.get_by_role("link", name=DRAFT).click()
    page.get_by_role("link", name=NEEDS).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NEEDS)
    page.wait_for_load_state()
    return page


def state(page: Page, label: str) -> str:
    """The selector of what is said of a text."""
    code = page.get_by_label(label).get_attribute("name")
    return f"[data-o2r-answer={code}] [data-o2r-state]"


def test_two_people_write_one_text_and_both_see_both(
    two: tuple[BrowserContext, BrowserContext], demo_site: str
) -> None:
    sami, yann = (open_needs(c, demo_site, who) for c, who in zip(two, (SAMI, YANN), strict=True))
    witnesses = [Witness(page, demo_site) for page in (sami, yann)]
    expect(yann.locator("[data-o2r-presence]")).to_have_text(f"{SAMI} modifie cette section.")
    sami.get_by_label(FIELD).fill("Ce que Sami a constaté.")
    expect(sami.locator(state(sami, FIELD))).to_contain_text("enregistré à")
    yann.get_by_label(FIELD).fill("Ce que Yann a constaté.")
    conflict = yann.locator("[data-o2r-conflict]").first
    expect(conflict).to_be_visible()
    expect(conflict).to_contain_text(f"{SAMI} a enregistré un autre texte.")
    expect(conflict).to_contain_text("Ce que Sami a constaté.")
    expect(yann.get_by_label(FIELD)).to_have_value("Ce que Yann a constaté.")
    yann.get_by_label(FIELD).fill("Ce que Sami et Yann ont constaté.")
    yann.get_by_role("button", name="Garder le mien").first.click()
    expect(yann.locator(state(yann, FIELD))).to_contain_text("enregistré à")
    expect(conflict).to_be_hidden()
    sami.reload()
    expect(sami.get_by_label(FIELD)).to_have_value("Ce que Sami et Yann ont constaté.")
    sami.get_by_role("link", name="Journal").first.click()
    expect(sami.locator(".revisions")).to_contain_text("écarté par un conflit")
    # The refused save is an answer of ours, which the browser writes in its console.
    for witness in witnesses:
        assert [fault for fault in witness.faults() if "409" not in fault] == []


def test_without_network_the_text_stays_and_is_saved_afterwards(
    two: tuple[BrowserContext, BrowserContext], demo_site: str
) -> None:
    context, _ = two
    page = open_needs(context, demo_site, SAMI)
    page.get_by_label(OTHER).fill("Écrit avant la coupure.")
    expect(page.locator(state(page, OTHER))).to_contain_text("enregistré à")
    context.set_offline(True)
    page.get_by_label(OTHER).fill("Écrit pendant la coupure.")
    expect(page.locator(state(page, OTHER))).to_have_text("pas de réseau : gardé sur cet appareil")
    kept = "() => Object.values(localStorage).some((text) => text.includes('pendant la coupure'))"
    assert page.evaluate(kept)
    context.set_offline(False)
    expect(page.locator(state(page, OTHER))).to_contain_text("enregistré à", timeout=20_000)
    assert not page.evaluate(kept)
    page.reload()
    expect(page.get_by_label(OTHER)).to_have_value("Écrit pendant la coupure.")


def test_a_page_that_dies_without_network_gives_its_text_back(
    two: tuple[BrowserContext, BrowserContext], demo_site: str
) -> None:
    context, _ = two
    page = open_needs(context, demo_site, SAMI)
    address = page.url
    context.set_offline(True)
    page.get_by_label(OTHER).fill("Gardé par cet appareil.")
    expect(page.locator(state(page, OTHER))).to_contain_text("gardé sur cet appareil")
    # A battery that ends: a page that is closed would still send its text.
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_label(OTHER)).to_have_value("Gardé par cet appareil.")
    expect(again.locator(state(again, OTHER))).to_contain_text("enregistré à")


def test_a_text_is_saved_without_javascript(browser: Browser, demo_site: str) -> None:
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    page = open_needs(context, demo_site, YANN)
    page.get_by_label("Référentiel de chaque étape").fill("Sans JavaScript.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Les textes sont enregistrés.")).to_be_visible()
    expect(page.get_by_label("Référentiel de chaque étape")).to_have_value("Sans JavaScript.")
    context.close()


def test_a_budget_counts_and_is_kept_while_it_is_typed(
    two: tuple[BrowserContext, BrowserContext], demo_site: str
) -> None:
    context, _ = two
    page = open_needs(context, demo_site, SAMI)
    page.get_by_role("link", name="Le budget").click()
    page.get_by_role("link", name="Année 1").first.click()
    gap, said = page.locator("[data-o2r-total=gap]"), page.locator("[data-o2r-state]")
    expect(gap).to_have_text("0\u00a0€")
    page.get_by_label("Locations").fill("1 500,50")
    expect(gap).to_have_text("1\u202f500,50\u00a0€")
    expect(said).to_contain_text("enregistré à")
    # « Entrée » goes down the column and sends nothing: the form has its button.
    page.keyboard.press("Enter")
    expect(page.get_by_label("Locations")).not_to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_label("Locations")).to_be_focused()
    context.set_offline(True)
    page.get_by_label("Assurance").fill("99,50")
    expect(said).to_have_text("pas de réseau : gardé sur cet appareil")
    # The button sends nothing that could be lost: the device keeps it until the site has it.
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    kept = "() => Object.values(localStorage).some((text) => text.includes('99,50'))"
    assert page.evaluate(kept)
    expect(said).to_have_text("pas de réseau : gardé sur cet appareil")
    context.set_offline(False)
    expect(said).to_contain_text("enregistré à", timeout=20_000)
    page.reload()
    expect(page.get_by_label("Assurance")).to_have_value("99,50")
    expect(gap).to_have_text("1\u202f600\u00a0€")
    page.get_by_role("button", name="Enregistrer, année suivante").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("année 2")
    assert not page.evaluate(kept)


def steps(page: Page) -> Locator:
    """The links to the parts of the application."""
    return page.get_by_role("navigation", name="Parties de la candidature")


def open_project(context: BrowserContext, site: str, name: str) -> Page:
    """The section of the project, by its links."""
    page = open_needs(context, site, name)
    steps(page).get_by_role("link", name="Le projet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Le projet")
    page.wait_for_load_state()
    return page


FACTS = "form[data-o2r-form-autosave]"


def test_facts_are_kept_by_who_leaves_for_the_next_part_and_comes_back(
    two: tuple[BrowserContext, BrowserContext], demo_site: str
) -> None:
    context, _ = two
    page = open_project(context, demo_site, SAMI)
    asked: list[Dialog] = []
    page.on("dialog", lambda dialog: asked.append(dialog))
    page.get_by_label("Personnes accompagnées par an").fill("137")
    page.get_by_role("checkbox", name="Remobiliser").set_checked(True)
    page.get_by_role("combobox", name="Où le projet agira").fill("Annecy")
    page.get_by_role("option").filter(has_text="Annecy").first.click()
    page.get_by_role("button", name="Ajouter", exact=True).click()
    territories = page.get_by_label("Territoires de la zone")
    expect(territories).to_contain_text("Annecy")
    page.get_by_role("link", name="Partie suivante").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Le consortium")
    steps(page).get_by_role("link", name="Le projet").click()
    expect(page.get_by_label("Personnes accompagnées par an")).to_have_value("137")
    expect(page.get_by_role("checkbox", name="Remobiliser")).to_be_checked()
    expect(territories).to_contain_text("Annecy")
    assert asked == []
    page.get_by_role("link", name="Journal des renseignements").click()
    expect(page.locator(".revisions")).to_contain_text("137")
    expect(page.locator(".revisions")).to_contain_text(SAMI)
    page.get_by_role("link", name="Revenir à").click()
    page.get_by_role("button", name="Retirer Annecy").click()
    expect(territories).not_to_contain_text("Annecy")
    page.get_by_role("button", name="Enregistrer les renseignements").click()
    expect(page.get_by_text("Les renseignements du projet sont enregistrés.")).to_be_visible()
    expect(territories).not_to_contain_text("Annecy")


def test_facts_wait_for_the_network_on_this_device(
    two: tuple[BrowserContext, BrowserContext], demo_site: str
) -> None:
    context, _ = two
    page = open_project(context, demo_site, SAMI)
    address, said = page.url, f"{FACTS} [data-o2r-state]"
    context.set_offline(True)
    page.get_by_label("Personnes accompagnées par an").fill("146")
    expect(page.locator(said)).to_have_text("pas de réseau : gardé sur cet appareil")
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_label("Personnes accompagnées par an")).to_have_value("146")
    expect(again.locator(said)).to_contain_text("enregistré à")
    again.reload()
    expect(again.get_by_label("Personnes accompagnées par an")).to_have_value("146")
    assert again.evaluate("() => Object.keys(localStorage).every((k) => !k.includes('form-'))")


def test_two_people_change_one_fact_and_both_values_are_shown(
    two: tuple[BrowserContext, BrowserContext], demo_site: str
) -> None:
    sami, yann = (open_project(c, demo_site, who) for c, who in zip(two, (SAMI, YANN), strict=True))
    title = "Intitulé du projet"
    was = sami.get_by_label(title).input_value()
    sami.get_by_label(title).fill(f"{was}, dit Sami")
    expect(sami.locator(f"{FACTS} [data-o2r-state]")).to_contain_text("enregistré à")
    yann.get_by_label(title).fill(f"{was}, dit Yann")
    conflict = yann.locator(f"{FACTS} [data-o2r-conflict]")
    expect(conflict).to_contain_text(f"{was}, dit Sami")
    expect(yann.get_by_label(title)).to_have_value(f"{was}, dit Yann")
    yann.get_by_role("button", name="Prendre ces valeurs").click()
    expect(conflict).to_be_hidden()
    expect(yann.get_by_label(title)).to_have_value(f"{was}, dit Sami")
    yann.get_by_label(title).fill(was)
    expect(yann.locator(f"{FACTS} [data-o2r-state]")).to_contain_text("enregistré à")
    yann.reload()
    expect(yann.get_by_label(title)).to_have_value(was)
