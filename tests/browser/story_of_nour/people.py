"""Who plays: Inès and her coordinator, an adviser of the mission locale, a garage without account,
and Nour, on her telephone."""

import re

from playwright.sync_api import Page

INES, SAMI, HUGO, KARIM = "Inès Valmont", "Sami Belloc", "Hugo Perrin", "Karim Tessier"
NOUR, FAMILY_NAME, PHONE = "Nour", "Lahcen", "06 39 98 12 34"
MISSION = "Mission locale d’Aubrelieu"
CASELOAD = "/espace/personnes-suivies/"
RECEIVED = "/espace/orientations-recues/"
BOARD = "/espace/sentinelle/"
ADVISER, DRIVING = "Un conseiller pour les 16-25 ans", "Permis pas à pas"
GARAGE_MAIL = "orientation@garage.example"


def open_panel(page: Page, tab: str, name: str) -> None:
    """From the file of somebody, a link of one of its tabs."""
    page.get_by_role("tab", name=re.compile(f"^{tab}")).click()
    page.get_by_role("link", name=name, exact=True).last.click()


def advance(page: Page, state: str) -> None:
    """From the file of somebody: their pathway goes on, and the file is back."""
    open_panel(page, "Plan", "Voir le parcours")
    page.get_by_role("link", name="Faire avancer", exact=True).click()
    page.get_by_label(state, exact=True).check()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("link", name=NOUR, exact=True).first.click()
