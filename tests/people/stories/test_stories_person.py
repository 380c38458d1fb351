"""Stories 26 to 30: the person, their name, their language, their time."""

from datetime import timedelta

from django.core import mail, serializers

from o2r.core import clock
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed
from o2r.core.crypto.models import DataKey, Wrap
from o2r.core.crypto.services import reapply_destructions
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Notification
from o2r.core.retention.services import place_hold, run
from o2r.outreach.models import Encounter
from o2r.people.enums import AgreementState, IdentityLevel, ProtectionReason, SharedField, Standing
from o2r.people.models import Agreement, ContactMeans, Identity, Note, Person
from o2r.people.services import Given, open_person
from o2r.people.services.protecting import protect
from tests.people.factories import said
from tests.people.story_cast import (
    FOUND_NOBODY,
    WORD,
    YANIS,
    Browser,
    Cast,
    acting,
    invented,
    typed,
)

LUCIE = {"first_name": "Lucie", "last_name": "Marchal"}
RETENTION = Author.system("retention")


def test_story_26_homonyms_never_meet_by_mistake(cast: Cast) -> None:
    lucie, twin = (
        open_person(by=acting(by), given=Given(**LUCIE, coded=coded), level=IdentityLevel.DECLARED)
        for by, coded in (
            (cast.ines, {"age_band": "18-25", "commune": "69259"}),
            (cast.bastien, {"age_band": "30-54", "commune": "69123"}),
        )
    )
    protect(by=acting(cast.bastien), person=twin, reason=ProtectionReason.ASKED)
    ines = Browser(cast.ines)
    found = ines.post("people:search", name="Marchal")
    assert "1 dossier" in found.text
    for apart in ("18 à 25 ans", "Vénissieux", "Dernier contact aujourd’hui"):
        assert apart in found.text
    assert "30 à 54 ans" not in found.text
    ines.get("people:person", invented())
    there, nowhere = (
        ines.post("people:merge", lucie.pk, other=one, kept="this", sure="1")
        for one in (str(twin.pk), invented())
    )
    assert there.seen == nowhere.seen
    assert Person.objects.get(pk=twin.pk).standing == Standing.FOLLOWED
    # Two files of Inès, made one by mistake: the same telephone had not joined them.
    other = cast.mireille
    ines.post("people:new_contact", lucie.pk, kind="telephone", value="06 39 98 20 03")
    ines.post("people:new_note", lucie.pk, text="De Lucie.", level="equipe")
    assert not lucie.merged_into.exists()
    chosen = {"other": str(lucie.pk), "kept": "this", "sure": "1"}
    assert ines.post("people:merge", other.pk, **chosen).status == 302
    assert Note.objects.get().person == other
    assert ContactMeans.objects.filter(person=other).count() == 2
    with clock.stopped_at(clock.now() + timedelta(days=31)):
        Browser(cast.ines).post("people:undo_merge", lucie.pk)
        assert Note.objects.get().person == other
    ines.post("people:undo_merge", lucie.pk)
    assert Note.objects.get().person == lucie
    assert ContactMeans.objects.filter(person=lucie).count() == 1


def test_story_27_an_interpreter_learns_no_name(cast: Cast) -> None:
    oumar, ines = cast.oumar, Browser(cast.ines)
    caution = "Jamais M. Diarra, son voisin."
    told = {"language": "ff", "needs_interpreter": "on", "interpreter_caution": caution}
    ines.post("people:facts", oumar.pk, **told)
    assert caution in ines.get("people:person", oumar.pk).text
    assert caution.encode() not in bytes(Identity.objects.get(person=oumar).interpreter_caution)
    cast.shares(oumar, SharedField.FIRST_NAME)
    assert "Diarra" not in Browser(cast.elodie).get("people:person", oumar.pk).text
    asked = {
        "recipient": str(cast.mission_locale.pk),
        "basis": "accord",
        "purpose": "rendez-vous",
        "shared": ["telephone"],
        "channel": "interprete",
        "until": clock.today().isoformat(),
    }
    where = f"/espace/personnes/{oumar.pk}/accords/proposer/?q=mission"
    assert ines.post(where, **asked, language="").status == 200
    assert ines.post(where, **asked, language="autre").status == 302
    made = Agreement.objects.get(state=AgreementState.PROPOSED)
    ines.post("agreements:yes", oumar.pk, made.pk)
    made.refresh_from_db()
    assert made.state == AgreementState.PROPOSED
    ines.post("agreements:yes", oumar.pk, made.pk, proof="voix")
    made.refresh_from_db()
    assert (made.state, made.language, made.channel) == ("donne", "autre", "interprete")
    paper = {"contact": "À la permanence.", "with_pictograms": "on"}
    unread = ines.post("agreements:receipt", oumar.pk, **paper, language="ar")
    assert unread.status == 200
    assert not unread.answer.content.startswith(b"%PDF")
    drawn = ines.post("agreements:receipt", oumar.pk, **paper, language="fr")
    assert drawn.answer.content.startswith(b"%PDF")


def test_story_28_a_rung_keeps_only_what_it_may(cast: Cast) -> None:
    ines, louis, mireille = Browser(cast.ines), cast.petit_louis, cast.mireille
    passage = {"entry": invented(), "kind": "passage", "channel": "rue", "count_men": "1"}
    before = Person.objects.count()
    assert ines.post("outreach:encounter_new", **passage).status == 302
    assert Person.objects.count() == before
    for page in ("people:rename", "people:facts"):
        form = ines.get(page, louis.pk)
        assert not any(f'name="{one}"' in form.body for one in ("last_name", "birth_date"))
    sent = {"known_as": "Petit-Louis", "last_name": "Morel", "birth_date": "1980-01-01"}
    ines.post("people:rename", louis.pk, **sent)
    assert said(louis)["last_name"] == said(louis)["birth_date"] == ""
    refused = ines.post("people:open", **sent, level="pseudonyme")
    assert "Sous un pseudonyme, on ne garde qu’un surnom" in refused.text
    way_down = ines.get("people:level", mireille.pk)
    assert "Un nom écrit dans une note y reste" in way_down.text
    met = passage | {"entry": invented(), "kind": "rencontre", "persons": [str(mireille.pk)]}
    assert ines.post("outreach:encounter_new", **met).status == 302
    ines.post("people:level", mireille.pk, to="pseudonyme", known_as="Mimi")
    assert said(mireille)["last_name"] == said(mireille)["first_name"] == ""
    assert FOUND_NOBODY in ines.post("people:search", name="Costa").text
    assert "Mimi" in ines.post("people:search", name="Mimi").text
    assert Encounter.objects.count() == 2


def test_story_29_an_erased_file_answers_like_one_that_never_was(cast: Cast) -> None:
    file, code = cast.yanis, cast.card_of(cast.yanis)
    cast.shares(file, SharedField.FIRST_NAME)
    backup = [
        *Identity.objects.filter(person=file),
        *DataKey.objects.filter(subject=file.pk),
        *Wrap.objects.filter(data_key__subject=file.pk).order_by("pk"),
    ]
    saved = serializers.serialize("json", backup)
    assert cast.paul.is_active
    card = typed(code)
    card.post("card:open", word=WORD)
    card.post("card:ask", right="erasure", details="Effacez tout.")
    assert Notification.objects.filter(recipient=cast.ines.pk, kind="card-used").exists()
    ines = Browser(cast.ines)
    page = ines.get("people:erase", file.pk)
    for told in ("Ce qui est effacé", "Ce qui reste", "Un nombre dans les statistiques"):
        assert told in page.text
    assert ines.post("people:erase", file.pk).status == 302
    left = Person.objects.get(pk=file.pk)
    assert (left.standing, left.referent, left.commune) == (Standing.ANONYMISED, None, "")
    assert not Identity.objects.exists()
    assert not Agreement.objects.exists()
    for user in (cast.elodie, cast.franck, cast.ines):
        browser = Browser(user)
        browser.get("people:person", invented())
        gone, nowhere = (browser.get("people:person", one) for one in (file.pk, invented()))
        assert gone.status == 404
        assert gone.seen == nowhere.seen
    journal = str(list(JournalEntry.objects.order_by("pk").values()))
    assert str(file.pk) in journal
    assert not any(one in journal for one in (*YANIS, "Yaya"))
    # A backup made before is restored: the list kept apart destroys the keys again.
    for one in serializers.deserialize("json", saved):
        one.save()
    restored = Identity.objects.get()
    reapply_destructions(by=Author.system("restore"))
    try:
        read_sealed(restored, "last_name", organisation=cast.passerelles.pk)
    except NoKey:
        return
    raise AssertionError("A restored backup is read.")


def test_story_30_the_file_is_erased_on_its_day_and_not_before(cast: Cast) -> None:
    louis, other, held = cast.petit_louis, cast.mireille, cast.oumar
    last = clock.now()
    with clock.stopped_at(last + timedelta(days=365)):
        ines = Browser(cast.ines)
        assert ines.get("people:person", louis.pk).status == 200
        ines.post("people:facts", louis.pk, **{"initial-gender": "", "gender": "homme"})
        met = {"entry": invented(), "kind": "rencontre", "channel": "rue"}
        ines.post("outreach:encounter_new", **met, persons=[str(other.pk)])
        why = "Plainte en cours, à la demande de la personne"
        place_hold(
            by=Author.system("console"),
            kind="people.Person",
            object_id=str(held.pk),
            reason=why,
            until=clock.today() + timedelta(days=800),
        )
    mail.outbox.clear()
    with clock.stopped_at(last + timedelta(days=731 - 30)):
        list(run(by=RETENTION, now=clock.now(), only="people.Person"))
        told = Notification.objects.filter(recipient=cast.ines.pk, kind="retention-notice")
        assert str(louis)[-8:] in " ".join(one.body for one in told.order_by("pk"))
        assert not any("Petit-Louis" in one.body + one.subject for one in mail.outbox)
        assert standing(louis) == standing(other) == Standing.FOLLOWED
    with clock.stopped_at(last + timedelta(days=728)):
        list(run(by=RETENTION, now=clock.now(), only="people.Person"))
        assert standing(louis) == Standing.FOLLOWED
    with clock.stopped_at(last + timedelta(days=732)):
        list(run(by=RETENTION, now=clock.now(), only="people.Person"))
        assert standing(louis) == Standing.ANONYMISED
        assert standing(other) == standing(held) == Standing.FOLLOWED
        assert Browser(cast.ines).get("people:person", louis.pk).status == 404


def standing(person: Person) -> str:
    return Person.objects.get(pk=person.pk).standing
