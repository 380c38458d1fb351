"""Somebody typed looks like somebody whom one follows: said with and without a script."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.test_people_of_the_demonstration import enter

NEW = "/espace/rencontres/nouvelle/"
HINT = "Vous suivez peut-être déjà cette personne"


def meeting(page: Page, site: str) -> None:
    enter(page, site, "Inès Valmont")
    page.goto(site + NEW)


def test_while_typing_the_file_is_shown_and_nothing_is_sent(
    browser: Browser, demo_site: str
) -> None:
    page = browser.new_page(locale="fr-FR")
    meeting(page, demo_site)
    newcomer = page.get_by_label("Nouvelle personne : son surnom")
    newcomer.fill("bilou")
    expect(page.locator(".alert__title", has_text=HINT)).to_be_visible()
    expect(page.get_by_role("link", name="Bilou")).to_be_visible()
    assert page.url.endswith(NEW)
    # Seen, and somebody else: noted at the first sending.
    newcomer.fill("Zyrvall")
    expect(page.locator(".alert__title", has_text=HINT)).to_be_hidden()
    page.close()


def test_without_script_it_is_said_when_the_form_is_sent(browser: Browser, demo_site: str) -> None:
    signed = browser.new_page(locale="fr-FR")
    enter(signed, demo_site, "Inès Valmont")
    state = signed.context.storage_state()
    signed.close()
    context = browser.new_context(
        locale="fr-FR", java_script_enabled=False, storage_state=state, base_url=demo_site
    )
    page = context.new_page()
    page.goto(NEW)
    page.get_by_label("Nouvelle personne : son surnom").fill("bilou")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text(HINT)).to_be_visible()
    expect(page.get_by_label("Nouvelle personne : son surnom")).to_have_value("bilou")
    context.close()
