"""No text becomes markup or code but through core/js/trusted.js, in a real browser."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Witness

SINKS = {
    "markup": "document.body.innerHTML = '<b>x</b>'",
    "a script": "document.createElement('script').src = '/static/x.js'",
    "a worker": "new Worker('/static/x.js')",
    "code": "document.createElement('script').text = 'document.title = 1'",
    "a parsed page": "new DOMParser().parseFromString('<b>x</b>', 'text/html')",
    "a frame": "document.createElement('iframe').srcdoc = '<b>x</b>'",
}


@pytest.mark.parametrize("sink", SINKS.values(), ids=SINKS.keys())
def test_a_text_is_refused_everywhere(person: BrowserContext, site: str, sink: str) -> None:
    page = person.new_page()
    page.goto(site + "/")
    outcome = page.evaluate(
        f"() => {{ try {{ {sink}; return 'accepted'; }} catch (error) {{ return error.name; }} }}"
    )
    assert outcome == "TypeError"


def test_lists_reload_and_the_map_draws_all_the_same(person: BrowserContext, site: str) -> None:
    page = person.new_page()
    witness = Witness(page, site)
    with page.expect_worker():
        page.goto(site + "/")
    expect(page.locator("canvas.maplibregl-canvas")).to_be_visible()
    with page.expect_response(lambda answer: "x-o2r-partial" in answer.request.headers):
        page.locator("form[data-o2r-filters] select").first.select_option(index=1)
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
    assert page.evaluate("() => crossOriginIsolated")
    witness.assert_clean()
