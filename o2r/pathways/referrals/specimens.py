"""Referrals: received by somebody's organisation, between two others, and of a file."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.models import Organisation
from o2r.accounts.services.links import digest_of
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.services import open_file
from o2r.core.journal.authors import Author
from o2r.network.directory.models import Service, Structure
from o2r.pathways.referrals.enums import Channel, ReferralState
from o2r.pathways.referrals.models import Referral, ReferralWords
from o2r.people.enums import AgreementProof, AgreementState, Purpose, SharedField
from o2r.people.models import Agreement, Person
from o2r.people.specimens import followed_person

FILES = (
    *(Relation.ANY, Relation.ORGANISATION, Relation.TEAM, Relation.REFERENT),
    *(Relation.CO_ACCOMPANYING, Relation.PARTNER, Relation.EMERGENCY),
)
SHARED = (SharedField.FIRST_NAME, SharedField.PHONE)


def _service() -> Service:
    structure = Structure.objects.create(name=f"Structure {uuid4().hex}", source="essai")
    return Service.objects.create(
        structure=structure, name=f"Service {uuid4().hex}", source="essai", description="Aider."
    )


def _referral(person: Person, someone: Somebody, to: Organisation | None) -> tuple[Referral, str]:
    """A referral of a file, sent to an organisation or still a draft; and its words."""
    sent = {"state": ReferralState.SEEN, "sent_at": clock.now(), "counted_from": clock.today()}
    service = _service()
    row = Referral.objects.create(
        person=person,
        organisation=person.organisation,
        service=service,
        service_name=service.name,
        structure_name=service.structure.name,
        recipient=to,
        channel=Channel.LETTER if to is None else Channel.ACCOUNT,
        fields=list(SHARED),
        created_by=someone.stranger,
        form_digest=digest_of(uuid4().hex),
        **({} if to is None else sent),
    )
    # A key opens nothing by itself: the policy decides, and is what is measured here.
    holders = {person.organisation_id, someone.organisation.pk}
    open_file(by=Author.system("specimen"), subject=row.pk, organisations=holders)
    text = f"Mots {uuid4().hex}"
    words = ReferralWords(subject=row.pk, referral=row)
    write_sealed(words, organisation=person.organisation_id, words=text)
    words.save(force_insert=True)
    return row, text


@specimens_of("referral", Relation.ANY, Relation.PARTNER)
def received(someone: Somebody, relation: Relation) -> Specimen:
    """A referral received by one's organisation, or by another one."""
    file = followed_person(someone, relation)
    person = Person.objects.get(pk=file.parameters["person"])
    ours = relation is Relation.PARTNER
    row, text = _referral(person, someone, someone.organisation if ours else person.organisation)
    if ours:
        row.agreement = _agreed(person, someone)
        row.save(update_fields=["agreement"])
    shown = {name: file.canaries[name] for name in ("identity", "contact")}
    return replace(
        file,
        parameters={"referral": str(row.pk)},
        canaries={**shown, "summary": row.service_name, "words": text},
        shared=frozenset({"summary", "words", *shown}) if ours else None,
        whole=frozenset(),
        rows=file.rows | {str(person.pk): relation},
    )


def _agreed(person: Person, someone: Somebody) -> Agreement:
    return Agreement.objects.create(
        person=person,
        purpose=Purpose.REFER,
        recipient=someone.organisation,
        fields=list(SHARED),
        proof=AgreementProof.VOICE,
        state=AgreementState.GIVEN,
        asked_by=someone.stranger,
        given_on=clock.today(),
        until=clock.today() + timedelta(days=30),
        number=2,
    )


@specimens_of("referral-link", Relation.ANY)
def link(someone: Somebody, relation: Relation) -> Specimen:
    """A link that nobody holds."""
    del someone, relation
    return Specimen({"code": "lien-perdu"})


@specimens_of("person-file", *FILES, parameter="referral")
def person_referred(someone: Somebody, relation: Relation) -> Specimen:
    """A person with a referral that is being prepared."""
    file = followed_person(someone, relation)
    row, _ = _referral(Person.objects.get(pk=file.parameters["person"]), someone, None)
    return replace(
        file,
        parameters=file.parameters | {"referral": str(row.pk)},
        rows=file.rows | {str(row.pk): relation},
    )


@specimens_of("person-file", *FILES, parameter="service")
def person_to_refer(someone: Somebody, relation: Relation) -> Specimen:
    """A person, and a service around."""
    file = followed_person(someone, relation)
    return replace(file, parameters=file.parameters | {"service": str(_service().pk)})
