"""Stories 6 to 8: the former husband works in a partner structure."""

import pytest

from o2r.core import clock
from o2r.core.calendar_words import long_day
from o2r.core.notifications.models import Notification
from o2r.core.watch.models import Alert
from o2r.core.watch.services import judge_waiting
from o2r.people.between.recurring import carry
from o2r.people.enums import Support
from o2r.people.models import Agreement, Person
from o2r.people.services import inform
from tests.accounts.factories import someone
from tests.people.story_cast import FOUND_NOBODY, MIREILLE, SONIA, Browser, Cast, Page, acting

TWIN = {
    "level": "declaree",
    "first_name": "Sonia",
    "last_name": "Ferrand",
    "birth_date": "1991-06-02",
}


def asks(browser: Browser, **who: str) -> tuple[Page, Page]:
    """Somebody asks the other operators; the answer, and the page to which it leads once the worker
    has carried the request."""
    answer = browser.post("between:ask", **who)
    carry(clock.now())
    return answer, browser.get(answer.goes_to)


def without(page: Page, typed: str) -> tuple[object, ...]:
    """What who asks sees, without what they have typed."""
    status, body, headers, goes_to = page.seen
    lengths = {"Content-Length"}
    kept = {name: value for name, value in headers.items() if name not in lengths}
    return status, body.replace(typed, "…"), kept, goes_to


@pytest.mark.usefixtures("index")
def test_story_06_a_partner_who_asks_gets_the_uniform_sentence(cast: Cast) -> None:
    for person in (cast.sonia_before, cast.mireille):
        inform(by=acting(cast.ines), person=person, support=Support.SPOKEN, language="fr")
    for coordinator in (cast.claire, cast.nadia):
        Browser(coordinator).post("between:join", informs="on")
    carry(clock.now())
    manager = someone(organisation=cast.mission_locale, manages_accounts=True).user
    assert cast.sonia.is_protected
    with clock.stopped_at(clock.now()):
        franck = Browser(cast.franck)
        assert FOUND_NOBODY in franck.post("people:search", name="Ferrand").text
        asks(franck, phone="06 39 98 20 98")
        told = Notification.objects.filter(recipient=cast.ines.pk, kind__startswith="inquiry")
        numbers = (SONIA[2], "06 39 98 20 99", MIREILLE[2])
        seen = []
        for number in numbers:
            answer, page = asks(franck, phone=number)
            assert "Si un accompagnement existe, son référent recevra votre demande." in page.text
            seen.append((without(answer, number), answer.queries, without(page, number)))
            seen[-1] += (page.queries,)
            # Mireille alone has a referent to whom the request goes.
            assert told.count() == (number == MIREILLE[2])
    assert seen[0] == seen[1] == seen[2]
    assert not any(one in told.get().subject + told.get().body for one in MIREILLE)
    for first_name in ("Sonia", "Sofia", "Sarah"):
        asks(franck, first_name=first_name, last_name="Ferrand", birth_date="1991-06-02")
    judge_waiting()
    assert Alert.objects.filter(about=cast.franck.pk).exists()
    assert Notification.objects.filter(recipient=manager.pk, kind="abuse-alert").exists()
    assert told.count() == 1


def test_story_07_opening_a_twin_file_reveals_nothing(cast: Cast) -> None:
    assert cast.sonia.is_protected
    Notification.objects.all().delete()
    franck = Browser(cast.franck)
    # What the first writing of a session counts.
    franck.post("people:open", known_as="Zaza", level="pseudonyme")
    # Another first name too: the second would else look like the first, which he follows himself.
    others = {"first_name": "Odalric", "last_name": "Zyrvall", "birth_date": "1975-11-23"}
    answers = [franck.post("people:open", **TWIN | more) for more in ({}, others)]
    assert answers[0].status == 302
    assert answers[0].seen == answers[1].seen
    assert answers[0].queries == answers[1].queries
    twin = franck.get(answers[0].goes_to)
    assert "Inès" not in twin.text
    assert "Passerelles" not in twin.text
    phone = {"kind": "telephone", "value": SONIA[2]}
    added = franck.post(f"{answers[0].goes_to}joindre/", **phone)
    assert added.seen == franck.post(f"{answers[1].goes_to}joindre/", **phone).seen
    assert added.status == 302
    assert Person.objects.filter(referent=cast.franck).count() == 3
    assert not Notification.objects.filter(recipient=cast.ines.pk).exists()


def proposed(cast: Cast, person: Person) -> Page:
    """Inès proposes to share with the mission locale, as she does with everybody."""
    sent = {
        "recipient": str(cast.mission_locale.pk),
        "basis": "accord",
        "purpose": "rendez-vous",
        "shared": ["prenom", "telephone"],
        "channel": "oral",
        "language": "fr",
        "until": clock.today().isoformat(),
    }
    where = f"/espace/personnes/{person.pk}/accords/proposer/?q=mission"
    return Browser(cast.ines).post(where, **sent)


def test_story_08_a_protected_file_is_shared_with_nobody(cast: Cast) -> None:
    assert cast.elodie.is_active
    for person in (cast.yanis, cast.sonia):
        inform(by=acting(cast.ines), person=person, support=Support.SPOKEN, language="fr")
    refused = proposed(cast, cast.sonia)
    assert "Ce dossier est protégé : il ne se partage avec aucune structure." in refused.text
    assert "vérifiez d’abord avec elle qui travaille là" in refused.text
    assert not Agreement.objects.exists()
    ines = Browser(cast.ines)
    form = ines.get("agreements:propose", cast.yanis.pk, q="mission")
    assert "Mission locale du Val d’Essai" in form.text
    assert " checked" not in form.body
    assert proposed(cast, cast.yanis).status == 302
    before = ines.get("agreements:one", cast.yanis.pk, Agreement.objects.get().pk)
    for said in (
        "Mission locale du Val d’Essai",
        "éléphone",
        " ".join(long_day(clock.today()).split()),
    ):
        assert said in before.text
    assert Browser(cast.franck).get("people:person", cast.yanis.pk).status == 404
