"""Nour leaves for her job; six months later she still has it, and the European file is complete."""

import re

from playwright.sync_api import Page, expect

from tests.browser.story_of_a_call.stage import Stage, follow, plain, press, said
from tests.browser.story_of_nour.people import CASELOAD, INES, NOUR, SAMI, open_panel
from tests.browser.story_of_nour.working import EMPLOYER

OPERATIONS, OPERATION = "/espace/fse/", re.compile("^Reprendre pied")
THREE_MONTHS = 93
ENTRY_WORDS = {"Commune ou pays de naissance": "Vienne"}
ENTRY = {
    "Sexe": "femme",
    "Situation le jour de l’entrée": "au chômage, inscrite ou non, et cherche un emploi",
    "En formation le jour de l’entrée": "non",
    "Plus haut niveau d’études terminé": "CAP, BEP ou bac",
    "En situation de handicap": "ne souhaite pas répondre",
    "Nationalité d’un pays hors de l’Union européenne": "ne souhaite pas répondre",
    "Un parent né à l’étranger": "ne souhaite pas répondre",
    "Sans domicile, ou mal logée": "non",
    "Touche un minimum social": "ne souhaite pas répondre",
}


def play(stage: Stage) -> None:
    _fills_the_entry(_file(stage), stage.today.isoformat())
    _leaves(_file(stage))
    left_on = stage.today.isoformat()
    for months in ("À trois mois", "À six mois"):
        stage.later(stage.days + THREE_MONTHS)
        _gives_news(_file(stage), months)
    _completes_the_sheet(_file(stage), left_on)
    page = stage.at(SAMI, OPERATIONS)
    page.get_by_role("link", name=OPERATION).click()
    said(page, "Reprendre pied")


def _file(stage: Stage) -> Page:
    page = stage.at(INES, CASELOAD)
    follow(page, NOUR)
    return page


def _fills_the_entry(page: Page, day: str) -> None:
    open_panel(page, "Plan", "Ouvrir une fiche FSE+")
    page.get_by_label("Opération").select_option(index=1)
    page.get_by_label("La personne sait que l’Europe").check()
    press(page, "Ouvrir la fiche")
    page.get_by_label("Date de la première action").fill(day)
    for label, text in ENTRY_WORDS.items():
        page.get_by_label(label).fill(text)
    for label, choice in ENTRY.items():
        page.get_by_label(label, exact=True).select_option(label=choice)
    page.get_by_label("Depuis combien de mois au chômage").fill("8")
    page.get_by_label("Adresse").fill("Sans domicile fixe")
    press(page, "Enregistrer")
    said(page, "Rien ne manque ici")


def _leaves(page: Page) -> None:
    open_panel(page, "Plan", "Sortie et suites")
    follow(page, "Noter une sortie")
    page.get_by_label("emploi", exact=True).check()
    page.get_by_label("Contrat, pour un emploi").select_option(label="CDI")
    page.get_by_label("Organisme, employeur ou lieu").fill(EMPLOYER)
    press(page, "Noter la sortie")
    said(page, "À six mois")
    said(page, "à demander")


def _gives_news(page: Page, months: str) -> None:
    open_panel(page, "Plan", "Sortie et suites")
    follow(page, "Noter des nouvelles")
    said(page, months.lower())
    page.get_by_label("en emploi", exact=True).check()
    press(page, "Enregistrer")
    assert re.search(months + r" \([^)]*\) : en emploi", plain(page.locator("main")))


def _completes_the_sheet(page: Page, left_on: str) -> None:
    open_panel(page, "Plan", "Voir les fiches FSE+")
    page.get_by_role("link", name=OPERATION).click()
    page.get_by_role("link", name=re.compile("^Remplir.*sortie")).click()
    page.get_by_label("Date de la dernière action").fill(left_on)
    page.get_by_label("Situation à la sortie").select_option(label="en emploi")
    page.get_by_label("A obtenu une qualification").select_option(label="non")
    page.get_by_label("Contrat de travail").select_option(label="CDI")
    press(page, "Enregistrer")
    page.get_by_role("link", name=re.compile("^Six mois après")).click()
    page.get_by_label("Situation six mois après").select_option(label="en emploi ou à son compte")
    press(page, "Enregistrer")
    for part in ("Entrée", "Sortie", "Six mois après"):
        expect(
            page.get_by_role("link", name=re.compile(f"^{part}.*complète", re.S))
        ).to_be_visible()
