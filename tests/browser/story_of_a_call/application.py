"""A consortium of three writes, is told what is out of the perimeter, corrects and submits."""

import re

from playwright.sync_api import Page, expect

from tests.browser.story_of_a_call.stage import (
    CALL,
    KARIM,
    MAIL_OF,
    PROJECT,
    SAMI,
    YANN,
    Stage,
    add_zone,
    follow,
    plain,
    press,
    said,
)

SECTIONS = {
    "Le projet": 2,
    "Le parcours proposé": 4,
    "La réponse aux besoins": 6,
    "L’ancrage territorial": 2,
    "La gouvernance": 2,
    "Le modèle économique": 3,
}
LISIERES, MISSION = "Association Les Lisières", "Mission locale d’Aubrelieu"
PASSERELLES = "Les Passerelles du Val d’Essai"


def play(stage: Stage) -> None:
    page = stage.at(SAMI, "/espace/")
    follow(page, "Voir les candidatures")
    card = page.locator("li.card", has_text=CALL)
    card.get_by_role("button", name="Commencer un dossier").click()
    _facts(page)
    _texts(page)
    _members(stage, page)
    for who, name in ((SAMI, PASSERELLES), (YANN, LISIERES), (KARIM, MISSION)):
        _part(stage, who, name)
    _budget(page)
    _piece(page)
    _sign_all(stage, page)
    _submit(page)


def _facts(page: Page) -> None:
    _open(page, "Le projet")
    page.get_by_label("Intitulé du projet").fill(PROJECT)
    add_zone(page, "Roussillon", "Isère", of="zone")
    refused = page.locator(".zone-editor__refused")
    expect(refused).to_contain_text("Roussillon est dans CC Entre Bièvre et Rhône")
    press(page, "Retirer Roussillon")
    add_zone(page, "Clermont Auvergne Métropole", "Clermont", of="zone")
    expect(refused).to_have_count(0)
    page.get_by_role("group", name="Publics").get_by_label("Jeunes").first.check()
    page.get_by_label("Jeunes en rupture").check()
    for stage in ("Repérer", "Remobiliser"):
        page.get_by_label(stage).check()
    page.get_by_role("group", name="Façons d’aller vers").get_by_role("checkbox").first.check()
    page.get_by_label("Personnes accompagnées par an").fill("90")
    press(page, "Enregistrer les renseignements")
    said(page, "Les renseignements du projet sont enregistrés.")
    expect(page.get_by_label("Intitulé du projet")).to_have_value(PROJECT)


def _mine(stage: Stage, who: str) -> Page:
    page = stage.at(who, "/espace/candidatures/")
    follow(page, PROJECT)
    return page


def _open(page: Page, section: str) -> None:
    steps = page.get_by_role("navigation", name="Parties de la candidature")
    steps.get_by_role("link", name=section).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(section)
    page.wait_for_load_state()


def _texts(page: Page) -> None:
    for section in SECTIONS:
        _open(page, section)
        places = page.locator("[data-o2r-answer]").all()
        assert len(places) == SECTIONS[section]
        for place in places:
            asked = plain(place.locator("label"))
            place.locator("textarea").fill(f"{asked} : ce que nous ferons dans la métropole.")
        for place in places:
            expect(place.locator("[data-o2r-state]")).to_contain_text("enregistré à")


def _members(stage: Stage, page: Page) -> None:
    for who, name in ((YANN, LISIERES), (KARIM, MISSION)):
        _open(page, "Le consortium")
        page.get_by_label("Raison sociale").fill(name)
        page.get_by_label("Adresse de la personne à inviter").fill(MAIL_OF[who])
        press(page, "Ajouter ce membre")
        said(page, f"Invitation envoyée à {MAIL_OF[who]}")
    for who in (YANN, KARIM):
        _accept(stage, who)


def _accept(stage: Stage, who: str) -> None:
    mail = stage.mail(who, "vous propose de rejoindre")
    link = re.search(r"https?://[^/\s]+(/\S+)", mail)
    assert link, mail
    guest = stage.at(who, link[1])
    said(guest, "Vous êtes invité au nom de")
    press(guest, "Rejoindre pour cette organisation")
    expect(guest.get_by_role("heading", level=1)).not_to_have_text("Rejoindre un consortium")


def _part(stage: Stage, who: str, name: str) -> None:
    """What one member takes on, and its three years, balanced."""
    page = _mine(stage, who)
    _open(page, "Le consortium")
    page.get_by_role("link", name=f"Décrire sa partie : {name}").click()
    page.get_by_label("Rôle dans le projet").fill(f"{name} va à la rencontre des jeunes.")
    for stage_ in ("Repérer", "Remobiliser"):
        page.get_by_label(stage_).check()
    page.get_by_label("Personne à joindre").fill(who)
    page.get_by_label("Adresse électronique").fill(MAIL_OF[who])
    page.get_by_label("Téléphone").fill("04 73 00 00 00")
    press(page, "Enregistrer")
    said(page, "sa partie est enregistrée.")
    _open(page, "Le budget")
    page.get_by_role("link", name=f"Année 1 de {name}").click()
    for year in (1, 2, 3):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"année {year}")
        page.wait_for_load_state()
        _balance(page, "Enregistrer, année suivante" if year < 3 else "Enregistrer")
        said(page, f"le budget de l’année {year} est enregistré.")


def _balance(page: Page, button: str) -> None:
    page.get_by_label("Locations").fill("40 000")
    page.locator(".accounts__row--requested input").fill("38 000")
    expect(page.locator("[data-o2r-total=gap]")).to_contain_text("2")
    page.locator(".accounts__row--requested input").fill("40 000")
    expect(page.locator("[data-o2r-total=gap]")).to_have_text(re.compile(r"^\s*0\s€\s*$"))
    press(page, button)


def _budget(page: Page) -> None:
    page.reload()
    _open(page, "Le budget")
    page.get_by_label("Chaque membre tiendra").check()
    press(page, "Enregistrer la déclaration")
    said(page, "La déclaration est enregistrée.")
    expect(page.get_by_label("Chaque membre tiendra")).to_be_checked()


def _piece(page: Page) -> None:
    _open(page, "Les pièces jointes")
    letter = page.context.new_page()
    letter.set_content("<h1>Lettre d’engagement</h1>")
    content = letter.pdf()
    letter.close()
    page.get_by_label("Pièce").select_option(label="Lettre d’engagement")
    page.get_by_label("Fichier").set_input_files(
        {"name": "lettre.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    press(page, "Joindre")
    for _ in range(60):
        if page.get_by_role("link", name="lettre.pdf").count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(plain(page.locator("main")))


def _sign_all(stage: Stage, page: Page) -> None:
    page.get_by_role("link", name="Ce qui manque avant le dépôt").click()
    said(page, "n’a pas signé sa partie")
    for who in (SAMI, YANN, KARIM):
        signer = _mine(stage, who)
        _open(signer, "Le consortium")
        follow(signer, "Relire et signer")
        press(signer, "Signer cette partie")
        said(signer, "signé")
    page.get_by_role("link", name="Ce qui manque avant le dépôt").click()
    said(page, "Rien ne manque")


def _submit(page: Page) -> None:
    page.get_by_role("link", name="Récapitulatif et dépôt").click()
    press(page, "Déposer la candidature")
    expect(page.get_by_role("heading", level=1)).to_have_text("Candidature déposée")
    expect(page.locator("code").first).to_have_text(re.compile("^[0-9a-f]{64}$"))
    said(page, re.compile(r"\d+:\d\d:\d\d|\d+ h"))
