"""Files, group by group, and emergency openings, in each of their relations to somebody."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from o2r.accounts.enums import OrganisationKind, Relation
from o2r.accounts.models import Membership, Organisation, Team, User
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.services import open_file
from o2r.core.journal.authors import Author
from o2r.people.enums import (
    AgreementProof,
    AgreementState,
    ContactKind,
    EmergencyReason,
    GroupKind,
    IdentityLevel,
    NoteLevel,
    Purpose,
    SharedField,
)
from o2r.people.models import (
    Agreement,
    ContactMeans,
    EmergencyOpening,
    EmergencyWords,
    FollowUp,
    GroupMember,
    Identity,
    InformationGiven,
    LikenessToken,
    Note,
    NoteDraft,
    Person,
    ProtectedReading,
    Protection,
)

PAGE = "/espace/personnes-suivies/<uuid:person>/"
"""The page that shows all that one may read; each of the others shows a part."""
FOLLOWS = (Relation.REFERENT, Relation.CO_ACCOMPANYING)
INSIDE = (*FOLLOWS, Relation.EMERGENCY)
SHARED = (SharedField.FIRST_NAME, SharedField.PHONE)


FINER = {
    "last-name": INSIDE,
    "mail": INSIDE,
    "team-note": INSIDE,
    "confidential-note": (Relation.REFERENT,),
}
"""What is narrower than a group of fields, and who reads it: no agreement of a specimen names it,
and a confidential note is of its author and the referent alone."""


@specimens_of(
    "person-file",
    Relation.ANY,
    Relation.ORGANISATION,
    Relation.TEAM,
    Relation.REFERENT,
    Relation.CO_ACCOMPANYING,
    Relation.PARTNER,
    Relation.EMERGENCY,
    parameter="person",
)
def followed_person(someone: Somebody, relation: Relation) -> Specimen:
    """A person to whose file ``someone`` stands in ``relation``, with a text of its own in what
    each group holds today."""
    canaries = {name: f"{name}-{uuid4().hex}" for name in ("identity", "contact", "narrative")}
    person = _file(someone, relation)
    drafting = someone.user if relation in FOLLOWS else someone.stranger
    # Who accompanies beside the referent reads a note that is not theirs: they may complete it.
    author = someone.user if relation is Relation.REFERENT else someone.stranger
    colleague = someone.user if relation is Relation.CO_ACCOMPANYING else someone.stranger
    beside = FollowUp.objects.create(person=person, user=colleague)
    finer = {name: f"{name}-{uuid4().hex}" for name in FINER}
    identity = _sealed(
        Identity, person, known_as=canaries["identity"], last_name=finer["last-name"]
    )
    contact = _sealed(
        ContactMeans,
        person,
        columns={"kind": ContactKind.PHONE},
        value="06 99 00 12 34",
        remark=canaries["contact"],
    )
    written = {"author": author, "organisation": person.organisation}
    note = _sealed(
        Note, person, columns={**written, "level": NoteLevel.SHARED}, text=canaries["narrative"]
    )
    draft = _sealed(NoteDraft, person, columns={"author": drafting}, text="brouillon")
    sealed = (identity, contact, note, draft, *_finer(person, someone, finer))
    rows = {str(one.pk): relation for one in (*sealed, *_guarded(person, someone))}
    made = Specimen(
        {
            "person": str(person.pk),
            "contact": str(contact.pk),
            "note": str(note.pk),
            "follow_up": str(beside.pk),
            "member": str(_goes_with(person, someone, relation).pk),
            "agreement": str(_proposed(person, someone.stranger).pk),
        },
        canaries,
        whole=frozenset({PAGE}),
        rows=rows,
        beyond=frozenset(finer[name] for name in FINER if relation not in FINER[name]),
        # One follows somebody, or helps in an emergency, for the organisation of their file.
        also=frozenset({Relation.ORGANISATION}) if relation in INSIDE else frozenset(),
    )
    if relation is Relation.PARTNER:
        _agree(person, someone)
        made = replace(made, shared=frozenset(field.group for field in SHARED))
    if relation is Relation.EMERGENCY:
        _open_in_an_emergency(person, someone)
    return made


def _file(someone: Somebody, relation: Relation) -> Person:
    """The file, its keys, and who follows it."""
    inside = relation not in (Relation.ANY, Relation.PARTNER)
    place = someone.organisation if inside else someone.elsewhere
    person = Person.objects.create(
        organisation=place,
        referent=someone.user if relation is Relation.REFERENT else someone.stranger,
        team=_team_of(someone) if relation is Relation.TEAM else None,
        level=IdentityLevel.DECLARED,
    )
    # A key opens nothing by itself: the policy decides, and is what is measured here.
    holders = {place.pk, someone.organisation.pk}
    open_file(by=Author.system("specimen"), subject=person.pk, organisations=holders)
    InformationGiven.objects.create(person=person, given_by=someone.stranger)
    return person


def known_file(place: Organisation, referent: User) -> Person:
    """A file of an organisation that holds its key alone, under a nickname."""
    person = Person.objects.create(organisation=place, referent=referent)
    open_file(by=Author.system("specimen"), subject=person.pk, organisations=[place.pk])
    _sealed(Identity, person, known_as=f"Surnom {uuid4().hex}")
    return person


def _sealed(
    model: type[Any], person: Person, *, columns: dict[str, Any] | None = None, **texts: str
) -> Any:
    row = model(subject=person.pk, person=person, **(columns or {}))
    write_sealed(row, organisation=person.organisation_id, **texts)
    row.save(force_insert=True)
    return row


def _finer(person: Person, someone: Somebody, texts: dict[str, str]) -> tuple[Any, ...]:
    """A means of contact and notes that an agreement on a first name and a phone does not open."""
    mail = {"kind": ContactKind.EMAIL}
    by = {"author": someone.stranger, "organisation": person.organisation}
    team, confidential = ({**by, "level": one} for one in (NoteLevel.TEAM, NoteLevel.CONFIDENTIAL))
    address = {"value": "essai@essai.example", "remark": texts["mail"]}
    return (
        _sealed(ContactMeans, person, columns=mail, **address),
        _sealed(Note, person, columns=team, text=texts["team-note"]),
        _sealed(Note, person, columns=confidential, text=texts["confidential-note"]),
    )


def _guarded(person: Person, someone: Somebody) -> tuple[Any, ...]:
    """Why the file was protected a while ago, who opened it then, by what it is found again."""
    over = {"by": someone.stranger, "ended_at": clock.now(), "ended_by": someone.stranger}
    protection = _sealed(Protection, person, columns=over, reason="demande", end_words="fini")
    reading = ProtectedReading.objects.create(
        person=person, reader=someone.stranger, day=clock.today(), count=1, last_at=clock.now()
    )
    LikenessToken.objects.create(
        person=person, organisation=person.organisation, token=uuid4().bytes
    )
    return protection, reading


def _proposed(person: Person, by: User) -> Agreement:
    """What was proposed and not answered yet, to somebody else."""
    elsewhere = Organisation.objects.create(
        name=f"Partenaire {uuid4().hex}", kind=OrganisationKind.MISSION_LOCALE
    )
    return Agreement.objects.create(
        person=person,
        purpose=Purpose.REFER,
        recipient=elsewhere,
        fields=list(SHARED),
        asked_by=by,
        until=clock.today() + timedelta(days=30),
    )


def _goes_with(person: Person, someone: Somebody, relation: Relation) -> GroupMember:
    """The row of the person in a family, with somebody to whom ``someone`` stands alike."""
    other = _file(someone, relation)
    if relation is Relation.CO_ACCOMPANYING:
        FollowUp.objects.create(person=other, user=someone.user)
    _sealed(Identity, other, known_as="Quelqu’un de la famille")
    group, kind = other.pk, GroupKind.HOUSEHOLD
    GroupMember.objects.create(group=group, kind=kind, person=other)
    return GroupMember.objects.create(group=group, kind=kind, person=person)


def _agree(person: Person, someone: Somebody) -> None:
    Agreement.objects.create(
        person=person,
        purpose=Purpose.ACCOMPANY,
        recipient=someone.organisation,
        fields=list(SHARED),
        proof=AgreementProof.VOICE,
        state=AgreementState.GIVEN,
        asked_by=someone.stranger,
        given_on=clock.today(),
        until=clock.today() + timedelta(days=30),
        number=1,
    )


def _open_in_an_emergency(person: Person, someone: Somebody) -> None:
    now = clock.now()
    EmergencyOpening.objects.create(
        person=person,
        organisation=person.organisation,
        referent=person.referent,
        by=someone.user,
        reason=EmergencyReason.DANGER,
        opened_at=now,
        until=now + EmergencyOpening.LASTS,
    )


def _team_of(someone: Somebody) -> Team:
    name = f"Équipe {uuid4().hex[:8]}"
    team = Team.objects.create(organisation=someone.organisation, name=name)
    for held in Membership.objects.filter(user=someone.user, organisation=someone.organisation):
        held.teams.add(team)
    return team


@specimens_of("emergency-opening", Relation.ANY, Relation.OWN, Relation.ORGANISATION)
def emergency_opening(someone: Somebody, relation: Relation) -> Specimen:
    """An opening of an hour: one's own, a colleague's, somebody's of another organisation."""
    inside = relation is not Relation.ANY
    place = someone.organisation if inside else someone.elsewhere
    who = someone.user if relation is Relation.OWN else someone.stranger
    person = known_file(place, someone.stranger)
    now = clock.now()
    opening = EmergencyOpening.objects.create(
        person=person,
        organisation=place,
        referent=person.referent,
        by=who,
        reason=EmergencyReason.DANGER,
        opened_at=now,
        until=now + EmergencyOpening.LASTS,
    )
    why = f"Motif {uuid4().hex}"
    words = EmergencyWords(opening=opening, subject=person.pk)
    write_sealed(words, organisation=place.pk, why=why)
    words.save(force_insert=True)
    return Specimen(
        {"opening": str(opening.pk)},
        {"*": why},
        rows={str(words.pk): relation},
    )
