"""The committee sees what is left uncovered, and decides; the results appear at their hour."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.story_of_a_call.stage import (
    CALL,
    HELENE,
    PROJECT,
    SAMI,
    YANN,
    Stage,
    follow,
    plain,
    press,
    said,
)

LEFT = ("Isère", "Savoie", "Allier")


def play(stage: Stage) -> None:
    page = stage.at(HELENE, "/espace/appels/")
    follow(page, CALL)
    press(page, "Réunir le comité")
    follow(page, "Salle de comité")
    expect(page.get_by_role("row", name=PROJECT)).to_contain_text("3,5")
    _scenario(page)
    _decide(page)
    _minutes(page)
    _letters(page)
    _publish(page, stage)
    stage.later(4)
    _results(stage)


def _scenario(page: Page) -> None:
    follow(page, "Nouveau scénario")
    page.get_by_label("Nom", exact=True).fill("Commencer par les volcans")
    press(page, "Créer ce scénario")
    page.wait_for_load_state()
    figures = page.locator("#chiffres")
    page.get_by_role("switch", name=f"Retenir {PROJECT}").check()
    expect(page.locator("[data-o2r-announce]")).to_contain_text(f"{PROJECT} retenue.")
    expect(figures).to_contain_text(re.compile(r"360\s000\s€"))
    figures.get_by_text("Les zones blanches, en toutes lettres").click()
    left = plain(page.get_by_role("region", name="Zones blanches"))
    for name in LEFT:
        assert name in left, left
    assert "Clermont Auvergne Métropole" not in left
    page.reload()
    expect(page.get_by_role("switch", name=f"Retenir {PROJECT}")).to_be_checked()
    press(page, "Recalculer et enregistrer")
    said(page, "Le scénario est enregistré et recalculé.")


def _decide(page: Page) -> None:
    follow(page, "Décisions")
    page.get_by_label("Scénario retenu par le comité").select_option(index=1)
    press(page, "Écrire les projets de décision")
    follow(page, PROJECT)
    page.get_by_label("Motifs").fill("Le projet va où personne ne va.")
    press(page, "Enregistrer la décision")
    said(page, "Prête à confirmer")
    press(page, "Confirmer les décisions")
    said(page, "Rien n’est dit aux candidats avant l’heure")


def _minutes(page: Page) -> None:
    follow(page, "Procès-verbal")
    page.get_by_label("Observations").fill("Rien à ajouter.")
    press(page, "Établir le procès-verbal")
    page.get_by_role("link", name=re.compile("^Version")).first.click()
    said(page, PROJECT)
    said(page, re.compile("zones? blanches?", re.IGNORECASE))
    page.go_back()


def _letters(page: Page) -> None:
    follow(page, "Courriers")
    press(page, "Proposer les courriers manquants")
    page.get_by_role("link", name=re.compile(PROJECT)).click()
    expect(page.get_by_label("Texte")).to_have_value(re.compile(PROJECT))
    press(page, "Enregistrer le courrier")


def _publish(page: Page, stage: Stage) -> None:
    follow(page, "Résultats")
    page.get_by_label("Jour").fill((stage.today + timedelta(days=1)).isoformat())
    page.get_by_label("Heure", exact=True).fill("09:00")
    page.get_by_label("Publier aussi le montant").check()
    press(page, "Publier à cette heure")
    said(page, "Prévue le")
    assert stage.at("", "/espace/resultats/").url.endswith("/connexion/?next=/espace/resultats/")
    sami = stage.at(SAMI, "/espace/resultats/")
    said(sami, "Aucun résultat pour l’instant")


def _results(stage: Stage) -> None:
    for who in (SAMI, YANN):
        assert stage.mail(who, f"Les résultats de l’appel « {CALL} » sont publiés")
        page = stage.at(who, "/espace/resultats/")
        page.locator("main li a").first.click()
        said(page, re.compile(r"est retenue.*360\s000\s€", re.DOTALL))
        page = stage.at(who, "/espace/candidatures/")
        expect(page.locator("li.card", has_text=PROJECT)).to_contain_text("retenue")
    page = stage.at("", "/appels/")
    follow(page, CALL)
    follow(page, "Les projets retenus")
    said(page, PROJECT)
    said(page, re.compile(r"360\s000\s€"))
