"""The convention is signed, its first payment recorded; the project is on the public map."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.story_of_a_call.stage import (
    CALL,
    HELENE,
    KARIM,
    MAIL_OF,
    PROJECT,
    SAMI,
    YANN,
    Stage,
    follow,
    plain,
    press,
    said,
)
from tests.browser.test_story import choose_commune, wait_until


def play(stage: Stage) -> None:
    page = stage.at(HELENE, "/espace/appels/")
    follow(page, CALL)
    follow(page, "Salle de comité")
    follow(page, "Décisions")
    page.get_by_role("link", name=f"Ouvrir la convention de {PROJECT}").click()
    page.get_by_label("Début de la convention").fill(stage.today.isoformat())
    press(page, "Ouvrir la convention")
    said(page, "est ouverte")
    page.get_by_role("link", name=re.compile("^Convention ")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PROJECT)
    _mentions(page)
    _sign(page, stage)
    _pay(page, stage)
    _bearer_sees(stage)
    _on_the_map(stage)


def _mentions(page: Page) -> None:
    said(page, re.compile("mentions? manque"))
    follow(page, "Écrire les mentions")
    for text in page.get_by_role("main").locator("textarea").all():
        if not text.input_value():
            text.fill("Comme il est dit dans la candidature.")
    press(page, "Enregistrer les mentions")
    said(page, "Toutes les mentions sont écrites.")


def _sign(page: Page, stage: Stage) -> None:
    follow(page, "Signer")
    page.get_by_label("Signée le").fill(stage.today.isoformat())
    page.get_by_label("Engagement juridique").fill("2100123456")
    press(page, "Enregistrer la signature")
    said(page, "La convention est signée ; la fiche du projet est publiée.")


def _pay(page: Page, stage: Stage) -> None:
    said(page, "Avenant n° 1 signé le")
    follow(page, "Prévoir un versement")
    page.get_by_label("Nature").select_option(label="avance")
    page.get_by_label("Montant").fill("60 000")
    page.get_by_label("Prévu le").fill((stage.today + timedelta(days=15)).isoformat())
    page.locator("main form").get_by_role("button").first.click()
    follow(page, "Avance")
    page.get_by_label("Payé le").fill(stage.today.isoformat())
    page.get_by_label("Montant payé").fill("60 000")
    press(page, "Enregistrer le paiement")
    schedule = page.get_by_role("region", name="Échéancier de l’année 1")
    assert "60 000 € le" in plain(schedule), plain(schedule)


def _bearer_sees(stage: Stage) -> None:
    for who in (SAMI, YANN, KARIM):
        assert stage.mail(who, "est signée")
    page = stage.at(SAMI, "/espace/conventions/")
    page.get_by_role("row", name=PROJECT).get_by_role("link").first.click()
    assert "60 000 € le" in plain(page.get_by_role("main"))


def _on_the_map(stage: Stage) -> None:
    page = stage.at("", "/")
    choose_commune(page, "clermont-f", "Clermont-Ferrand")
    press(page, "Chercher")
    page.locator("#carte").scroll_into_view_if_needed()
    listed = page.locator("[data-o2r-project]", has_text=PROJECT).get_attribute("data-o2r-project")
    wait_until(page, f"() => window.o2rMap?.ids.includes('{listed}')")
    follow(page, PROJECT)
    said(page, "Clermont Auvergne Métropole")
    said(page, "Les Passerelles du Val d’Essai")
    said(page, MAIL_OF[SAMI])
