"""Two workers plan a round, meet a group without names, then Momo, twice."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.story_of_a_call.stage import Stage, follow, press, said
from tests.browser.story_of_momo.people import CASELOAD, INES, MOMO, SAMI

ROUNDS = "/espace/tournees/"
TWO_DAYS = 2


def play(stage: Stage) -> None:
    page = stage.at(INES, ROUNDS)
    _gives_up_what_was_planned(page)
    _plans(stage, stage.at(INES, ROUNDS))
    press(page, "Nous partons")
    said(page, "vous êtes en tournée")
    _a_group_without_names(page)
    _meets_somebody_new(page)
    _everyone_is_back(stage)
    stage.later(TWO_DAYS)
    _meets_again(stage)


def _gives_up_what_was_planned(page: Page) -> None:
    """The demonstration has a round for the evening: whatever the hour, they leave now instead."""
    page.locator("[aria-labelledby=venir]").get_by_role("link").first.click()
    follow(page, "Annuler la tournée")
    page.get_by_role("textbox").fill("Nous partons plus tôt.")
    press(page, "Annuler la tournée")
    said(page, "La tournée est annulée.")


def _plans(stage: Stage, page: Page) -> None:
    follow(page, "Préparer une tournée")
    leaves = stage.now
    page.get_by_label("Jour").fill(leaves.date().isoformat())
    page.get_by_label("Départ").fill(f"{leaves:%H:%M}")
    page.get_by_label("Fin prévue").fill(f"{leaves + timedelta(hours=2):%H:%M}")
    for who in (INES, SAMI):
        page.get_by_label(who).check()
    press(page, "Choisir les lieux")
    # By night every place of the demonstration may be closed: the radar then says why.
    said(page, re.compile("Ce que le radar propose|Pourquoi pas les autres"))
    page.goto(page.url.removesuffix("lieux/"))


def _a_group_without_names(page: Page) -> None:
    follow(page, "Passage")
    for _ in range(3):
        press(page, "Un de plus : Hommes")
    press(page, "Enregistrer")
    said(page, "3 hommes")
    follow(page, "Revenir à la tournée")


def _meets_somebody_new(page: Page) -> None:
    follow(page, "Rencontre")
    page.get_by_label("Nouvelle personne : son surnom").fill(MOMO)
    press(page, "Enregistrer")
    said(page, "rencontre avec une personne")
    follow(page, "Revenir à la tournée")


def _meets_again(stage: Stage) -> None:
    page = stage.at(INES, CASELOAD)
    follow(page, MOMO)
    said(page, "Sous un pseudonyme")
    follow(page, "Nouvelle rencontre")
    expect(page.get_by_role("checkbox", name=MOMO)).to_be_checked()
    press(page, "Enregistrer")
    said(page, "rencontre avec une personne")
    follow(page, MOMO)
    said(page, "Contact de confiance")


def _everyone_is_back(stage: Stage) -> None:
    page = stage.at(SAMI, f"{ROUNDS}ma-tournee/")
    press(page, "Tout le monde est rentré")
    said(page, "rentré")
