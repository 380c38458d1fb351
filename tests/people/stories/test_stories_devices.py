"""Stories 12 to 14: the desk, the phone and the mailbox that others use or find."""

import re
from datetime import timedelta

from django.core import mail
from django.urls import reverse

from o2r.accounts.signin.models import OpenSession
from o2r.core import clock
from o2r.core.notifications.models import Notification
from o2r.people.enums import SharedField
from o2r.people.models import Note
from o2r.people.services import accompany
from tests.people.story_cast import MIREILLE, SONIA, YANIS, Browser, Cast, acting, invented

NOTED = "Dort chez sa sœur depuis mardi."


def test_story_12_the_next_worker_on_the_desk_sees_nothing(cast: Cast) -> None:
    desk, file = Browser(cast.ines), reverse("people:person", args=[cast.yanis.pk])
    page = desk.get(file)
    assert page.headers["Cache-Control"] == "no-store, private"
    assert "Inès Garnier" in page.text
    assert "Les Passerelles du Val d’Essai" in page.text
    with clock.stopped_at(clock.now() + timedelta(hours=2)):
        # Nobody touched the desk for an hour: what Inès had typed is kept for her alone.
        late = desk.post("people:new_note", cast.yanis.pk, text=NOTED, level="equipe")
        assert late.goes_to.startswith(reverse("accounts:login"))
        assert not Note.objects.exists()
        nobody = Browser()
        nobody.client.cookies = desk.client.cookies
        assert nobody.get(file).goes_to.startswith(reverse("accounts:login"))
        bastien = Browser(cast.bastien)
        bastien.client.cookies["o2r_form"] = desk.client.cookies["o2r_form"].value
        assert NOTED not in bastien.get("signin:kept_form").text
        assert bastien.get(file).status == 404
    desk = Browser(cast.ines)
    opened = OpenSession.objects.filter(user=cast.ines).order_by("pk").values_list("pk", flat=True)
    left_open = list(opened)
    home = Browser(cast.ines)
    assert "Sessions ouvertes" in home.get("signin:security").text
    for one in left_open:
        home.post("signin:close_session", one)
    assert desk.get(file).goes_to.startswith(reverse("accounts:login"))
    left = Browser(cast.ines)
    assert left.post("accounts:logout").headers["Clear-Site-Data"] == '"cache", "storage"'
    assert left.get(file).goes_to.startswith(reverse("accounts:login"))


def test_story_13_a_lost_phone_reads_nothing_and_is_refused(cast: Cast) -> None:
    phone, didier = Browser(cast.ines), Browser(cast.didier)
    file = reverse("people:person", args=[cast.yanis.pk])
    for page in (file, reverse("outreach:my_round"), reverse("people:caseload")):
        assert phone.get(page).headers["Cache-Control"] == "no-store, private"
        assert "serviceWorker" not in phone.get(page).body
    member = cast.ines.memberships.get()
    didier.post("accounts:suspension", member.pk, reason="Téléphone perdu cette nuit.")
    met = {"entry": invented(), "kind": "rencontre", "channel": "rue", "nickname": "Zaza"}
    for asked in (phone.get(file), phone.post("outreach:encounter_new", **met)):
        assert asked.goes_to.startswith(reverse("accounts:login"))
        assert "Yanis" not in asked.text
    # Somebody who knows the password too is stopped at the door.
    again = Browser(cast.ines).get(file)
    assert again.status == 403
    assert not any(one in again.text for one in YANIS[:3])
    told = Notification.objects.filter(recipient=cast.didier.pk, kind="abuse-alert")
    assert told.exists()


def test_story_14_mails_and_calendar_name_nobody(cast: Cast) -> None:
    cast.shares(cast.yanis, SharedField.FIRST_NAME)
    ines, tomorrow = Browser(cast.ines), clock.today() + timedelta(days=1)
    for person in (cast.sonia, cast.yanis):
        met = {"entry": invented(), "kind": "rencontre", "channel": "rue"}
        promised = {"promise": "Appeler l’avocate", "promise_due": tomorrow.isoformat()}
        assert (
            ines.post("outreach:encounter_new", **met, persons=[str(person.pk)], **promised).status
            == 302
        )
    accompany(by=acting(cast.claire), person=cast.mireille, colleague=cast.bastien)
    assert mail.outbox
    secret = (*SONIA, *YANIS, *MIREILLE, "Yaya", "avocate", "Mission locale", str(cast.sonia.pk))
    for one in mail.outbox:
        assert "/espace/notifications/" in one.body
        assert not any(word in one.subject + one.body for word in secret)
    shown = ines.post("agenda:subscription")
    link = re.search(r"http\S+?(/\S+\.ics|/agenda/\S+?)(?=[\"<\s])", shown.body)
    assert link is not None
    feed = Browser().get("/" + link[0].split("/", 3)[3])
    assert feed.status == 200
    assert "Promesse à tenir" in feed.body
    assert not any(one in feed.body for one in secret)
    mine = Notification.objects.filter(recipient=cast.ines.pk).order_by("pk").last()
    assert mine is not None
    assert Browser(cast.bastien).get("notifications:open", mine.pk).status == 404
    assert Browser(cast.bastien).get("people:person", cast.sonia.pk).status == 404
