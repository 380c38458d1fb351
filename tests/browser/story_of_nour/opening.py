"""Inès opens the file of Nour, says why she may enter, and opens her pathway."""

from playwright.sync_api import Page

from tests.browser.story_of_a_call.stage import Stage, follow, press, said
from tests.browser.story_of_nour.people import CASELOAD, FAMILY_NAME, INES, NOUR, PHONE, open_panel

AGE = 20


def play(stage: Stage) -> None:
    page = stage.at(INES, CASELOAD)
    follow(page, "Ouvrir un dossier")
    _is_known(page, stage.today.year - AGE)
    _may_be_reached(page)
    _may_enter(page)
    _opens(page)
    _is_informed(page)


def _is_known(page: Page, year: int) -> None:
    page.get_by_label("Surnom ou prénom d’usage").fill(NOUR)
    page.get_by_label("Son nom, sans papier").check()
    page.get_by_label("Prénom (facultatif)", exact=True).fill(NOUR)
    page.get_by_label("Nom (facultatif)", exact=True).fill(FAMILY_NAME)
    page.get_by_label("Date de naissance").fill(f"{year}-03-14")
    page.get_by_label("Commune où on la rencontre").fill("Vienne")
    press(page, "Ouvrir le dossier")
    said(page, "identité déclarée")


def _may_be_reached(page: Page) -> None:
    follow(page, "Ajouter un moyen de contact")
    page.get_by_label("Moyen", exact=True).select_option(label="téléphone")
    page.get_by_label("Numéro, adresse ou lieu").fill(PHONE)
    press(page, "Enregistrer")


def _may_enter(page: Page) -> None:
    open_panel(page, "Plan", "Vérifier le droit d’entrer")
    page.get_by_label("inscrite, sans contact régulier avec son organisme référent").check()
    page.get_by_label("Dernier contact régulier").fill("2026-03-02")
    page.get_by_label("la personne le dit").check()
    page.get_by_label("jeune en rupture").check()
    press(page, "Enregistrer")
    said(page, "droit d’entrer")


def _opens(page: Page) -> None:
    open_panel(page, "Plan", "Ouvrir un parcours")
    press(page, "Ouvrir le parcours")
    said(page, "parcours")


def _is_informed(page: Page) -> None:
    follow(page, NOUR)
    open_panel(page, "Accords", "Informations et accords")
    follow(page, "Noter ce qui a été expliqué")
    page.get_by_label("Avec quoi ?").select_option(label="à l’oral")
    press(page, "C’est expliqué")
    said(page, "L’information donnée est notée")
