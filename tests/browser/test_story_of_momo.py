"""« Done when »: Momo, from a passage in the street to the day when only numbers are left of him.

Everything is done through the pages, on a demonstration of its own, by the people named.
"""

from playwright.sync_api import Browser

from tests.browser.conftest import Instance
from tests.browser.story_of_a_call.stage import Stage
from tests.browser.story_of_momo import agreeing, asking, leaving, meeting


def test_the_story_of_momo(browser: Browser, own_demo: Instance) -> None:
    stage = Stage(own_demo, browser)
    meeting.play(stage)
    code = agreeing.play(stage)
    asking.play(stage)
    leaving.play(stage, code)
    assert stage.faults() == []
    stage.leave()
