"""The State service prepares the call and publishes it; anyone asks whether they are inside."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.story_of_a_call.stage import (
    CALL,
    CALL_SLUG,
    HELENE,
    Stage,
    add_zone,
    follow,
    plain,
    press,
    said,
)

DEPARTMENTS = ("Ain", "Allier", "Ardèche", "Isère", "Loire", "Savoie", "Haute-Savoie")


def play(stage: Stage) -> None:
    page = stage.at(HELENE, "/espace/")
    follow(page, "Voir les appels")
    follow(page, "Préparer un appel")
    page.get_by_label("Intitulé").fill(CALL)
    page.get_by_label("Identifiant dans les adresses").fill(CALL_SLUG)
    press(page, "Ouvrir le brouillon")
    said(page, "Il manque encore")
    _essentials(page)
    _perimeter(page)
    _calendar(page, stage)
    _money(page)
    _deposit_and_reading(page)
    follow(page, "Relire et publier")
    said(page, "Puy-de-Dôme : Clermont Auvergne Métropole uniquement")
    press(page, "Publier l’appel")
    said(page, "L’appel est publié.")
    _everyone_sees(stage)


def _part(page: Page, title: str) -> None:
    follow(page, title)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def _kept(page: Page, button: str = "Enregistrer") -> None:
    press(page, button)
    said(page, "C’est enregistré.")


def _essentials(page: Page) -> None:
    _part(page, "L’essentiel")
    page.get_by_label("Contexte").fill("Trop de jeunes ne sont connus de personne.")
    page.get_by_label("Priorités").fill("Aller là où personne ne va.")
    page.get_by_role("group", name="Publics").get_by_label("Jeunes").first.check()
    for stage in ("Repérer", "Remobiliser"):
        page.get_by_role("group", name="Étapes attendues").get_by_label(stage).check()
    page.get_by_label("Adresse pour les questions").fill("o2r@dreets.example")
    _kept(page)


def _perimeter(page: Page) -> None:
    _part(page, "Le périmètre")
    for name in DEPARTMENTS:
        add_zone(page, name, "département")
    add_zone(page, "Clermont Auvergne Métropole", "Clermont Auvergne Métropole")
    add_zone(page, "CC Entre Bièvre et Rhône", "CC Entre Bièvre et Rhône", "Exclure")
    assert "2 411 communes" in plain(page.locator(".zone-facts__counts"))
    sentence = plain(page.locator(".zone-facts__sentence"))
    assert "Isère (hors CC Entre Bièvre et Rhône)" in sentence
    assert "Puy-de-Dôme : Clermont Auvergne Métropole uniquement" in sentence
    _kept(page)


def _calendar(page: Page, stage: Stage) -> None:
    _part(page, "Le calendrier")
    page.get_by_label("Fuseau horaire").select_option("Europe/Paris")
    page.get_by_label("Jour d’ouverture").fill(stage.today.isoformat())
    page.get_by_label("Heure d’ouverture").fill("00:00:00")
    page.get_by_label("Jour de clôture").fill((stage.today + timedelta(days=1)).isoformat())
    page.get_by_label("Heure de clôture").fill("15:00:00")
    _kept(page)


def _money(page: Page) -> None:
    _part(page, "L’argent")
    page.get_by_label("Enveloppe, en euros").fill("1 400 000 €")
    page.get_by_label("Durée des conventions").fill("3")
    _kept(page)


def _deposit_and_reading(page: Page) -> None:
    _part(page, "Le dépôt")
    page.get_by_label("Recevoir les candidatures sur cette plateforme").check()
    _kept(page)
    _part(page, "La lecture")
    page.get_by_label("Publier la grille avec l’appel").check()
    page.get_by_label("Lecteurs par dossier").fill("2")
    _kept(page)
    press(page, "Partir des cinq familles")
    said(page, "La grille est ouverte")
    follow(page, "Demander une pièce")
    page.get_by_label("Pièce", exact=True).fill("Lettre d’engagement")
    _kept(page, "Ajouter")


def _everyone_sees(stage: Stage) -> None:
    page = stage.at("", "/appels/")
    follow(page, CALL)
    assert "2 411 communes" in plain(page.locator("main"))
    said(page, "Les candidatures s’écrivent et se déposent ici")
    follow(page, "Mon territoire est-il éligible ?")
    add_zone(page, "Roussillon", "Isère")
    press(page, "Vérifier")
    said(page, "Hors périmètre")
    said(page, "Roussillon est dans CC Entre Bièvre et Rhône, exclue par l’appel")
