"""The zone editor as people use it: keyboard, live sentence and map, and without JavaScript."""

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import Witness
from tests.browser.test_story import wait_until

SAMPLE = "/style/territoire/"
YOUTH_COMMUNES, YOUTH_PEOPLE = "2 411 communes", "4 954 294 habitants"


def editor(page: Page, name: str) -> Locator:
    return page.locator(f"[data-o2r-zone-editor][data-name='{name}']")


def plain(locator: Locator) -> str:
    """The text as it is read: French spaces are spaces."""
    text = locator.inner_text()
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


def chips(place: Locator) -> list[str]:
    return place.locator(".zone-chip__name").all_inner_texts()


def wait_for_chip(place: Locator, name: str) -> None:
    expect(place.locator(".zone-chip", has_text=name)).to_be_visible()


def test_a_perimeter_is_written_with_the_keyboard_alone(
    person: BrowserContext, demo_site: str
) -> None:
    """Nadia writes the youth perimeter from the empty editor, never touching a mouse."""
    page = person.new_page()
    witness = Witness(page, demo_site)
    page.goto(f"{demo_site}{SAMPLE}?title=Jeunes&perimeter=")
    place = editor(page, "perimeter")
    place.get_by_role("combobox").focus()
    for name in ("Ain", "Allier", "Ardèche", "Isère", "Loire", "Savoie", "Haute-Savoie"):
        page.keyboard.type(name)
        place.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        wait_for_chip(place, name)
        expect(place.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("clermont auvergne")
    place.get_by_role("option", name="Clermont Auvergne Métropole").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    wait_for_chip(place, "Clermont Auvergne Métropole")
    expect(place.locator(".zone-chip--only")).to_contain_text("seulement")

    page.keyboard.type("entre bièvre")
    place.get_by_role("option", name="CC Entre Bièvre et Rhône").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(place.get_by_role("button", name="Ajouter")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(place.locator(".zone-chip--exclude")).to_contain_text("CC Entre Bièvre et Rhône")
    counts = plain(place.locator(".zone-facts__counts"))
    assert counts == f"{YOUTH_COMMUNES} {YOUTH_PEOPLE}"
    sentence = plain(place.locator(".zone-facts__sentence"))
    assert "Isère (hors CC Entre Bièvre et Rhône)" in sentence
    assert "Puy-de-Dôme : Clermont Auvergne Métropole uniquement" in sentence
    place.get_by_text("9 intercommunalités ne sont qu’en partie dans la zone").click()
    expect(place.locator(".zone-facts__cut")).to_contain_text("CA Vienne Condrieu 18 communes")
    assert page.get_by_label("Intitulé de l’appel").input_value() == "Jeunes"
    witness.assert_clean()


def test_the_map_follows_the_zone(person: BrowserContext, demo_site: str) -> None:
    page = person.new_page()
    witness = Witness(page, demo_site)
    page.goto(f"{demo_site}{SAMPLE}?perimeter=dep:38")
    place = editor(page, "perimeter")
    place.locator("[data-o2r-zone-map]").scroll_into_view_if_needed()
    shown = "document.querySelector('#id_perimeter_carte')"
    wait_until(page, f"() => {shown}.dataset.o2rZoneReady === 'true'")
    seen = f"{shown}.o2rZoneMap.camera.bounds()"
    before = page.evaluate(f"() => {seen}")
    place.get_by_role("combobox").fill("dep:974")
    with page.expect_response("**/territoire/zone.geojson**") as outline:
        place.get_by_role("button", name="Ajouter").click()
        wait_for_chip(place, "La Réunion")
    assert outline.value.ok
    place.get_by_role("button", name="Retirer Isère").click()
    wait_until(page, f"() => {seen}[0] > 50")
    assert before[0] < 7
    # The chip is gone: the keyboard is on the one that took its place.
    expect(place.get_by_role("button", name="Retirer La Réunion")).to_be_focused()
    witness.assert_clean()


def test_what_leaves_the_perimeter_says_why(person: BrowserContext, demo_site: str) -> None:
    page = person.new_page()
    page.goto(f"{demo_site}{SAMPLE}?perimeter=dep:38&territory=")
    place = editor(page, "territory")
    expect(place.get_by_text("Aucun territoire pour l’instant.")).to_be_visible()
    for name in ("dep:73", "com:38344", "com:63300"):
        place.get_by_role("combobox").fill(name)
        place.get_by_role("button", name="Ajouter").click()
        expect(place.get_by_role("combobox")).to_have_value("")
    refused = plain(place.locator(".zone-editor__refused"))
    assert "2 territoires sortent du périmètre" in refused
    assert "la commune Roussillon est dans CC Entre Bièvre et Rhône, exclue par l’appel" in refused
    assert "seule Clermont Auvergne Métropole est retenue dans le Puy-de-Dôme" in refused


def test_a_shared_name_offers_its_territories(person: BrowserContext, demo_site: str) -> None:
    page = person.new_page()
    page.goto(f"{demo_site}{SAMPLE}?perimeter=")
    place = editor(page, "perimeter")
    place.get_by_role("combobox").fill("Roussillon")
    page.keyboard.press("Enter")
    expect(place.get_by_text("désigne 2 territoires")).to_be_visible()
    choice = place.get_by_role("button", name="Roussillon (commune, Isère)")
    choice.focus()
    page.keyboard.press("Enter")
    wait_for_chip(place, "Roussillon")
    place.get_by_role("combobox").fill("Nulle-Part-sur-Rien")
    page.keyboard.press("Enter")
    expect(place.get_by_text("n’est le nom d’aucun territoire")).to_be_visible()
    expect(place.get_by_role("combobox")).to_have_value("Nulle-Part-sur-Rien")
    place.get_by_role("combobox").fill("")
    place.get_by_role("button", name="Exclure").click()
    assert chips(place) == ["Roussillon"]


def test_without_an_answer_the_form_itself_is_sent(person: BrowserContext, demo_site: str) -> None:
    """The live answers may be refused: the buttons then do what they do without JavaScript."""
    page = person.new_page()
    page.route("**/territoire/zone?**", lambda route: route.fulfill(status=429))
    page.goto(f"{demo_site}{SAMPLE}?title=Gardé&perimeter=dep:38")
    place = editor(page, "perimeter")
    place.get_by_role("combobox").fill("Savoie")
    place.get_by_role("button", name="Ajouter").click()
    page.wait_for_url("**perimeter-act=add**")
    assert chips(editor(page, "perimeter")) == ["Isère", "Savoie"]
    assert page.get_by_label("Intitulé de l’appel").input_value() == "Gardé"


def test_without_javascript(browser: Browser, demo_site: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{demo_site}{SAMPLE}?title=Gardé&perimeter=")

    def act(typed: str, button: str) -> Locator:
        place = editor(page, "perimeter")
        if typed:
            place.get_by_role("combobox").fill(typed)
        # A click does not wait for the page it asks for: the old one would be read.
        with page.expect_navigation():
            place.get_by_role("button", name=button).click()
        return editor(page, "perimeter")

    place = act("Isère", "Ajouter")
    assert chips(place) == ["Isère"]
    place = act("Entre Bièvre et Rhône", "Exclure")
    assert "475 communes" in plain(place.locator(".zone-facts__counts"))
    expect(place.locator(".static-map__zone")).to_be_visible()
    place = act("Roussillon", "Ajouter")
    place = act("", "Roussillon (commune, Isère)")
    assert chips(place) == ["Isère", "CC Entre Bièvre et Rhône", "Roussillon"]
    place = act("", "Retirer CC Entre Bièvre et Rhône")
    assert chips(place) == ["Isère", "Roussillon"]
    assert page.get_by_label("Intitulé de l’appel").input_value() == "Gardé"
    # « Entrée » in another field sends the form; in the field of the editor, it adds.
    place.get_by_role("combobox").fill("Savoie")
    with page.expect_navigation():
        place.get_by_role("combobox").press("Enter")
    assert chips(editor(page, "perimeter")) == ["Isère", "Roussillon", "Savoie"]
    page.get_by_label("Intitulé de l’appel").press("Enter")
    expect(page.get_by_text("Le formulaire serait enregistré")).to_be_visible()
    context.close()
