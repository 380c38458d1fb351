"""Nour signs a contract; on the seventh day she answers that it is not all right: Hugo calls."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.story_of_a_call.stage import Stage, follow, press, said
from tests.browser.story_of_nour.people import (
    BOARD,
    CASELOAD,
    HUGO,
    INES,
    NOUR,
    advance,
    open_panel,
)

EMPLOYER = "Boulangerie du Pont"
SEVENTH = re.compile("^Jour 7, à la personne")
A_WEEK = 7


def play(stage: Stage) -> None:
    page = stage.at(INES, CASELOAD)
    follow(page, NOUR)
    _is_followed_by_two(page)
    advance(page, "Premières semaines d’emploi")
    _finds_a_job(page, stage.today.isoformat())
    stage.later(stage.days + A_WEEK)
    _answers(stage.of(""), _link(stage.at(INES, BOARD)))
    _is_called(stage.at(HUGO, BOARD))


def _is_followed_by_two(page: Page) -> None:
    follow(page, "Ajouter un collègue")
    page.get_by_label("Collègue", exact=True).select_option(label=f"{HUGO} – accompagnement")
    press(page, "Ajouter ce collègue")


def _finds_a_job(page: Page, day: str) -> None:
    open_panel(page, "Plan", "Emplois et premières semaines")
    follow(page, "Noter un emploi")
    page.get_by_label("Chez qui ?").fill(EMPLOYER)
    page.get_by_label("Contrat").select_option(label="CDI")
    page.get_by_label("Premier jour").fill(day)
    press(page, "Noter")
    press(page, "A commencé")
    said(page, "L’employeur n’est pas contacté")


def _link(page: Page) -> str:
    page.get_by_role("link", name=SEVENTH).first.click()
    press(page, "Faire un lien à copier")
    found = re.search(r"http\S+/suivi-emploi/\S+", page.locator("main").inner_text())
    assert found
    return found.group()


def _answers(page: Page, address: str) -> None:
    """One question, three buttons, no name: on her telephone."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    assert EMPLOYER not in page.content()
    assert NOUR not in page.content()
    press(page, "Non")
    said(page, "quelqu’un vous appellera")
    page.goto(address)
    said(page, re.compile("déjà|ne sert plus|a répondu"))


def _is_called(page: Page) -> None:
    said(page, "À traiter sous 24 heures")
    _alert(page).click()
    press(page, "Je m’en occupe")
    said(page, "Vous vous en occupez")
    page.get_by_label("Qu’est-ce qui a été fait ?").fill("Appelée : le bus manque le matin.")
    press(page, "C’est traité")
    said(page, "L’alerte est traitée")
    page.goto(page.url.partition("/espace/")[0] + BOARD)
    expect(page.get_by_role("link", name=NOUR, exact=True)).to_be_visible()
    expect(_alert(page)).to_have_count(0)


def _alert(page: Page) -> Locator:
    hers = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=NOUR))
    return hers.get_by_role("link", name="Voir l’alerte")
