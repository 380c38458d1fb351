"""Stories 1 to 5: the former husband, from outside."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core import mail
from django.urls import reverse

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Mail, Notification
from o2r.core.retention.models import RightsRequest
from o2r.core.watch.models import Alert
from o2r.core.watch.services import judge_waiting
from o2r.people.enums import ContactKind
from o2r.people.models import ContactMeans
from o2r.people.services import Means, accompany, add_contact
from tests.people.story_cast import (
    FOUND_NOBODY,
    LINK_SENT,
    SONIA,
    Browser,
    Cast,
    acting,
    invented,
    phone_of,
)

PARIS = ZoneInfo("Europe/Paris")


def test_story_01_a_search_by_a_colleague_finds_nobody(cast: Cast) -> None:
    assert cast.sonia.is_protected
    bastien = Browser(cast.bastien)
    there = bastien.post("people:search", name="Ferrand")
    nobody = bastien.post("people:search", name="Zyrvall")
    assert FOUND_NOBODY in there.text
    assert "ni oui ni non" in there.text
    assert there.body.replace("Ferrand", "…") == nobody.body.replace("Zyrvall", "…")
    for page in ("people:caseload", "people:search", "accounts:home"):
        assert not any(one in bastien.get(page).text for one in SONIA[:3])
    searched = JournalEntry.objects.filter(action="search", user=cast.bastien.pk)
    assert searched.count() == 2
    assert "errand" not in str(list(searched.order_by("pk").values())).lower()


def test_story_02_a_stolen_address_answers_like_a_random_one(cast: Cast) -> None:
    there, nowhere = cast.sonia.pk, invented()
    nobody, candidate = Browser(), Browser(cast.candidate)
    for browser in (nobody, candidate):
        # What the first page of a session counts.
        browser.get("people:person", invented())
    for browser, status in ((nobody, 302), (candidate, 404)):
        first, second = (browser.get("people:person", one) for one in (there, nowhere))
        assert first.status == status
        assert first.seen == second.seen
        assert first.queries == second.queries
    assert nobody.get("people:person", there).goes_to.startswith(reverse("accounts:login"))
    for _ in range(12):
        candidate.get("people:person", invented())
    judge_waiting()
    assert Alert.objects.filter(rule="probing", about=cast.candidate.pk).exists()


def test_story_03_nothing_leaves_for_the_phone_of_a_person(cast: Cast) -> None:
    sonia, tomorrow = cast.sonia, clock.today() + timedelta(days=1)
    ines = Browser(cast.ines)
    met = {"entry": invented(), "kind": "rencontre", "channel": "rue", "persons": [str(sonia.pk)]}
    promised = {"promise": "Rendez-vous chez l’avocate", "promise_due": tomorrow.isoformat()}
    assert ines.post("outreach:encounter_new", **met, **promised).status == 302
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        ines = Browser(cast.ines)
        assert "avocate" in ines.get("outreach:promises").text
        assert "Promesse à tenir" in ines.get("agenda:agenda").text
    accounts = set(User.objects.order_by("pk").values_list("email", flat=True))
    assert {one.to for one in Mail.objects.order_by("pk")} <= accounts
    told = str(
        [*Mail.objects.order_by("pk").values(), *Notification.objects.order_by("pk").values()]
    )
    assert not any(one in told for one in (*SONIA, "avocate"))
    # A number that now is somebody else's leaves the file in one act.
    ines.post("people:remove_contact", sonia.pk, phone_of(sonia).pk)
    assert not ContactMeans.objects.exists()


def test_story_04_no_voicemail_is_left_and_the_warning_comes_first(cast: Cast) -> None:
    sonia, tomorrow = cast.sonia, clock.today() + timedelta(days=1)
    at_nine = datetime.combine(tomorrow, time(9), tzinfo=PARIS)
    accompany(by=acting(cast.ines), person=sonia, colleague=cast.bastien)
    phone = phone_of(sonia)
    with clock.stopped_at(at_nine):
        bastien = Browser(cast.bastien)
        file = bastien.get("people:person", sonia.pk)
        assert SONIA[2] not in file.text
        early = bastien.get("people:contact", sonia.pk, phone.pk)
    for said in ("Ne laissez pas de message vocal.", "Pas avant 10 h.", "Ne dites ni qui appelle"):
        assert said in file.text
        assert early.text.index(said) < early.text.index(SONIA[2])
    assert "Ce n’est pas l’heure d’appeler" in early.text
    assert "tel:" not in early.body
    with clock.stopped_at(at_nine + timedelta(hours=2)):
        assert "tel:" in Browser(cast.bastien).get("people:contact", sonia.pk, phone.pk).body
    shown = JournalEntry.objects.filter(user=cast.bastien.pk, action="read", object_id=sonia.pk)
    assert shown.count() == 3
    assert Notification.objects.filter(
        recipient=cast.ines.pk, kind="protected-file-opened"
    ).exists()


def test_story_05_a_request_in_her_name_gets_the_same_sentence(cast: Cast) -> None:
    hers, nobody_s = "sonia.ferrand@courriel.example", "personne@courriel.example"
    means = Means(kind=ContactKind.EMAIL, value=hers)
    add_contact(by=acting(cast.ines), person=cast.sonia, means=means)
    Mail.objects.all().delete()
    pages = [Browser().post("retention:ask_link", email=one) for one in (hers, nobody_s)]
    assert LINK_SENT in pages[0].text
    assert pages[0].seen == pages[1].seen
    assert pages[0].queries == pages[1].queries
    assert "ne part vers une boîte aux lettres" in Browser().get("retention:ask_link").text
    # What the link of the mail shows to whoever opened the mailbox.
    franck, path = Browser(), re.search(r"/vos-droits/suite/\S+", mail.outbox[0].body)
    assert path is not None
    franck.get(path[0])
    shown = franck.get("retention:proven")
    assert shown.status == 200
    assert not any(one in shown.text for one in (*SONIA, "Passerelles", "dossier"))
    franck.post("retention:proven", right="access", details="Une copie de mes données.")
    asked = RightsRequest.objects.get()
    assert (asked.subject_kind, asked.organisation) == ("visitor", None)
    assert {one.to[0] for one in mail.outbox} == {hers, nobody_s}
    assert not Notification.objects.filter(recipient__in=[cast.ines.pk, cast.paul.pk]).exists()
