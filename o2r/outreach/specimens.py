"""Places, rounds, meetings, observations and reports, in each relation to someone."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.models import Organisation, User
from o2r.accounts.services.links import digest_of
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.services import open_file
from o2r.core.journal.authors import Author
from o2r.outreach.enums import EntryForm, ImportKind, ObservationKind, PlaceKind, RoundState
from o2r.outreach.exchange.sheets import TakenSheet
from o2r.outreach.models import (
    DailyReport,
    Encounter,
    EncounterWords,
    EntryDraft,
    ImportAct,
    ImportContent,
    ImportFile,
    Observation,
    PartnerSignal,
    Place,
    Promise,
    Round,
    RoundStop,
    SignalLink,
    SignalWords,
)
from o2r.people.models import Person
from o2r.people.specimens import followed_person
from o2r.projects.exchange.tables import Line

RELATIONS = (Relation.ANY, Relation.ORGANISATION)
COMMUNE = "69259"
SIGNAL = "/espace/signalements/<uuid:signal>/"
RECEIVED = ("", "qui-y-va/", "rencontree/", "reponse/", "suite/<slug:act>/")
SENT = ("retirer/",)
"""What follows the address of a signal, on the pages of who received it and of who sent it."""


def _place(someone: Somebody, relation: Relation) -> Place:
    ours = relation is Relation.ORGANISATION
    return Place.objects.create(
        organisation=someone.organisation if ours else someone.elsewhere,
        name=f"Lieu {uuid4().hex}",
        kind=PlaceKind.STATION,
        commune=COMMUNE,
        where=f"Repère {uuid4().hex}",
        safety_note=f"Consigne {uuid4().hex}",
    )


@specimens_of("place", *RELATIONS)
def place(someone: Somebody, relation: Relation) -> Specimen:
    """A place where a team goes."""
    made = _place(someone, relation)
    return Specimen({"place": str(made.pk)}, {"*": made.name})


@specimens_of("round", *RELATIONS)
def round_(someone: Somebody, relation: Relation) -> Specimen:
    """A round under way, with one place."""
    now, stop_at = clock.now(), _place(someone, relation)
    made = Round.objects.create(
        organisation=stop_at.organisation,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        back_by=now + timedelta(hours=2),
        state=RoundState.UNDER_WAY,
        started_at=now - timedelta(hours=1),
        remark=f"Consigne {uuid4().hex}",
    )
    made.members.add(someone.stranger)
    stop = RoundStop.objects.create(round=made, place=stop_at, rank=1)
    return Specimen({"round": str(made.pk), "stop": str(stop.pk)}, {"*": made.remark})


@specimens_of("encounter", Relation.ANY, Relation.ORGANISATION, Relation.OWN)
def encounter(someone: Somebody, relation: Relation) -> Specimen:
    """A meeting that a colleague noted, or the reader, of a person whom they do not follow."""
    own = relation is Relation.OWN
    ours = own or relation is Relation.ORGANISATION
    made = Encounter.objects.create(
        organisation=someone.organisation if ours else someone.elsewhere,
        by=someone.user if own else someone.stranger,
        kind="rencontre",
        partner_present=f"Partenaire {uuid4().hex}",
    )
    begun = EntryDraft.objects.create(
        subject=uuid4(),
        organisation=made.organisation,
        author=someone.user if ours else someone.stranger,
        form=EntryForm.ENCOUNTER,
        about=uuid4().hex,
    )
    return Specimen(
        {"encounter": str(made.pk), "person": str(uuid4())},
        {"*": made.partner_present},
        rows={str(begun.pk): relation},
        also=frozenset({Relation.ORGANISATION}) if own else frozenset(),
    )


@specimens_of(
    "person-file",
    *(Relation.ANY, Relation.ORGANISATION, Relation.TEAM, Relation.REFERENT),
    *(Relation.CO_ACCOMPANYING, Relation.PARTNER, Relation.EMERGENCY),
    parameter="encounter",
)
def person_met(someone: Somebody, relation: Relation) -> Specimen:
    """A person met, what they said and were promised there: read with their file alone."""
    file = followed_person(someone, relation)
    person = Person.objects.get(pk=file.parameters["person"])
    meeting = Encounter.objects.create(
        organisation=person.organisation, by=someone.stranger, kind="rencontre"
    )
    meeting.persons.add(person)
    words = EncounterWords(encounter=meeting, person=person, subject=person.pk)
    promise = Promise(person=person, encounter=meeting, subject=person.pk, due_on=clock.today())
    for row, texts in ((words, {"words": "mots"}), (promise, {"what": "promesse"})):
        write_sealed(row, organisation=person.organisation_id, **texts)
        row.save(force_insert=True)
    return replace(
        file,
        parameters=file.parameters | {"encounter": str(meeting.pk)},
        rows=file.rows | {str(words.pk): relation, str(promise.pk): relation},
    )


@specimens_of("daily-report", Relation.ANY, Relation.ORGANISATION)
def daily_report(someone: Somebody, relation: Relation) -> Specimen:
    """What a colleague left of a day."""
    ours = relation is Relation.ORGANISATION
    where = someone.organisation if ours else someone.elsewhere
    day, taken = clock.today(), DailyReport.objects.of_organisation(where.pk)
    # One a day.
    while taken.filter(day=day).exists():
        day -= timedelta(days=1)
    made = DailyReport.objects.create(
        organisation=where,
        day=day,
        text=f"Compte rendu {uuid4().hex}",
        written_by=someone.stranger,
        revision=1,
    )
    return Specimen({"report": str(made.pk)}, {"*": made.text})


@specimens_of("observation", Relation.ANY, Relation.ORGANISATION)
def observation(someone: Somebody, relation: Relation) -> Specimen:
    """What a colleague noticed somewhere."""
    ours = relation is Relation.ORGANISATION
    made = Observation.objects.create(
        organisation=someone.organisation if ours else someone.elsewhere,
        kind=ObservationKind.TENSION,
        text=f"Observation {uuid4().hex}",
        by=someone.stranger,
    )
    return Specimen({"observation": str(made.pk)}, {"*": made.text})


@specimens_of("signal-link", Relation.ANY, Relation.ORGANISATION)
def signal_link(someone: Somebody, relation: Relation) -> Specimen:
    """A link that a coordinator gave to a partner."""
    ours = relation is Relation.ORGANISATION
    made = SignalLink.objects.create(
        organisation=someone.organisation if ours else someone.elsewhere,
        partner_name=f"Collège {uuid4().hex}",
        digest=digest_of(uuid4().hex),
        until=clock.today() + timedelta(days=30),
    )
    return Specimen({"link": str(made.pk), "code": "lien-perdu"}, {"*": made.partner_name})


@specimens_of("partner-signal", Relation.ANY, Relation.ORGANISATION, Relation.REFERRER)
def partner_signal(someone: Somebody, relation: Relation) -> Specimen:
    """A signal: received, sent by one's organisation, or between two others."""
    ours, sent = relation is Relation.ORGANISATION, relation is Relation.REFERRER
    made = PartnerSignal.objects.create(
        organisation=someone.organisation if ours else someone.elsewhere,
        sender=someone.organisation if sent else None,
        commune=COMMUNE,
        follow_digest=digest_of(uuid4().hex),
    )
    to = made.organisation_id
    open_file(by=Author.system("specimen"), subject=made.pk, organisations=[to])
    words = SignalWords(subject=made.pk, signal=made)
    said, name = f"Message {uuid4().hex}", f"Contact {uuid4().hex}"
    write_sealed(words, organisation=to, words=said, sender_contact=name)
    words.save(force_insert=True)
    return Specimen(
        {"signal": str(made.pk), "act": "lu"},
        {"narrative": said, "contact": name},
        whole=frozenset({f"{SIGNAL}{page}" for page in ("", "reponse/")}),
        # Who received it and who sent it have each their own pages.
        apart=frozenset({f"{SIGNAL}{page}" for page in (SENT if ours else RECEIVED)}),
    )


def _mine(someone: Somebody, relation: Relation) -> tuple[User, Organisation]:
    """Who imports, and for whom."""
    if relation is Relation.OWN:
        return someone.user, someone.organisation
    return someone.stranger, someone.elsewhere


@specimens_of("outreach-import", Relation.ANY, Relation.OWN, parameter="draft")
def import_file(someone: Somebody, relation: Relation) -> Specimen:
    """A file of persons that waits to be imported."""
    owner, organisation = _mine(someone, relation)
    ImportFile.objects.filter(owner=owner, organisation=organisation).delete()
    name = uuid4().hex
    line = Line(2, {"Surnom": name, "Dernier contact": f"{clock.today():%d/%m/%Y}"})
    made = ImportFile.objects.create(
        owner=owner,
        organisation=organisation,
        kind=ImportKind.PERSONS,
        mapping={"Surnom": "known_as", "Dernier contact": "last_contact_on"},
    )
    open_file(by=Author.system("specimen"), subject=made.pk, organisations=[organisation.pk])
    content = ImportContent(subject=made.pk, file=made)
    text = TakenSheet("personnes.csv", (line,)).to_text()
    write_sealed(content, organisation=organisation.pk, sheet=text)
    content.save(force_insert=True)
    return Specimen({"draft": str(made.pk)}, {"*": name})


@specimens_of("outreach-import", Relation.ANY, Relation.OWN, parameter="act")
def import_act(someone: Somebody, relation: Relation) -> Specimen:
    """An import that may still be undone."""
    owner, organisation = _mine(someone, relation)
    made = ImportAct.objects.create(
        owner=owner,
        organisation=organisation,
        kind=ImportKind.PLACES,
        made=1_000_000_000 + uuid4().int % 1_000_000_000,
    )
    return Specimen({"act": str(made.pk)}, {"*": str(made.made)})
