"""Stories 19 to 21: opening a file in an emergency."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core import mail

from o2r.core import clock
from o2r.core.notifications.models import Notification
from o2r.core.watch.selectors import blocked
from o2r.people.enums import NoteLevel
from o2r.people.models import EmergencyOpening
from o2r.people.recurring import reviews, second_persons
from o2r.people.services import write_note
from tests.people.story_cast import (
    EMERGENCY_ASKED,
    WORD,
    YANIS,
    Browser,
    Cast,
    Page,
    acting,
    phone_of,
    typed,
)

NIGHT = datetime.combine(
    clock.today() + timedelta(days=1), time(23), tzinfo=ZoneInfo("Europe/Paris")
)
OF_YANIS = {"name": "Yanis Aubry", "born": "2007-03-14"}
OF_SONIA = {"name": "Sonia Ferrand", "born": "1991-06-02"}


def asked(browser: Browser, **said: str) -> Page:
    """What somebody asks for, with a reason and a sentence unless told otherwise."""
    return browser.post("emergency:ask", **{"reason": "danger", "words": "Trouvé blessé."} | said)


def told_to(user: object) -> str:
    rows = Notification.objects.filter(recipient=user.pk, kind="emergency-opening")  # type: ignore[attr-defined]
    return " ".join(f"{one.subject} {one.body}" for one in rows.order_by("created_at", "pk"))


def test_story_19_emergency_access_is_short_seen_and_reviewed(cast: Cast) -> None:
    code, everyone = cast.card_of(cast.yanis), (cast.paul, cast.bastien, cast.claire)
    assert all(one.is_active for one in everyone)
    bastien, start = Browser(cast.bastien), clock.now()
    for missing in ({"reason": ""}, {"words": " "}):
        assert asked(bastien, **OF_YANIS | missing).status == 200
    assert not EmergencyOpening.objects.exists()
    assert asked(bastien, **OF_YANIS).status == 302
    assert "Yanis" in bastien.get("people:person", cast.yanis.pk).text
    assert bastien.get("people:new_note", cast.yanis.pk).status == 404
    assert bastien.get("people:person", cast.mireille.pk).status == 404
    for one in (cast.ines, cast.paul):
        assert "Bastien Roche" in told_to(one)
        assert not any(word in told_to(one) for word in YANIS)
    assert not any(word in one.subject + one.body for one in mail.outbox for word in YANIS)
    card = typed(code)
    card.post("card:open", word=WORD)
    assert "urgence" in card.get("card:page").text
    with clock.stopped_at(start + timedelta(minutes=61)):
        assert Browser(cast.bastien).get("people:person", cast.yanis.pk).status == 404
    with clock.stopped_at(start + timedelta(hours=73)):
        reviews(clock.now())
        assert blocked(cast.bastien.pk) is not None
    # A colleague whose openings are reviewed in time: three in a month, and no more.
    for hours in (0, 2, 4):
        with clock.stopped_at(start + timedelta(hours=hours)):
            assert "/espace/urgences/" in asked(Browser(cast.claire), **OF_YANIS).goes_to
    with clock.stopped_at(start + timedelta(hours=6)):
        once_more = asked(Browser(cast.claire), **OF_YANIS)
    assert "Il ne vous reste aucune ouverture" in once_more.text
    assert blocked(cast.claire.pk) is not None


def test_story_20_emergency_access_works_at_night_alone(cast: Cast) -> None:
    by = acting(cast.ines)
    write_note(by=by, person=cast.yanis, text="Appeler sa sœur Lila.", level=NoteLevel.TEAM)
    write_note(by=by, person=cast.yanis, text="Entre nous.", level=NoteLevel.CONFIDENTIAL)
    with clock.stopped_at(NIGHT):
        bastien = Browser(cast.bastien)
        opened = asked(bastien, **OF_YANIS)
        file = bastien.get("people:person", cast.yanis.pk)
        phone = bastien.get("people:contact", cast.yanis.pk, phone_of(cast.yanis).pk)
        for said in ("Yanis Aubry", "Ne laissez pas de message vocal.", "Appeler sa sœur Lila."):
            assert said in file.text
        assert "Rencontres" in file.text
        assert "Entre nous." not in file.text
        assert YANIS[2] in phone.text
        for page in ("people:new_note", "people:rename", "people:new_contact", "agreements:of"):
            assert bastien.get(page, cast.yanis.pk).status == 404
        assert bastien.post(f"{opened.goes_to}mot/", words="Parti aux urgences.").status == 302
    with clock.stopped_at(NIGHT + timedelta(hours=10)):
        morning = Browser(cast.ines).get(opened.goes_to)
        assert "Bastien Roche" in morning.text
        assert "23 h" in morning.text
        assert "danger immédiat" in morning.text.lower()
        assert "Trouvé blessé." in morning.text
        assert "Parti aux urgences." in morning.text


def test_story_21_a_protected_file_needs_a_second_person(cast: Cast) -> None:
    write_note(
        by=acting(cast.ines), person=cast.sonia, text="Entre nous.", level=NoteLevel.CONFIDENTIAL
    )
    assert cast.paul.is_active
    with clock.stopped_at(NIGHT):
        bastien, other = Browser(cast.bastien), Browser(cast.other_bastien)
        # What the first request of an organisation counts.
        asked(Browser(cast.claire), name="Zoé Nulle", born="1991-06-02")
        there, nobody = asked(bastien, **OF_SONIA), asked(other, **OF_SONIA | {"name": "Zoé Nulle"})
        assert there.seen == nobody.seen
        assert there.queries == nobody.queries
        shown, nothing = bastien.get(there.goes_to), other.get(nobody.goes_to)
        assert EMERGENCY_ASKED in shown.text
        assert shown.seen == nothing.seen
        assert shown.queries == nothing.queries
        assert bastien.get("people:person", cast.sonia.pk).status == 404
        second_persons(clock.now())
        assert "demande à ouvrir un dossier protégé" in told_to(cast.paul)
        assert "Sonia" not in told_to(cast.paul)
        decide = f"{there.goes_to}seconde-personne/"
        assert bastien.post(decide, answer="yes").status == 404
    with clock.stopped_at(NIGHT + timedelta(hours=25)):
        # Without a second person, nothing opens, ever.
        Browser(cast.paul).post(decide, answer="yes")
        assert Browser(cast.bastien).get("people:person", cast.sonia.pk).status == 404
    with clock.stopped_at(NIGHT + timedelta(days=31)):
        again = asked(Browser(cast.bastien), **OF_SONIA)
        Browser(cast.paul).post(f"{again.goes_to}seconde-personne/", answer="yes")
        file = Browser(cast.bastien).get("people:person", cast.sonia.pk)
        assert "Sonia" in file.text
        assert "Entre nous." not in file.text
