"""The mission locale accompanies Nour too: two appointments meet, and it is seen."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page

from tests.browser.story_of_a_call.stage import Stage, follow, plain, press, said
from tests.browser.story_of_nour.people import (
    CASELOAD,
    INES,
    KARIM,
    MISSION,
    NOUR,
    open_panel,
)

GROUP = "Le groupe, et qui fait quoi"
IN_FOUR_DAYS = timedelta(days=4)


def play(stage: Stage) -> None:
    page = stage.at(INES, CASELOAD)
    follow(page, NOUR)
    _agrees(page)
    page = stage.at(INES, CASELOAD)
    follow(page, NOUR)
    _forms_a_group(page)
    press(stage.at(KARIM, "/espace/accompagnements/"), "Oui, j’accompagne")
    _knows_them(page)
    _is_asked_twice(page, stage.today + IN_FOUR_DAYS)
    _the_contradiction_is_seen(page)


def _agrees(page: Page) -> None:
    open_panel(page, "Accords", "Informations et accords")
    follow(page, "Proposer un partage")
    page.get_by_label("À quelle organisation ?").fill("mission")
    press(page, "Chercher")
    page.get_by_label(MISSION).check()
    for choice in ("Accord de la personne", "accompagner ensemble", "le prénom ou surnom"):
        page.get_by_label(choice).check()
    page.get_by_label("le téléphone", exact=True).check()
    page.get_by_label("Expliqué avec quoi ?").select_option(label="à l’oral")
    press(page, "Proposer")
    page.get_by_label("à voix haute, devant l’intervenant").check()
    press(page, "La personne dit oui")
    said(page, "C’est partagé jusqu’au")


def _forms_a_group(page: Page) -> None:
    open_panel(page, "Relais", GROUP)
    for who, role in ((INES, "Référent de parcours"), (MISSION, "Référent d’un organisme")):
        follow(page, "Inviter quelqu’un")
        page.get_by_label(who).check()
        page.get_by_label(role).check()
        press(page, "Inviter")
        said(page, "L’invitation est partie")


def _knows_them(page: Page) -> None:
    """A place begins when the person knows who it is."""
    for who in (INES, KARIM):
        page.reload()
        page.get_by_role("link", name=re.compile(f"^{who}")).click()
        press(page, "Elle le connaît")
    assert "Le groupe n’est pas formé" not in plain(page.locator("main"))


def _is_asked_twice(page: Page, day: date) -> None:
    follow(page, "Noter ce qui est demandé")
    page.get_by_label("Qu’est-ce qui est demandé ?").fill("Venir au point du matin")
    page.get_by_label("Qui le demande ?").select_option(label=f"{KARIM} ({MISSION})")
    page.get_by_label("Pour quel jour ?").fill(day.isoformat())
    page.get_by_label("De (facultatif)").fill("10:00")
    page.get_by_label("À (facultatif)").fill("11:00")
    press(page, "Noter")
    follow(page, NOUR)
    open_panel(page, "Plan", "Noter un rendez-vous")
    page.get_by_label("Jour").fill(day.isoformat())
    page.get_by_label("De", exact=True).fill("10:30")
    page.get_by_label("À", exact=True).fill("11:30")
    press(page, "Noter le rendez-vous")
    follow(page, NOUR)


def _the_contradiction_is_seen(page: Page) -> None:
    open_panel(page, "Relais", GROUP)
    said(page, "ne vont pas ensemble")
    said(page, "même moment")
