"""« Done when »: Nour, from the right to enter to the news six months after she left for a job.

Inès accompanies, a mission locale and a garage without account answer, Nour answers by a link, the
coordinator reads the file that Europe asks for. Everything is done through the pages.
"""

from playwright.sync_api import Browser

from tests.browser.conftest import Instance
from tests.browser.story_of_a_call.stage import Stage
from tests.browser.story_of_nour import (
    accompanying,
    diagnosing,
    leaving,
    opening,
    referring,
    working,
)


def test_the_story_of_nour(browser: Browser, own_demo: Instance) -> None:
    stage = Stage(own_demo, browser)
    for act in (opening, diagnosing, referring, accompanying, working, leaving):
        act.play(stage)
    assert stage.faults() == []
    stage.leave()
