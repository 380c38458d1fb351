"""A school signals somebody by a link: without JavaScript, with the network cut, then followed."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_pages import AXE, RULES
from tests.browser.test_people_of_the_demonstration import enter

WORRY = "Quelqu’un dort dans la cage d’escalier."
WIDTHS = (360, 1280)


def a_phone(browser: Browser, **more: object) -> BrowserContext:
    return browser.new_context(locale="fr-FR", viewport={"width": 360, "height": 740}, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def link(browser: Browser, demo_site: str) -> str:
    """The address that a coordinator gives to a school."""
    page = browser.new_context(locale="fr-FR").new_page()
    enter(page, demo_site, "Sami Belloc")
    page.goto(f"{demo_site}/espace/signalements/liens/nouveau/")
    page.get_by_label("Partenaire").fill("École Curie")
    page.get_by_role("button", name="Créer le lien").click()
    address = page.locator(".signal-address").inner_text().strip()
    page.context.close()
    return address


def write(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Dans quelle commune").fill("Vénissieux")
    page.get_by_label("Qu’est-ce qui vous inquiète").fill(WORRY)
    page.get_by_label("je ne sais pas").check()
    page.get_by_label("Votre nom et votre service").fill("Mme Exemple")


def test_without_javascript_it_is_sent_and_followed(
    browser: Browser, demo_site: str, link: str
) -> None:
    page = a_phone(browser, java_script_enabled=False).new_page()
    write(page, link)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Votre message est arrivé")).to_be_visible()
    assert WORRY not in page.content()
    page.get_by_text("Une erreur").click()
    page.get_by_role("button", name="Retirer mon message").click()
    expect(page.get_by_text("Ce qu’il disait est effacé")).to_be_visible()
    page.context.close()


def test_when_the_network_is_cut_what_is_typed_stays_and_leaves_later(
    browser: Browser, demo_site: str, link: str
) -> None:
    phone = a_phone(browser)
    page = phone.new_page()
    write(page, link)
    phone.set_offline(True)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Pas de réseau : rien n’est parti")).to_be_visible()
    expect(page.get_by_label("Qu’est-ce qui vous inquiète")).to_have_value(WORRY)
    assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0
    phone.set_offline(False)
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url(re.compile("/suivi/"))
    phone.close()


def test_the_pages_of_a_signal_are_accessible_and_narrow_enough(
    browser: Browser, demo_site: str, link: str
) -> None:
    page = a_phone(browser).new_page()
    faults = faults_of(page, link)
    write(page, link)
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url(re.compile("/suivi/"))
    faults += faults_of(page, page.url)
    enter(page, demo_site, "Inès Valmont")
    page.goto(f"{demo_site}/espace/signalements/")
    page.locator(".signal-list a").first.click()
    page.wait_for_url(re.compile("/signalements/[0-9a-f-]{36}/"))
    sheet = page.url
    for address in (sheet, f"{sheet}qui-y-va/", f"{sheet}rencontree/"):
        faults += faults_of(page, address)
    assert faults == [], "\n".join(faults)
    page.context.close()


def faults_of(page: Page, address: str) -> list[str]:
    """What axe finds, and what sticks out, on a phone and on a screen."""
    page.goto(address)
    page.evaluate(AXE)
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        report = page.evaluate("rules => axe.run(document, rules)", RULES)
        faults += [f"{address} {width}: {fault['help']}" for fault in report["violations"]]
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        if page.evaluate(over) > 0:
            faults.append(f"{address} {width}: too wide")
    return faults
