"""A person of whom all is known that the product may hold: what an erasure must take away."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import Membership, Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.scope import key_scope
from o2r.core.crypto.services import open_file
from o2r.core.journal.authors import Author
from o2r.core.retention.enums import Right, SubjectKind
from o2r.core.retention.rights import Subject
from o2r.core.retention.services import receive_request
from o2r.outreach.enums import EntryForm, SignalState
from o2r.outreach.models import EntryDraft, PartnerSignal, SignalWords
from o2r.outreach.services.drafting import keep_entry
from o2r.outreach.services.encounter_details import EncounterDetails, Heard
from o2r.outreach.services.encounters import record_encounter
from o2r.outreach.services.promising import Promised
from o2r.pathways.enums import PathwayState
from o2r.people.enums import (
    AgeBand,
    AgreementProof,
    ContactKind,
    EmergencyReason,
    Gender,
    GroupKind,
    Housing,
    NoteLevel,
    ProtectionReason,
    Purpose,
    SharedField,
    Support,
)
from o2r.people.models import (
    EmergencyOpening,
    EmergencyWords,
    GroupMember,
    Identity,
    Person,
    ProtectedReading,
)
from o2r.people.services import (
    Given,
    Means,
    Terms,
    accompany,
    add_contact,
    give,
    inform,
    issue_card,
    keep_draft,
    merge,
    open_person,
    propose,
    write_note,
)
from o2r.people.services.protecting import lift_protection, protect
from o2r.proofs.held_words import columns_of, rows_about, sealed_models
from o2r.proofs.known_pathway import accompanied
from o2r.proofs.world import Person as Worker

BY = Author.system("erasure-figures")


@dataclass(frozen=True)
class KnownPerson:
    """``gone`` was merged into ``kept``. Every sealed word holds ``canary``, but the identity of
    the file that is gone: ``gone_canary``."""

    actor: Actor
    kept: Person
    gone: Person
    canary: str
    gone_canary: str


def a_person_known_whole(worker: Worker) -> KnownPerson:
    """Two files of one person, filled by the acts of the product, then merged."""
    user, place = worker.somebody.user, worker.somebody.organisation
    actor, colleague = actor_for(user), _colleague(place)
    with key_scope():
        gone = open_person(by=actor, given=Given(known_as="Mohamed"))
        kept = open_person(by=actor, given=Given(known_as="Momo"))
        for days, file in ((9, gone), (6, kept), (2, kept)):
            _met(actor, file, days)
        write_note(by=actor, person=gone, text="note", level=NoteLevel.TEAM)
        _written(actor, kept)
        _guarded(actor, kept, colleague)
        _agreed(actor, kept)
        accompany(by=actor, person=kept, colleague=colleague)
        _asked(actor, kept)
        GroupMember.objects.create(kind=GroupKind.HOUSEHOLD, person=kept)
        _signalled(place, kept)
        for file, state in ((gone, PathwayState.CLOSED), (kept, PathwayState.WATCHED)):
            accompanied(actor, colleague, file, state)
        merge(by=actor, kept=kept, gone=gone)
        canary, gone_canary = f"canari-{uuid4().hex[:12]}", f"reuni-{uuid4().hex[:12]}"
        made = KnownPerson(actor, kept, gone, canary, gone_canary)
        _fill(made, place.pk)
    Person.objects.filter(pk__in=[kept.pk, gone.pk]).update(
        commune="69259",
        department="69",
        language="prs",
        gender=Gender.MAN,
        age_band=AgeBand.FROM_18_TO_25,
        housing=Housing.NONE,
        in_qpv=True,
    )
    return made


def _colleague(place: Organisation) -> User:
    name = uuid4().hex
    user = User.objects.create(email=f"{name}@essai.example", display_name="Essai collègue")
    Membership.objects.create(
        user=user,
        organisation=place,
        role=MembershipRole.OUTREACH_WORKER,
        approved_at=clock.now(),
        personal_data_from=clock.now(),
    )
    return user


def _met(actor: Actor, person: Person, days: int) -> None:
    Person.objects.filter(pk=person.pk).update(opened_on=clock.today() - timedelta(days=days))
    record_encounter(
        by=actor,
        entry=uuid4(),
        details=EncounterDetails(at=clock.now() - timedelta(days=days), needs=["sante"], mood=4),
        persons=[person.pk],
        heard=Heard(need_said="besoin", words="mots"),
        promised=Promised("promesse", clock.today() + timedelta(days=3)),
    )


def _written(actor: Actor, person: Person) -> None:
    means = Means(kind=ContactKind.MESSAGING, value="sur la messagerie", remark="le soir")
    add_contact(by=actor, person=person, means=means)
    write_note(by=actor, person=person, text="note", level=NoteLevel.CONFIDENTIAL)
    keep_draft(by=actor, person=person, text="brouillon")
    inform(by=actor, person=person, support=Support.SPOKEN, language="fr")


def _guarded(actor: Actor, person: Person, colleague: User) -> None:
    """Protected for a while, read meanwhile; opened once in an emergency."""
    protect(by=actor, person=person, reason=ProtectionReason.VIOLENCE, words="mots")
    lift_protection(by=actor, person=person, words="fini")
    now = clock.now()
    ProtectedReading.objects.create(
        person=person, reader=colleague, day=clock.today(), count=1, last_at=now
    )
    opening = EmergencyOpening.objects.create(
        person=person,
        organisation=person.organisation,
        referent=person.referent,
        by=colleague,
        reason=EmergencyReason.DANGER,
        opened_at=now,
        until=now + EmergencyOpening.LASTS,
    )
    words = EmergencyWords(opening=opening, subject=person.pk)
    write_sealed(words, organisation=person.organisation_id, why="motif")
    words.save(force_insert=True)


def _agreed(actor: Actor, person: Person) -> None:
    partner = Organisation.objects.create(
        name=f"Partenaire {uuid4().hex}", kind=OrganisationKind.MISSION_LOCALE, region="84"
    )
    terms = Terms(Purpose.REFER, partner, [SharedField.FIRST_NAME, SharedField.NARRATIVE])
    proposed = propose(by=actor, person=person, terms=terms)
    give(by=actor, agreement=proposed, proof=AgreementProof.VOICE)
    issue_card(by=actor, person=person, word="sept lanternes")


def _asked(actor: Actor, person: Person) -> None:
    """A right asked for by the person; a meeting with them, begun and not sent."""
    receive_request(
        by=BY,
        subject=Subject(SubjectKind.PERSON, str(person.pk)),
        right=Right.RECTIFICATION,
        contact="",
        details="précisions",
        organisation=actor.organisation,
    )
    keep_entry(by=actor, form=EntryForm.ENCOUNTER, fields=_begun(person, "mots"))


def _begun(person: Person, words: str) -> str:
    return urlencode({"persons": str(person.pk), "words": words})


def _signalled(place: Organisation, person: Person) -> None:
    signal = PartnerSignal.objects.create(
        organisation=place,
        person=person,
        state=SignalState.MET,
        follow_digest=uuid4().hex,
    )
    open_file(by=BY, subject=signal.pk, organisations=[place.pk])
    words = SignalWords(signal=signal, subject=signal.pk)
    write_sealed(words, organisation=place.pk, words="signalé")
    words.save(force_insert=True)


def _fill(known: KnownPerson, organisation: UUID) -> None:
    """A secret in every sealed column of every row that is about them."""
    files = [known.kept.pk, known.gone.pk]
    rows = [row for model in sealed_models() for row in rows_about(model, files)]
    draft = EntryDraft.objects.get(author=known.actor.user)
    write_sealed(draft, organisation=organisation, fields=_begun(known.kept, known.canary))
    draft.save(update_fields=["fields"])
    for row in rows:
        is_gone = isinstance(row, Identity) and row.person_id == known.gone.pk
        text = known.gone_canary if is_gone else known.canary
        names = columns_of(type(row))
        write_sealed(row, organisation=organisation, **dict.fromkeys(names, text))
        row.save(update_fields=names)
