"""Every page, at three widths and in both themes: accessible, within its width, self-contained.

The list of pages is read from the URLconf, so a page that is added is checked by itself.
"""

import os

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from config.urls import debug_urlpatterns
from o2r.core.routes import addresses
from tests.browser.conftest import ROOT, Witness

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# Rows that only a person can create (a message, a report, an import under way) do not exist in a
# fresh instance: their pages are in the stories.
EXAMPLES = {"slug": "o2r-portes-du-sud", "kind": "csv"}
WIDTHS = {360: 740, 768: 1024, 1280: 900}
THEMES: tuple[str, ...] = ("light", "dark")
SHARES = 3
# The theme changes colours, not places: dark, the smallest and the widest screens tell.
WIDTHS_OF: dict[str, tuple[int, ...]] = {"light": tuple(WIDTHS), "dark": (360, 1280)}
# WCAG 2.2 AA and the best practices, on the whole page.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
RULES_OF = {"light": RULES, "dark": COLOURS}
# The database changes what a page says, not how it is drawn: on PostgreSQL, the phone by daylight.
if os.environ.get("O2R_TEST_DATABASE_URL", "").startswith("postgresql"):
    THEMES, WIDTHS_OF = ("light",), {"light": (360,)}


def html_pages(context: BrowserContext, site: str) -> list[str]:
    """The addresses of the URLconf that answer an HTML page to this visitor."""
    found = []
    for address in addresses(EXAMPLES) + addresses(EXAMPLES, debug_urlpatterns):
        answer = context.request.get(site + address, max_redirects=0)
        kind = answer.headers.get("content-type", "")
        assert answer.status < 500, f"{address}: {answer.status}"
        if answer.status == 200 and kind.startswith("text/html"):
            found.append(address)
    return found


def faults_of(page: Page, site: str, address: str, theme: str) -> list[str]:
    """Open the page on a phone, then widen it. Each time: nothing sticks out, axe is silent.

    And all along: no error in the console, no request to another site.
    """
    faults: list[str] = []
    witness = Witness(page, site)
    page.goto(site + address)
    page.wait_for_load_state("networkidle" if theme == "light" else "load")
    page.evaluate(AXE)
    for width in WIDTHS_OF[theme]:
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        where = f"{address} at {width} px, {theme}"
        overflow = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow > 0:
            faults.append(f"{where}: {overflow} px too wide")
        report = page.evaluate("rules => axe.run(document, rules)", RULES_OF[theme])
        faults += [
            f"{where}: {fault['id']}: {fault['help']} — "
            f"{[node['html'][:120] for node in fault['nodes'][:3]]}"
            for fault in report["violations"]
        ]
    return faults + [f"{address}: {what}" for what in witness.faults()]


# Several processes share the pages of one visitor.
in_shares = pytest.mark.parametrize("share", range(SHARES))
in_both_themes = pytest.mark.parametrize("theme", THEMES)


@in_shares
@in_both_themes
def test_every_public_page_of_a_real_instance(
    browser: Browser, site: str, theme: str, share: int
) -> None:
    assert len(_check_share(browser, site, theme, share)) >= 12


@in_shares
@in_both_themes
def test_every_page_of_a_demonstration_signed_in(
    browser: Browser, demo_site: str, theme: str, share: int
) -> None:
    """The professional space, the living page of components, and the fictional projects."""
    email = "camille.arnoux@plateforme.example"
    pages = _check_share(browser, demo_site, theme, share, email=email)
    assert {"/style/", "/espace/projets/", "/espace/projets/importer/"} <= set(pages)


def _check_share(
    browser: Browser, site: str, theme: str, share: int, *, email: str = ""
) -> list[str]:
    """Check one page in ``SHARES`` of those that this visitor may open; the addresses of all."""
    context = browser.new_context(
        viewport={"width": 360, "height": WIDTHS[360]},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        locale="fr-FR",
    )
    try:
        if email:
            page = context.new_page()
            page.goto(f"{site}/espace/connexion/")
            button = page.locator("form", has=page.locator(f"input[value='{email}']"))
            button.get_by_role("button").click()
            page.wait_for_url("**/espace/")
            page.close()
        pages = html_pages(context, site)
        faults = []
        for address in pages[share::SHARES]:
            page = context.new_page()
            faults += faults_of(page, site, address, theme)
            page.close()
        assert faults == [], "\n".join(faults)
        return pages
    finally:
        context.close()


def test_error_pages_are_pages_of_the_site(person: BrowserContext, site: str) -> None:
    page = person.new_page()
    answer = page.goto(f"{site}/rien-ici/")
    assert answer is not None
    assert answer.status == 404
    page.get_by_role("heading", level=1).wait_for()
    page.evaluate(AXE)
    assert page.evaluate("rules => axe.run(document, rules)", RULES)["violations"] == []
