"""Two points of view on what holds Nour back, a plan in her words, and a promise that nobody keeps."""

from playwright.sync_api import Page, expect

from tests.browser.story_of_a_call.stage import Stage, follow, plain, press, said
from tests.browser.story_of_momo.leaving import reload_until
from tests.browser.story_of_nour.people import CASELOAD, INES, NOUR, advance, open_panel

A_WEEK, THREE_WEEKS = 7, 28
GOAL, PROMISE = "Conduire, pour travailler le matin", "Appeler l’auto-école avec elle"


def play(stage: Stage) -> None:
    _promises(stage)
    stage.later(A_WEEK)
    page = stage.at(INES, CASELOAD)
    _meets_again(page)
    _says_what_weighs(page)
    _plans(page)
    advance(page, "Contact de confiance")
    advance(page, "Accompagnement")
    stage.later(THREE_WEEKS)
    _the_promise_is_noticed(stage)


def _promises(stage: Stage) -> None:
    page = stage.at(INES, CASELOAD)
    follow(page, NOUR)
    open_panel(page, "Noter une rencontre")
    page.get_by_text("Une promesse", exact=True).click()
    page.locator("[name=promise]").fill(PROMISE)
    page.locator("[name=due_on]").fill((stage.today).isoformat())
    press(page, "Enregistrer")
    said(page, "rencontre avec une personne")


def _meets_again(page: Page) -> None:
    follow(page, NOUR)
    open_panel(page, "Noter une rencontre")
    press(page, "Enregistrer")
    said(page, "rencontre avec une personne")
    follow(page, NOUR)
    said(page, "Contact de confiance")


def _says_what_weighs(page: Page) -> None:
    open_panel(page, "Voir tout, faire le point")
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
    open_panel(page, "Voir le plan")
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
    said(page, "promesse")
    follow(page, NOUR)
    expect(page.get_by_role("heading", level=1)).to_have_text(NOUR)
