"""« Noter une rencontre » with one thumb: how many taps, how many fields that cannot be left."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_people_of_the_demonstration import enter

MOST_TAPS, MOST_FIELDS = 6, 3
HOME, NEW = "/espace/", "/espace/rencontres/nouvelle/"
COUNTS = """
    addEventListener("pointerdown", () => {
      sessionStorage.taps = Number(sessionStorage.taps || 0) + 1;
    }, true);
"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A small phone, that counts each time it is touched."""
    context = browser.new_context(
        locale="fr-FR", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    context.add_init_script(COUNTS)
    yield context
    context.close()


def at_home(phone: BrowserContext, site: str) -> Page:
    """The space of Inès, before she touches anything, and nothing begun by another test."""
    page = phone.new_page()
    enter(page, site, "Inès Valmont")
    page.goto(site + NEW)
    begun = page.get_by_role("button", name="L’effacer et recommencer")
    if begun.is_visible():
        begun.click()
        expect(begun).to_be_hidden()
    page.goto(site + HOME)
    page.evaluate("sessionStorage.taps = 0")
    return page


def taps(page: Page) -> int:
    return int(page.evaluate("Number(sessionStorage.taps)"))


def save(page: Page) -> None:
    """The button, which never leaves the thumb, then what the page says."""
    button = page.get_by_role("button", name="Enregistrer")
    expect(button).to_be_in_viewport()
    button.tap()
    expect(page.get_by_text("C’est noté")).to_be_visible()


def test_a_meeting_with_somebody_known(phone: BrowserContext, demo_site: str) -> None:
    """From the home page: whom, a need they said, saved."""
    page = at_home(phone, demo_site)
    page.get_by_role("link", name="Noter", exact=True).tap()
    page.get_by_label("Bilou", exact=True).tap()
    page.get_by_label("se loger").tap()
    save(page)
    assert taps(page) <= MOST_TAPS
    expect(page.get_by_text("Bilou").first).to_be_visible()


def test_people_counted_without_a_name(phone: BrowserContext, demo_site: str) -> None:
    page = at_home(phone, demo_site)
    page.get_by_role("link", name="Noter", exact=True).tap()
    page.get_by_label("passage anonyme").tap()
    for who in ("Femmes", "Hommes"):
        page.get_by_role("button", name=f"Un de plus : {who}").tap()
    save(page)
    assert taps(page) <= MOST_TAPS
    expect(page.get_by_text("2 personnes").first).to_be_visible()


def test_a_whole_family_in_one_tap(phone: BrowserContext, demo_site: str) -> None:
    page = at_home(phone, demo_site)
    page.get_by_role("link", name="Noter", exact=True).tap()
    page.get_by_label("Fratrie : Zaza et Nino").tap()
    save(page)
    assert taps(page) <= MOST_TAPS
    expect(page.get_by_text("Nino").first).to_be_visible()


def test_few_fields_cannot_be_left_and_every_target_fits_a_thumb(
    phone: BrowserContext, demo_site: str
) -> None:
    page = at_home(phone, demo_site)
    page.goto(demo_site + NEW)
    compulsory = page.locator("main form [required]").evaluate_all(
        "fields => [...new Set(fields.map(field => field.name))]"
    )
    assert len(compulsory) <= MOST_FIELDS
    heights = page.locator("main .pill, main form button").evaluate_all(
        "all => all.filter(one => one.offsetParent).map(one => one.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) >= 44
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
