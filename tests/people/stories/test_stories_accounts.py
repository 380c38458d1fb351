"""Stories 15 to 18: accounts that are stolen, and those that would see too much."""

import re
import sys
from datetime import timedelta

import pytest
from django.core import mail
from django.core.signals import got_request_exception
from django.db import IntegrityError
from django.http import HttpRequest
from django.urls import get_resolver, reverse

from o2r.accounts.models import Organisation, User
from o2r.accounts.signin.step_up import FRESH_FOR
from o2r.core import clock
from o2r.core.error_reports import ErrorReport
from o2r.core.notifications.models import Notification
from o2r.core.watch.models import Block, ThresholdAdjustment
from o2r.people import services
from tests.people.factories import person
from tests.people.story_cast import (
    FOUND_NOBODY,
    WORD,
    YANIS,
    Browser,
    Cast,
    invented,
    typed,
)

STALE = timedelta(seconds=FRESH_FOR + 60)
"""The last proof of a session is too old."""
PASSWORD = "tabouret violet qui traverse lentement"


def lower(cast: Cast, **limits: int) -> None:
    """Thresholds that an instance lowers: a few files tell as much as a hundred."""
    for code, value in limits.items():
        ThresholdAdjustment.objects.create(
            code=code.replace("__", "."),
            value=value,
            set_at=clock.now(),
            set_by=cast.didier.pk,
            reason="essai",
        )


def test_story_15_a_stolen_session_is_stopped_before_the_caseload_is_read(cast: Cast) -> None:
    lower(cast, quota__step_up=3, quota__block=5)
    names = [f"Personne{rank}" for rank in "ABCDEFG"]
    files = [person(cast.ines, known_as=name) for name in names]
    assert cast.yanis.referent == cast.ines
    assert cast.paul.is_active
    password_alone = Browser()
    password_alone.client.force_login(cast.ines)
    assert password_alone.get("people:person", files[0].pk).status in (302, 403)
    thief = Browser(cast.ines)
    assert YANIS[2] not in thief.get("people:person", cast.yanis.pk).text
    assert thief.get("people:person", person(cast.bastien).pk).status == 404
    with clock.stopped_at(clock.now() + STALE):
        shown = [thief.get("people:person", one.pk) for one in files[:3]]
        assert [names[rank] in one.text for rank, one in enumerate(shown)] == [True, True, False]
        assert reverse("signin:step_up") in shown[2].goes_to + shown[2].body
    thief = Browser(cast.ines)
    shown = [thief.get("people:person", one.pk) for one in files]
    assert sum(names[rank] in one.text for rank, one in enumerate(shown)) == 4
    assert Block.objects.filter(user=cast.ines.pk).exists()
    for session in (thief, Browser(cast.ines)):
        again = session.get("people:person", files[0].pk)
        assert again.status == 403
        assert names[0] not in again.text
    told = Notification.objects.filter(kind="abuse-alert").order_by("pk")
    assert {one.recipient for one in told} == {cast.didier.pk, cast.paul.pk}
    assert "Inès Garnier" in Browser(cast.paul).get("governance:journal").text


def joined(address: str) -> User:
    """Somebody opens the account to which a mail invited them."""
    text = next(one.body for one in reversed(mail.outbox) if one.to == [address])
    link = re.search(r"/espace/invitation/[^/\s]+/", text)
    assert link is not None
    browser = Browser()
    browser.get(link[0])
    browser.post("accounts:accept", display_name="Une marionnette", password=PASSWORD)
    return User.objects.get(email=address)


def test_story_16_accounts_made_by_a_thief_see_nobody(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.passerelles.pk).update(email_domains="passerelles.example")
    files, thief = (cast.yanis, cast.sonia), Browser(cast.didier)
    for one in files:
        for page in ("people:person", "people:accompany", "people:entrust", "protection:file"):
            assert thief.get(page, one.pk).status == 404
    asked = {"role": "caseworker", "email": "pantin@ailleurs.example"}
    assert "domaine" in thief.post("accounts:new_invitation", **asked).text
    asked["email"] = "pantin@passerelles.example"
    assert cast.paul.is_active
    with clock.stopped_at(clock.now() + STALE):
        late = thief.post("accounts:new_invitation", **asked)
        assert late.goes_to.startswith(reverse("signin:step_up"))
    assert Browser(cast.didier).post("accounts:new_invitation", **asked).status == 302
    told = Notification.objects.filter(kind="new-account", recipient=cast.paul.pk)
    assert told.count() == 1
    puppet = joined(asked["email"])
    refused = Browser(cast.ines).post("people:accompany", cast.yanis.pk, colleague=str(puppet.pk))
    assert "moins de 24 heures" in refused.text
    with clock.stopped_at(clock.now() + timedelta(hours=25)):
        browser = Browser(puppet)
        assert not any(one in browser.get("people:caseload").text for one in YANIS)
        assert browser.get("people:person", cast.yanis.pk).status == 404
        assert FOUND_NOBODY in browser.post("people:search", name="Aubry").text


def failed(cast: Cast, monkeypatch: pytest.MonkeyPatch, words: str) -> str:
    """The report of an error that Inès meets while she writes of Yanis."""
    reports: list[str] = []

    def broken(**given: object) -> None:
        raise IntegrityError(f"new row violates a rule\nDETAIL:  Failing row: ({words})")

    def keep(sender: object, request: HttpRequest, **more: object) -> None:
        reports.append(ErrorReport(request, *sys.exc_info()).get_traceback_text())

    monkeypatch.setattr(services, "write_note", broken)
    got_request_exception.connect(keep)
    ines = Browser(cast.ines)
    ines.client.raise_request_exception = False
    answer = ines.post("people:new_note", cast.yanis.pk, text=words, level="equipe")
    got_request_exception.disconnect(keep)
    assert answer.status == 500
    return reports[0]


def test_story_17_support_cannot_open_nor_impersonate(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    thomas = Browser(cast.thomas)
    for page in ("people:person", "protection:file", "people:new_note"):
        there, nowhere = thomas.get(page, cast.yanis.pk), thomas.get(page, invented())
        assert there.status == 404
        assert there.seen == nowhere.seen
    for page in ("emergency:ask", "emergency:all", "people:search"):
        assert thomas.get(page).status == 404
    names = [str(one) for one in get_resolver().reverse_dict]
    assert not any(word in str(names) for word in ("impersonate", "hijack", "login_as"))
    assert thomas.post("accounts:demo_login", user=str(cast.ines.pk)).status == 404
    chosen = thomas.post("accounts:choose", organisation=str(cast.passerelles.pk))
    assert "Les Passerelles" not in chosen.text
    words = "Dort chez sa sœur depuis mardi."
    report = failed(cast, monkeypatch, words)
    assert "IntegrityError" in report
    assert not any(one in report for one in (words, *YANIS, "Garnier", cast.ines.email))


def test_story_18_a_curious_colleague_meets_the_same_404(cast: Cast) -> None:
    bastien, file = Browser(cast.bastien), cast.yanis
    bastien.get("people:person", invented())
    there, nowhere = bastien.get("people:person", file.pk), bastien.get("people:person", invented())
    assert there.status == 404
    assert there.seen == nowhere.seen
    assert there.queries == nowhere.queries
    assert FOUND_NOBODY in bastien.post("people:search", name="Aubry").text
    assert not any(one in bastien.get("people:caseload").text for one in YANIS)
    claire = Browser(cast.claire)
    load = claire.get("people:caseload", voir="equipe")
    assert str(file).capitalize() in load.text
    assert not any(one in load.text for one in (*YANIS, "Yaya"))
    assert claire.get("people:person", file.pk).status == 404
    code = cast.card_of(file)
    Notification.objects.all().delete()
    assert claire.post("people:accompany", file.pk, colleague=str(cast.bastien.pk)).status == 302
    told = Notification.objects.get(recipient=cast.ines.pk, kind="caseload")
    assert "Bastien Roche" in told.body
    assert "Yanis" in Browser(cast.bastien).get("people:person", file.pk).text
    card = typed(code)
    card.post("card:open", word=WORD)
    seen = card.get("card:page").text
    assert "une personne de Les Passerelles du Val d’Essai a lu votre dossier" in seen
    assert "co-accompagnant" in seen
