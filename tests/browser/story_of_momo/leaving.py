"""Momo stops the sharing from his card; two years later, only numbers are left of him."""

from datetime import date, timedelta

from playwright.sync_api import Page

from tests.browser.story_of_a_call.stage import Stage, follow, plain, press, said
from tests.browser.story_of_momo.people import (
    CASELOAD,
    INES,
    KARIM,
    MOMO,
    NUMBERS,
    PHONE,
    SHARED,
)

TWO_YEARS, NOTICE = 2 * 366, 32


def play(stage: Stage, code: str) -> None:
    _stops(stage, code)
    _the_view_is_lost(stage)
    until = stage.today
    counted = _numbers(stage, until)
    _notice_is_given(stage)
    _only_numbers_are_left(stage)
    assert _numbers(stage, until) == counted


def _stops(stage: Stage, code: str) -> None:
    page = stage.at("", "/carte/")
    page.get_by_label("Le code de la carte").fill(code)
    press(page, "Continuer")
    for hidden in (MOMO, PHONE, INES, "Passerelles", "Mission locale"):
        assert hidden not in plain(page.locator("body"))
    press(page, "Arrêter")
    said(page, "C’est noté")


def _the_view_is_lost(stage: Stage) -> None:
    page = stage.of(KARIM)
    assert PHONE in plain(page.locator("main"))
    page.reload()
    for hidden in (MOMO, PHONE):
        assert hidden not in page.content()
    assert MOMO not in plain(stage.at(KARIM, SHARED).locator("main"))
    said(stage.at(KARIM, "/espace/notifications/"), "ne lui est plus ouvert")
    page = stage.at(INES, CASELOAD)
    follow(page, MOMO)
    said(page, "Aucun accord en vigueur")


def _notice_is_given(stage: Stage) -> None:
    stage.later(TWO_YEARS)
    page = stage.at(INES, "/espace/notifications/")
    reload_until(page, "Un dossier sera bientôt anonymisé")
    follow(stage.at(INES, CASELOAD), MOMO)


def _only_numbers_are_left(stage: Stage) -> None:
    stage.later(TWO_YEARS + NOTICE)
    reload_until(stage.at(INES, CASELOAD), MOMO, gone=True)
    assert MOMO not in plain(stage.at(INES, "/espace/rencontres/").locator("main"))


def _numbers(stage: Stage, until: date) -> str:
    """What the team did in the days of the story, in a table without names."""
    page = stage.at(INES, NUMBERS)
    page.get_by_label("Du", exact=True).fill((until - timedelta(days=7)).isoformat())
    page.get_by_label("Au", exact=True).fill(until.isoformat())
    press(page, "Afficher")
    counted = plain(page.locator("table"))
    assert MOMO not in counted
    return counted


def reload_until(page: Page, words: str, *, gone: bool = False) -> None:
    """Read the page again until the worker has done what it says."""
    for _ in range(60):
        if (words in plain(page.locator("main"))) is not gone:
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"{words!r} {'still' if gone else 'never'} on {page.url}")
