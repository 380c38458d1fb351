"""The mission locale cannot take Nour; a garage without account can: received, then entered."""

import re
from datetime import timedelta

from playwright.sync_api import Page

from tests.browser.story_of_a_call.stage import Stage, follow, plain, press, said
from tests.browser.story_of_nour.people import (
    ADVISER,
    CASELOAD,
    DRIVING,
    FAMILY_NAME,
    GARAGE_MAIL,
    INES,
    KARIM,
    NOUR,
    PHONE,
    RECEIVED,
    open_panel,
)

CODE = r"(?m)^[0-9A-Z -]{6,}$"
NO_ROOM = "plus de place, ou liste d’attente fermée"


def play(stage: Stage) -> None:
    page = stage.at(INES, CASELOAD)
    follow(page, NOUR)
    open_panel(page, "Relais", "Orienter vers un service")
    # What counts most for her comes first; she wants an adviser.
    follow(page, "Voir tous les besoins")
    _sends(page, ADVISER)
    _is_refused(stage)
    _the_garage_answers(stage, _tries_elsewhere(stage))
    _is_told(stage)


def _sends(page: Page, service: str) -> None:
    """With the link of the file, five clicks: this service, what may be told, how she agreed."""
    follow(page, service)
    page.get_by_label("Son prénom ou surnom, et son téléphone").check()
    page.get_by_label("à voix haute, devant l’intervenant").check()
    press(page, "Envoyer")
    said(page, "envoyée")


def _is_refused(stage: Stage) -> None:
    page = stage.at(KARIM, RECEIVED)
    page.get_by_role("link", name=re.compile("^Orientation ")).first.click()
    shown = plain(page.locator("main"))
    assert PHONE in shown
    assert FAMILY_NAME not in shown
    page.get_by_text("Un accueil n’est pas possible").first.click()
    page.get_by_label("Pourquoi").locator("visible=true").select_option(label=NO_ROOM)
    page.locator("details[open]").get_by_role("button").click()
    said(page, "refusée par la structure")
    assert PHONE not in plain(page.locator("main"))


def _tries_elsewhere(stage: Stage) -> str:
    """The reference of the second one."""
    page = stage.at(INES, "/espace/orientations/")
    assert "refusée" in plain(page.locator("main"))
    follow(page, ADVISER)
    said(page, "Plus de place")
    follow(page, "Chercher un autre service")
    _sends(page, DRIVING)
    found = re.search(r"Référence (\w+)", plain(page.locator("main")))
    assert found
    return found[1]


def _the_garage_answers(stage: Stage, reference: str) -> None:
    """By the link of a mail that names nobody, then with the code sent to the same mailbox."""
    address = _found(stage, f"Orientation {reference}", r"http\S+/orientation/\S+")
    page = stage.of("")
    page.goto(address)
    for hidden in (NOUR, PHONE, FAMILY_NAME, INES):
        assert hidden not in plain(page.locator("body"))
    press(page, "Recevoir un code")
    said(page, "un code part")
    code = _found(stage, f"l’orientation {reference}", CODE)
    page.get_by_label("Le code reçu").fill(code)
    press(page, "Ouvrir")
    said(page, PHONE)
    page.get_by_text("Un rendez-vous est fixé").first.click()
    day = stage.today + timedelta(days=2)
    page.locator("details[open]").get_by_label("Quel jour ?").fill(day.isoformat())
    page.locator("details[open]").get_by_role("button").click()
    said(page, "Merci")
    for answer in ("La personne a été reçue", "La personne est entrée dans le service"):
        press(page, answer)
        said(page, "Merci")


def _is_told(stage: Stage) -> None:
    page = stage.at(INES, CASELOAD)
    follow(page, NOUR)
    said(page, DRIVING)
    said(page, "entrée dans le service")


def _found(stage: Stage, subject: str, pattern: str) -> str:
    """What the newest mail to the garage gives."""
    found = re.search(pattern, stage.mail_to(GARAGE_MAIL, subject))
    assert found, subject
    return found.group()
