"""Another operator asks for Momo by his phone: it reads what all read; his referent is told."""

import re

from playwright.sync_api import expect

from tests.browser.story_of_a_call.stage import Stage, follow, plain, press, said
from tests.browser.story_of_momo.people import HUGO, INES, LINA, MOMO, PHONE, ROSA, SAMI

INDEX = "/espace/index-entre-operateurs/"
ASKS = "/espace/deja-accompagnee/"
NEWS = "/espace/notifications/"
SENTENCE = "Si un accompagnement existe, son référent recevra votre demande."
TOLD = re.compile("^Quelqu’un cherche à vous joindre")


def play(stage: Stage) -> None:
    for coordinator in (SAMI, ROSA):
        _opens_the_index(stage, coordinator)
    known, unknown = (_asks(stage, phone) for phone in (PHONE, "06 98 76 54 32"))
    assert known == unknown
    _his_referent_alone_is_told(stage)


def _opens_the_index(stage: Stage, who: str) -> None:
    page = stage.at(who, INDEX)
    page.get_by_label("Les personnes que nous suivons en sont informées").check()
    press(page, "Participer à l’index")
    said(page, "Votre organisation participe")


def _asks(stage: Stage, phone: str) -> str:
    """What who asks reads, without what they typed."""
    page = stage.at(LINA, ASKS)
    follow(page, "Faire une demande")
    page.get_by_label("Téléphone mobile").fill(phone)
    press(page, "Envoyer la demande")
    said(page, SENTENCE)
    shown = plain(page.locator("main"))
    for hidden in (MOMO, INES, "Passerelles"):
        assert hidden not in shown
    return re.sub(r"à \d+ h \d+", "", shown.replace(phone, ""))


def _his_referent_alone_is_told(stage: Stage) -> None:
    page = stage.at(INES, NEWS)
    for _ in range(60):
        if page.get_by_role("link", name=TOLD).count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_role("link", name=TOLD)).to_have_count(1)
    page.get_by_role("link", name=TOLD).click()
    said(page, LINA)
    for colleague in (SAMI, HUGO):
        expect(stage.at(colleague, NEWS).get_by_role("link", name=TOLD)).to_have_count(0)
