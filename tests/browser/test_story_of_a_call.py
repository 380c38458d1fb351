"""« Done when »: the story of a call, from its publication to a late report, by six people.

Everything is done through the pages and the mailbox, on a demonstration of its own.
"""

from playwright.sync_api import Browser

from tests.browser.conftest import Instance
from tests.browser.story_of_a_call import (
    application,
    call,
    committee,
    convention,
    examination,
    late,
)
from tests.browser.story_of_a_call.stage import Stage


def test_the_story_of_a_call(browser: Browser, own_demo: Instance) -> None:
    stage = Stage(own_demo, browser)
    for chapter in (call, application, examination, committee, convention, late):
        chapter.play(stage)
    assert stage.faults() == []
    stage.leave()
