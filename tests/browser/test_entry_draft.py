"""A battery dies while a meeting is being noted: nothing typed is lost, nor left on the phone."""

from playwright.sync_api import Browser, expect

from tests.browser.test_people_of_the_demonstration import enter

FORM = "/espace/rencontres/nouvelle/"


def test_a_meeting_begun_on_a_phone_is_taken_up_elsewhere(browser: Browser, demo_site: str) -> None:
    phone = browser.new_context(locale="fr-FR", viewport={"width": 360, "height": 740})
    page = phone.new_page()
    enter(page, demo_site, "Inès Valmont")
    page.goto(demo_site + FORM)
    page.get_by_label("Nouvelle personne : son surnom").fill("Petit-Louis")
    page.get_by_role("button", name="Un de plus : Hommes").click()
    expect(page.get_by_text("Brouillon gardé à")).to_be_visible()
    assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0
    phone.close()

    page = browser.new_context(locale="fr-FR").new_page()
    enter(page, demo_site, "Inès Valmont")
    page.goto(demo_site + FORM)
    expect(page.get_by_text("Votre saisie commencée est reprise")).to_be_visible()
    expect(page.get_by_label("Nouvelle personne : son surnom")).to_have_value("Petit-Louis")
    expect(page.get_by_label("Hommes", exact=True)).to_have_value("1")
    page.get_by_role("button", name="L’effacer et recommencer").click()
    expect(page.get_by_label("Nouvelle personne : son surnom")).to_have_value("")
    page.context.close()
