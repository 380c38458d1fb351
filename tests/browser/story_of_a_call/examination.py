"""The State service examines; two readers score, and a third one is recused."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.story_of_a_call.stage import (
    AGNES,
    CALL,
    HELENE,
    KARIM,
    MAIL_OF,
    PAUL,
    PROJECT,
    Stage,
    follow,
    plain,
    press,
    said,
)

READERS = (KARIM, AGNES, PAUL)
MARKS = {AGNES: "4", PAUL: "3"}


def play(stage: Stage) -> None:
    stage.later(2)
    stage.awaits(HELENE, f"Commencer l’instruction : {CALL}")
    page = _examination(stage)
    press(page, "Ouvrir l’instruction")
    said(page, "1 candidature sur 1 vous est fermée")
    page.get_by_role("main").get_by_role("link", name="Déclarer mes liens").last.click()
    _declare(page, tie="")
    _admit(_examination(stage))
    _name(_examination(stage))
    for who in READERS:
        _declare_as_reader(stage, who)
    _assign(stage)
    stage.awaits(AGNES, f"Lire « {PROJECT} »")
    _karim_reads_nothing(stage)
    _score(stage, AGNES)
    _blind(stage)
    _score(stage, PAUL)
    page = _examination(stage)
    expect(page.get_by_role("row", name=PROJECT)).to_contain_text("2 sur 2")
    expect(page.get_by_role("row", name=PROJECT)).to_contain_text("3,50")


def _examination(stage: Stage) -> Page:
    page = stage.at(HELENE, "/espace/instruction/")
    follow(page, CALL)
    return page


def _declare(page: Page, tie: str) -> None:
    """No tie with anyone, but with the body whose name is given."""
    for card in page.locator("li.card").all():
        mine = bool(tie) and tie in plain(card.locator("h2"))
        card.get_by_label("un lien" if mine else "aucun lien", exact=True).check()
        if mine:
            card.get_by_label("Nature du lien").select_option(index=1)
    press(page, "Enregistrer mes déclarations")
    page.wait_for_load_state()


def _admit(page: Page) -> None:
    page.get_by_role("link", name=re.compile(PROJECT)).first.click()
    for group in page.get_by_role("group").all():
        if group.get_by_label("Oui", exact=True).count():
            group.get_by_label("Oui", exact=True).check()
    press(page, "Enregistrer")
    press(page, "Recevable")
    said(page, re.compile("recevable", re.IGNORECASE))


def _name(page: Page) -> None:
    follow(page, "Lecteurs")
    for who in READERS:
        page.get_by_label("Adresse électronique de son compte").fill(MAIL_OF[who])
        press(page, "Désigner")
        expect(page.get_by_role("row", name=who)).to_be_visible()


def _declare_as_reader(stage: Stage, who: str) -> None:
    page = stage.at(who, "/espace/")
    follow(page, "Voir mes lectures")
    page.get_by_role("link", name=f"Déclarer mes liens pour {CALL}").click()
    if who == KARIM:
        said(page, "Ses candidatures vous sont fermées.")
    _declare(page, "Mission locale" if who == KARIM else "")


def _assign(stage: Stage) -> None:
    page = _examination(stage)
    follow(page, "Répartition")
    choices = page.locator("form li.card select")
    expect(choices).to_have_count(2)
    proposed = choices.locator("option:checked").all_text_contents()
    assert {one.strip() for one in proposed} == {AGNES, PAUL}
    expect(choices.first).not_to_contain_text(KARIM)
    due = (stage.today + timedelta(days=10)).isoformat()
    page.get_by_label("Lectures à rendre le").fill(due)
    press(page, "Confier ces candidatures")
    said(page, re.compile("confiée"))


def _karim_reads_nothing(stage: Stage) -> None:
    """The service knows why; he finds nothing to read, nor at the address of another reader."""
    page = _examination(stage)
    follow(page, "Lecteurs")
    expect(page.get_by_role("row", name=KARIM)).to_contain_text("Mission locale")
    page = stage.at(KARIM, "/espace/lectures/")
    said(page, CALL)
    listed = plain(page.locator("main"))
    assert PROJECT not in listed
    assert "votre déclaration : rien ne s’ouvre avant" not in listed
    confided = _open_reading(stage, AGNES).url
    assert page.request.get(confided).status == 404


def _open_reading(stage: Stage, who: str) -> Page:
    page = stage.at(who, "/espace/lectures/")
    page.get_by_role("link", name=re.compile(PROJECT)).click()
    page.wait_for_load_state()
    return page


def _score(stage: Stage, who: str) -> None:
    page = _open_reading(stage, who)
    marks = page.get_by_label(re.compile(r"Note de C"))
    for mark in marks.all():
        mark.fill(MARKS[who])
    page.get_by_label("Commentaire général").fill(f"Avis de {who}.")
    page.get_by_label("favorable", exact=True).check()
    marks.first.fill("7")
    press(page, "Relire et envoyer")
    wrong = page.locator(".field--wrong")
    expect(wrong).to_contain_text("5")
    expect(marks.first).to_have_value("7")
    expect(page.get_by_label("Commentaire général")).to_have_value(f"Avis de {who}.")
    marks.first.fill(MARKS[who])
    last = page.locator("fieldset.reading-criterion").last
    last.get_by_label(re.compile(r"Note de C")).fill("")
    last.get_by_label("Sans objet").check()
    press(page, "Relire et envoyer")
    press(page, "Envoyer")
    said(page, "envoyée")


def _blind(stage: Stage) -> None:
    """Before they send theirs, nobody reads what another one wrote; nor does the service."""
    page = _open_reading(stage, PAUL)
    assert f"Avis de {AGNES}" not in plain(page.locator("body"))
    page = _examination(stage)
    expect(page.get_by_role("row", name=PROJECT)).to_contain_text("1 sur 2")
    expect(page.get_by_role("row", name=PROJECT)).not_to_contain_text("4,00")
