"""A passkey made and used in a real browser, with an authenticator that Chromium imitates."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Witness


def _with_authenticator(person: BrowserContext) -> Page:
    page = person.new_page()
    devtools = person.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def test_a_passkey_is_made_then_opens_the_space_by_itself(
    person: BrowserContext, demo_site: str
) -> None:
    # Passkeys belong to a name: an address in figures has none.
    site = demo_site.replace("127.0.0.1", "localhost")
    page = _with_authenticator(person)
    witness = Witness(page, site)
    page.goto(f"{site}/espace/connexion/")
    page.locator(".demo-list__button").first.click()
    page.goto(f"{site}/espace/securite/cle/")
    expect(page.locator("[data-o2r-passkey-absent]")).to_have_count(0)
    page.get_by_label("Nom de la clé").fill("Ordinateur")
    page.get_by_role("button", name="Créer la clé d’accès").click()
    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    page.get_by_role("link", name="Je les ai notés").click()
    expect(page.get_by_text("Ordinateur")).to_be_visible()
    page.get_by_role("button", name="Se déconnecter").first.click()
    page.goto(f"{site}/espace/connexion/?next=/espace/securite/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    expect(page.get_by_role("heading", name="Ma sécurité")).to_be_visible()
    expect(page.get_by_text("clé d’accès le")).to_be_visible()
    witness.assert_clean()


def test_a_password_is_shown_on_demand_and_sent_hidden(person: BrowserContext, site: str) -> None:
    page = person.new_page()
    witness = Witness(page, site)
    page.goto(f"{site}/espace/connexion/")
    field = page.get_by_label("Mot de passe", exact=True)
    field.fill("ce que je tape")
    button = page.get_by_role("button", name="Afficher le mot de passe")
    button.click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Masquer le mot de passe").click()
    expect(field).to_have_attribute("type", "password")
    witness.assert_clean()
