"""Every page, at three widths and in both themes: accessible, within its width, self-contained.

The list of pages is read from the URLconf, so a page that is added is checked by itself.
"""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import ROOT, Witness
from tests.browser.pages import addresses

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
WIDTHS = {360: 740, 768: 1024, 1280: 900}
THEMES = ("light", "dark")
# What axe does not see by itself: WCAG 2.2 AA and the best practices, on the whole page.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def html_pages(context: BrowserContext, site: str) -> list[str]:
    """The addresses of the URLconf that answer an HTML page to this visitor."""
    found = []
    for address in addresses():
        answer = context.request.get(site + address, max_redirects=0)
        kind = answer.headers.get("content-type", "")
        assert answer.status < 500, f"{address}: {answer.status}"
        assert "missing-example" not in address, f"{address}: add a value in pages.EXAMPLES"
        if answer.status == 200 and kind.startswith("text/html"):
            found.append(address)
    return found


def check_page(page: Page, site: str, address: str, width: int, theme: str) -> None:
    """Open the page, then: no error, no other site, no sideways scroll, nothing for axe."""
    witness = Witness(page, site)
    page.goto(site + address)
    page.wait_for_load_state("networkidle")
    where = f"{address} at {width} px, {theme}"
    witness.assert_clean()
    overflow = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, f"{where}: {overflow} px too wide"
    page.evaluate(AXE)
    report = page.evaluate("rules => axe.run(document, rules)", RULES)
    faults = [
        f"{fault['id']}: {fault['help']} — {[n['html'][:120] for n in fault['nodes'][:3]]}"
        for fault in report["violations"]
    ]
    assert faults == [], f"{where}:\n" + "\n".join(faults)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_public_page_of_a_real_instance(
    browser: Browser, site: str, width: int, theme: str
) -> None:
    _check_all(browser, site, width, theme, email="")


@pytest.mark.parametrize("theme", THEMES)
def test_every_page_of_a_demonstration_signed_in(
    browser: Browser, demo_site: str, theme: str
) -> None:
    """The professional space, the living page of components, and the fictional projects."""
    for width in (360, 1280):
        _check_all(browser, demo_site, width, theme, email="camille.arnoux@plateforme.example")


def _check_all(browser: Browser, site: str, width: int, theme: str, *, email: str) -> None:
    context = browser.new_context(
        # The page is evaluated by axe, which the policy of the site rightly refuses.
        bypass_csp=False,
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        locale="fr-FR",
    )
    try:
        if email:
            page = context.new_page()
            page.goto(f"{site}/espace/connexion/")
            page.locator("form", has=page.locator(f"input[value='{email}']")).get_by_role(
                "button"
            ).click()
            page.close()
        pages = html_pages(context, site)
        assert len(pages) >= (12 if not email else 16), pages
        for address in pages:
            page = context.new_page()
            check_page(page, site, address, width, theme)
            page.close()
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
