"""Stories 22 to 25: partners, walled structures, and those who count."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from o2r.accounts.enums import MembershipRole as Role
from o2r.core import clock
from o2r.core.access import mark_of
from o2r.core.calendar_words import long_day
from o2r.core.crypto.models import Wrap
from o2r.core.journal.authors import Author
from o2r.core.notifications.models import Notification
from o2r.core.routes import views
from o2r.people.between.recurring import carry
from o2r.people.enums import Basis, ContactKind, IdentityLevel, NoteLevel, SharedField, Support
from o2r.people.models import Agreement
from o2r.people.services import (
    Given,
    Means,
    add_contact,
    close_ended,
    inform,
    open_person,
    write_note,
)
from tests.accounts.factories import someone
from tests.people.story_cast import (
    FOUND_NOBODY,
    MIREILLE,
    SONIA,
    SPACES,
    YANIS,
    Browser,
    Cast,
    acting,
    invented,
    typed,
)

PARIS = ZoneInfo("Europe/Paris")
LAST_DAY = clock.today() + timedelta(days=94)
FIRST_NAME_AND_PHONE = (SharedField.FIRST_NAME, SharedField.PHONE)


def at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=PARIS)


def test_story_22_a_partner_reads_the_shared_fields_until_the_day(cast: Cast) -> None:
    cast.shares(cast.yanis, *FIRST_NAME_AND_PHONE, until=LAST_DAY)
    file, by = reverse("people:person", args=[cast.yanis.pk]), acting(cast.ines)
    write_note(by=by, person=cast.yanis, text="Dort chez sa sœur.", level=NoteLevel.SHARED)
    elodie = Browser(cast.elodie)
    page, last_day = elodie.get(file), long_day(LAST_DAY).translate(SPACES)
    for said in ("Yaya", YANIS[2], "Accord de la personne", f"Jusqu’au {last_day}"):
        assert said in page.text
    for hidden in ("Aubry", "2007", "sœur", "Notes", "Situation", "Promesses", "Rencontres"):
        assert hidden not in page.text
    for page_name in ("people:new_note", "people:facts", "people:new_contact", "agreements:of"):
        assert elodie.get(page_name, cast.yanis.pk).status == 404
    assert cast.mireille.is_followed
    for unknown in ("Costa", "Aubry"):
        assert FOUND_NOBODY in elodie.post("people:search", name=unknown).text
    with clock.stopped_at(at(LAST_DAY, time(23, 59, 59))):
        kept = Browser(cast.elodie)
        assert kept.get(file).status == 200
    with clock.stopped_at(at(LAST_DAY + timedelta(days=1), time(0))):
        late = Browser(cast.elodie)
        late.get("people:person", invented())
        gone, nowhere = late.get(file), late.get("people:person", invented())
        assert gone.status == 404
        assert gone.seen == nowhere.seen
        assert "Yaya" not in late.get("agreements:shared").text
        # The night job has nothing to close but the key.
        assert close_ended(Author.system("ended-shares")) == 1
        assert not Wrap.objects.filter(organisation=cast.mission_locale.pk).exists()


def test_story_23_withdrawing_closes_at_the_very_next_request(cast: Cast) -> None:
    code, share = cast.card_of(cast.mireille), cast.shares(cast.mireille, *FIRST_NAME_AND_PHONE)
    elodie, file = Browser(cast.elodie), reverse("people:person", args=[cast.mireille.pk])
    assert "Mireille" in elodie.get(file).text
    assert Wrap.objects.filter(organisation=cast.mission_locale.pk).exists()
    Notification.objects.all().delete()
    bench = typed(code)
    assert "sans votre accord ne s’arrête pas ici" in bench.get("card:choose").text
    bench.post("card:stop", number="")
    elodie.get("people:person", invented())
    gone, nowhere = elodie.get(file), elodie.get("people:person", invented())
    assert gone.status == 404
    assert gone.seen == nowhere.seen
    assert elodie.get("people:new_note", cast.mireille.pk).status == 404
    assert "Mireille" not in elodie.get("agreements:shared").text
    assert FOUND_NOBODY in elodie.post("people:search", name="Mireille").text
    assert not Wrap.objects.filter(organisation=cast.mission_locale.pk).exists()
    told = Notification.objects.get(recipient=cast.elodie.pk, kind="shared-files")
    assert told.subject == "Un partage a pris fin"
    assert not any(one in told.body for one in (*MIREILLE, "Passerelles"))
    share.refresh_from_db()
    assert share.withdrawn_at is not None
    secret = cast.shares(cast.mireille, *FIRST_NAME_AND_PHONE, basis=Basis.SHARED_SECRECY)
    bench.post("card:stop", number="")
    secret.refresh_from_db()
    assert secret.is_in_force()
    assert "Secret partagé entre professionnels" in elodie.get(file).text


@pytest.mark.usefixtures("index")
def test_story_24_a_walled_structure_is_never_in_the_index(cast: Cast) -> None:
    by, known = acting(cast.jeanne), Given(first_name="Sonia", last_name="Ferrand")
    there = open_person(by=by, given=known, level=IdentityLevel.DECLARED)
    add_contact(by=by, person=there, means=Means(ContactKind.PHONE, SONIA[2]))
    inform(by=by, person=there, support=Support.SPOKEN, language="fr")
    inform(by=acting(cast.ines), person=cast.yanis, support=Support.SPOKEN, language="fr")
    keeper = someone(Role.COORDINATOR, cast.tilleuls).user
    refused = Browser(keeper).post("between:join", informs="on")
    assert "Votre organisation est cloisonnée" in refused.text
    Browser(cast.claire).post("between:join", informs="on")
    ines = Browser(cast.ines)
    answer = ines.post("between:ask", phone=SONIA[2])
    carry(clock.now())
    page = ines.get(answer.goes_to)
    assert "Si un accompagnement existe, son référent recevra votre demande." in page.text
    for one in (cast.jeanne, keeper):
        assert not Notification.objects.filter(recipient=one.pk).exists()
    found = ines.get("agreements:propose", cast.yanis.pk, q="Tilleuls")
    assert "L’Abri" not in found.text
    jeanne = Browser(cast.jeanne)
    assert jeanne.post("between:ask", phone=YANIS[2]).status == 200
    sent = {
        "recipient": str(cast.mission_locale.pk),
        "basis": "accord",
        "purpose": "rendez-vous",
        "shared": ["telephone"],
        "channel": "oral",
        "language": "fr",
        "until": clock.today().isoformat(),
    }
    assert cast.elodie.is_active
    where = f"/espace/personnes/{there.pk}/accords/proposer/?q=mission"
    assert "Votre organisation est cloisonnée" in jeanne.post(where, **sent).text
    assert not Agreement.objects.exists()
    for user in (cast.ines, cast.elodie, cast.claire):
        browser = Browser(user)
        for shown in ("people:caseload", "agreements:shared", "accounts:home"):
            assert "Tilleuls" not in browser.get(shown).text
    assert not any("Tilleuls" in one.subject + one.body for one in mail.outbox)


def test_story_25_no_figure_leads_to_one_person(cast: Cast) -> None:
    files = (cast.mireille.pk, invented())
    officer, researcher = Browser(cast.hugo), Browser(cast.samira)
    for browser in (officer, researcher):
        browser.get("people:person", invented())
        there, nowhere = (browser.get("people:person", one) for one in files)
        assert there.status == 404
        assert there.seen == nowhere.seen
        for page in pages_about_people():
            assert browser.get(page).status == 404, page
    figures = Browser(cast.claire).get("outreach:funnel")
    assert figures.status == 200
    assert str(cast.mireille.pk) not in figures.body
    assert not any(one in figures.text for one in MIREILLE)


KINDS = frozenset({"person-file", "encounter", "emergency-opening", "daily-report", "observation"})


def pages_about_people() -> list[str]:
    """Every address without a parameter that is about people."""
    marks = [(route, mark_of(view)) for route, view in views() if "<" not in route]
    return [route for route, mark in marks if mark is not None and mark.kind in KINDS]
