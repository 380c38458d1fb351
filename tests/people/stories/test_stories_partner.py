"""Stories 7 and 8: the former husband works in a partner structure."""

from o2r.core import clock
from o2r.core.notifications.models import Notification
from o2r.people.enums import Support
from o2r.people.models import Agreement, Person
from o2r.people.services import inform
from tests.people.story_cast import SONIA, Browser, Cast, Page, acting

TWIN = {
    "level": "declaree",
    "first_name": "Sonia",
    "last_name": "Ferrand",
    "birth_date": "1991-06-02",
}


def test_story_07_opening_a_twin_file_reveals_nothing(cast: Cast) -> None:
    assert cast.sonia.is_protected
    Notification.objects.all().delete()
    franck = Browser(cast.franck)
    # What the first writing of a session counts.
    franck.post("people:open", known_as="Zaza", level="pseudonyme")
    answers = [
        franck.post("people:open", **TWIN | {"last_name": name}) for name in ("Ferrand", "Zyrvall")
    ]
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
    for said in ("Mission locale du Val d’Essai", "éléphone", f"{clock.today():%d/%m/%Y}"):
        assert said in before.text
    assert Browser(cast.franck).get("people:person", cast.yanis.pk).status == 404
