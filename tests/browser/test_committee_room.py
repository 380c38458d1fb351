"""The committee room of the demonstration: a choice, and everything that it changes."""

import re

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import Witness

ROOM = "/espace/comite/jeunes-en-rupture-exemple/"
HELENE = "helene.aubry@dreets.example"


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/espace/connexion/")
    button = page.locator("form", has=page.locator(f"input[value='{HELENE}']"))
    button.get_by_role("button").click()
    page.wait_for_url("**/espace/")


def copied(page: Page, site: str, name: str) -> None:
    """A scenario of one's own, where nothing is kept."""
    page.goto(f"{site}{ROOM}scenarios/nouveau/")
    page.get_by_label("Nom").fill(name)
    page.get_by_role("button", name="Créer ce scénario").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_a_choice_changes_the_figures_and_asks_why(person: BrowserContext, demo_site: str) -> None:
    page = person.new_page()
    sign_in(page, demo_site)
    copied(page, demo_site, "Essai au clavier")
    witness = Witness(page, demo_site)
    figures = page.locator("#chiffres")
    expect(figures).to_contain_text("zones blanches")
    first = page.get_by_role("switch", name="Retenir Cap Deux Rives")
    first.focus()
    page.keyboard.press("Space")
    expect(figures).to_contain_text(re.compile(r"412\s000\s€"))
    expect(page.locator("[data-o2r-announce]")).to_contain_text("Cap Deux Rives retenue.")
    page.get_by_role("switch", name="Retenir Jeunes d’Allier").check()
    passed = page.locator("[data-o2r-row]", has_text="Horizon Limagne")
    expect(passed).to_have_attribute("data-mark", "asked")
    expect(passed.get_by_text("motif demandé")).to_be_visible()
    passed.get_by_text("motif demandé").click()
    passed.get_by_label("Motif de l’écart au classement").fill("Budget à revoir.")
    page.keyboard.press("Tab")
    expect(passed).to_have_attribute("data-mark", "given")
    expect(figures).to_contain_text("Clermont Auvergne Métropole")
    page.reload()
    expect(page.get_by_role("switch", name="Retenir Jeunes d’Allier")).to_be_checked()
    witness.assert_clean()


def test_a_choice_made_before_the_script_came_is_sent(
    person: BrowserContext, demo_site: str
) -> None:
    page, held = person.new_page(), list[Route]()
    sign_in(page, demo_site)
    page.route("**/selection/js/room.js*", lambda route: held.append(route))
    copied(page, demo_site, "Essai sur une ligne lente")
    page.get_by_role("switch", name="Retenir Cap Deux Rives").check()
    assert held, "the script was not waited for"
    held[0].continue_()
    expect(page.locator("#chiffres")).to_contain_text(re.compile(r"412\s000\s€"))


def test_the_map_shows_the_call_alone(person: BrowserContext, demo_site: str) -> None:
    page = person.new_page()
    sign_in(page, demo_site)
    page.goto(demo_site + ROOM)
    section = page.locator("[data-o2r-room-map]")
    expect(section).to_have_attribute("data-o2r-map-state", "ready", timeout=30_000)
    expect(section.locator(".room-key")).to_contain_text("zone blanche")


def test_without_a_script_the_room_still_works(browser: Browser, demo_site: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    sign_in(page, demo_site)
    copied(page, demo_site, "Essai sans script")
    page.get_by_role("switch", name="Retenir Pas à pas Savoie").check()
    page.get_by_role("button", name="Recalculer et enregistrer").click()
    expect(page.get_by_text("Le scénario est enregistré et recalculé.")).to_be_visible()
    expect(page.locator("#chiffres")).to_contain_text(re.compile(r"388\s000\s€"))
    expect(page.get_by_role("img", name=re.compile("Carte du scénario"))).to_be_visible()
    context.close()
