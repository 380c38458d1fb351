"""Two points of view on what holds Nour back, a plan in her words, a promise that nobody keeps."""

from datetime import date, timedelta

from playwright.sync_api import Page

from tests.browser.story_of_a_call.stage import Stage, follow, plain, press, said
from tests.browser.story_of_momo.leaving import reload_until
from tests.browser.story_of_nour.people import CASELOAD, INES, NOUR, advance, open_panel

A_WEEK, A_MONTH = 7, 33
GOAL, PROMISE = "Conduire, pour travailler le matin", "Appeler l’auto-école avec elle"


def play(stage: Stage) -> None:
    _meets(stage.at(INES, CASELOAD))
    stage.later(A_WEEK)
    page = stage.at(INES, CASELOAD)
    _meets(page, promise_for=stage.today + timedelta(days=2))
    said(page, "Contact de confiance")
    _agrees_on_a_day(page, stage.today + timedelta(days=3))
    _says_what_weighs(page)
    _plans(page)
    advance(page, "Contact de confiance")
    advance(page, "Accompagnement")
    stage.later(A_MONTH)
    _the_promise_is_noticed(stage)


def _meets(page: Page, promise_for: date | None = None) -> None:
    follow(page, NOUR)
    follow(page, "Nouvelle rencontre")
    if promise_for:
        page.get_by_text("Une promesse", exact=True).click()
        page.locator("[name=promise]").fill(PROMISE)
        page.locator("[name=due_on]").fill(promise_for.isoformat())
    press(page, "Enregistrer")
    said(page, "rencontre avec une personne")
    follow(page, NOUR)


def _agrees_on_a_day(page: Page, day: date) -> None:
    open_panel(page, "Plan", "Convenir d’un jour")
    page.get_by_label("Prochain contact convenu pour le").fill(day.isoformat())
    press(page, "Noter ce jour")
    follow(page, NOUR)


def _says_what_weighs(page: Page) -> None:
    open_panel(page, "Freins", "Voir tout, faire le point")
    follow(page, "Faire le point")
    moving = page.get_by_role("group", name="Se déplacer")
    moving.get_by_label("La personne").select_option(label="bloque")
    moving.get_by_label("Le professionnel").select_option(label="gêne un peu")
    page.get_by_label("En premier").select_option(label="Se déplacer")
    page.get_by_label("A une envie, un projet").check()
    press(page, "Valider ensemble")
    said(page, "Le diagnostic est validé")
    table = page.get_by_role("table")
    for cell in ("bloque", "gêne un peu", "plus lourd que le professionnel"):
        assert cell in plain(table)
    follow(page, NOUR)


def _plans(page: Page) -> None:
    open_panel(page, "Plan", "Voir le plan")
    follow(page, "Poser un objectif")
    page.get_by_label("Où la personne veut aller").fill(GOAL)
    press(page, "Poser l’objectif")
    page.get_by_role("link", name="Prévoir une action").click()
    page.get_by_label("Ce qu’il y a à faire").fill("S’inscrire au code")
    press(page, "Enregistrer")
    said(page, "S’inscrire au code")
    follow(page, NOUR)


def _the_promise_is_noticed(stage: Stage) -> None:
    page = stage.at(INES, "/espace/alertes-silence/")
    reload_until(page, NOUR)
    said(page, "Un contact était convenu")
    said(page, "n’a pas de suite écrite")
    follow(page, NOUR)
    said(page, "Ce qui a marché 2 des dernières fois : en rue.")
    press(page, "Je m’en charge")
    press(page, "Le contact est repris")
    follow(page, NOUR)
