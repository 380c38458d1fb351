"""Momo says by voice what an adviser may read of him, and leaves with his card."""

from playwright.sync_api import Page, expect

from tests.browser.story_of_a_call.stage import Stage, follow, plain, press, said
from tests.browser.story_of_momo.people import CASELOAD, INES, KARIM, MOMO, PHONE, SHARED


def play(stage: Stage) -> str:
    """The code of his card."""
    page = stage.at(INES, CASELOAD)
    follow(page, MOMO)
    _gives_his_phone(page)
    page.get_by_role("tab", name="Accords").click()
    page.locator("#agreements ~ *").get_by_role("link", name="Informations et accords").click()
    _is_informed(page)
    _agrees(page)
    _the_adviser_reads(stage)
    return _card(page)


def _gives_his_phone(page: Page) -> None:
    follow(page, "Ajouter un moyen de contact")
    page.get_by_label("Moyen", exact=True).select_option(label="téléphone")
    page.get_by_label("Numéro, adresse ou lieu").fill(PHONE)
    page.get_by_label("Quelqu’un d’autre lit ce téléphone").check()
    page.get_by_label("Pas avant").fill("10:00")
    press(page, "Enregistrer")
    said(page, "10 h")


def _is_informed(page: Page) -> None:
    follow(page, "Noter ce qui a été expliqué")
    page.get_by_label("Avec quoi ?").select_option(label="à l’oral")
    press(page, "C’est expliqué")
    said(page, "L’information donnée est notée")


def _agrees(page: Page) -> None:
    follow(page, "Proposer un partage")
    page.get_by_label("À quelle organisation ?").fill("mission")
    press(page, "Chercher")
    page.get_by_label("Mission locale d’Aubrelieu").check()
    for choice in ("Accord de la personne", "accompagner ensemble", "le prénom ou surnom"):
        page.get_by_label(choice).check()
    page.get_by_label("le téléphone", exact=True).check()
    page.get_by_label("Expliqué avec quoi ?").select_option(label="à l’oral")
    press(page, "Proposer")
    page.get_by_label("à voix haute, devant l’intervenant").check()
    press(page, "La personne dit oui")
    said(page, "C’est partagé jusqu’au")


def _the_adviser_reads(stage: Stage) -> None:
    page = stage.at(KARIM, SHARED)
    follow(page, MOMO)
    expect(page.get_by_role("heading", level=1)).to_have_text(MOMO)
    shown = plain(page.locator("main"))
    assert PHONE in shown
    assert "Pas avant 10 h." in shown
    for hidden in ("Rencontre du", "Écrire une note", "Promesses"):
        assert hidden not in shown


def _card(page: Page) -> str:
    follow(page, "Remettre une carte")
    press(page, "Faire la carte")
    code = page.locator("p", has_text="Le code :").locator("strong").inner_text()
    with page.expect_download() as paper:
        press(page, "Imprimer")
    assert paper.value.path().read_bytes().startswith(b"%PDF")
    return code
