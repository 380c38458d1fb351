"""Twenty months later, the report of the first year is late: everyone who must know knows."""

import re

from playwright.sync_api import expect

from tests.browser.story_of_a_call.stage import (
    HELENE,
    KARIM,
    PAUL,
    PROJECT,
    SAMI,
    YANN,
    Stage,
    said,
)

TWENTY_MONTHS = 610
REPORT = "bilan annuel d’activités"
LATE = f"- {REPORT}, année 1, attendu pour le"
OF_THE_PROJECT = f" – {PROJECT}\n- "
NEWS = re.compile("En retard : .*documents")


def play(stage: Stage) -> None:
    stage.later(TWENTY_MONTHS)
    for who in (HELENE, SAMI, YANN, KARIM):
        assert LATE in stage.mail(who, OF_THE_PROJECT)
        _told(stage, who)
        _awaited(stage, who)
    _national_officer_sees(stage)
    for who in (YANN, KARIM):
        _a_member_reads_no_amount(stage, who)


def _told(stage: Stage, who: str) -> None:
    page = stage.at(who, "/espace/notifications/")
    # What the inbox holds instead is shown when it does not hold that.
    expect(page.get_by_role("main")).to_contain_text(NEWS)
    page.get_by_role("link", name=NEWS).first.click()
    expect(page.get_by_role("main")).to_contain_text(PROJECT)


def _a_member_reads_no_amount(stage: Stage, who: str) -> None:
    page = stage.at(who, "/espace/conventions/")
    page.get_by_role("row", name=PROJECT).get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PROJECT)
    said(page, "comme membre du groupement")
    expect(page.get_by_role("main")).not_to_contain_text("€")


def _awaited(stage: Stage, who: str) -> None:
    page = stage.at(who, "/espace/")
    waiting = page.get_by_role("region", name="Ce qui m’attend")
    expect(waiting).to_contain_text("en retard")
    page = stage.at(who, "/espace/agenda/")
    late = page.get_by_role("region", name=re.compile("retard", re.IGNORECASE))
    item = late.get_by_role("link", name=re.compile(f"{REPORT}.*jeunes-2026", re.IGNORECASE))
    item.first.click()
    said(page, "Attendu le")
    said(page, re.compile("en retard", re.IGNORECASE))


def _national_officer_sees(stage: Stage) -> None:
    page = stage.at(PAUL, "/espace/conventions/")
    page.get_by_label("Avec un document en retard").check()
    page.get_by_role("button", name="Filtrer").click()
    expect(page.get_by_role("row", name=PROJECT)).to_contain_text("en retard")
