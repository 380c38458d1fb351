"""Operations of the FSE+ and participant sheets, in each relation to someone."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.models import Organisation
from o2r.accounts.specimens import OTHER_REGION, SAME_REGION, Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.services import open_file
from o2r.core.files.models import StoredFile
from o2r.core.journal.authors import Author
from o2r.pathways.fse.answers import to_text
from o2r.pathways.fse.models import Operation, ParticipantSheet, SentFigures, SheetAnswers
from o2r.pathways.fse.services.evidence import EVIDENCE, FILE_KIND
from o2r.people.models import Person
from o2r.people.specimens import followed_person

OPERATION = "/espace/fse/<uuid:operation>/"
SHEET = "/espace/fse/fiches/<uuid:sheet>/"


def _operation(place: Organisation, *, region: str = OTHER_REGION) -> Operation:
    today = clock.today()
    return Operation.objects.create(
        organisation=place,
        region=region,
        number=uuid4().hex[:20],
        title=f"Opération {uuid4().hex}",
        starts_on=today - timedelta(days=30),
        ends_on=today + timedelta(days=300),
        minorities=1,
        minorities_method=f"Méthode {uuid4().hex}",
    )


@specimens_of("fse-operation", Relation.ANY, Relation.ORGANISATION, Relation.TERRITORY)
def operation(someone: Somebody, relation: Relation) -> Specimen:
    """An operation, whose counts were sent to the State service of its région."""
    ours = relation is Relation.ORGANISATION
    made = _operation(
        someone.organisation if ours else someone.elsewhere,
        region=SAME_REGION if relation is Relation.TERRITORY else OTHER_REGION,
    )
    SentFigures.objects.create(
        operation=made, counts={"EECO01": [1, 1, 0, 0, 0]}, sheets=1, incomplete=0
    )
    return Specimen(
        {"operation": str(made.pk), "act": "clore", "kind": "csv"},
        {"content": made.minorities_method, "figures": made.title},
        whole=frozenset({OPERATION}),
        # The State has the counts that it was sent, and no list of participants.
        apart=frozenset() if ours else frozenset({f"{OPERATION}fiches/"}),
    )


def _evidence(sheet: ParticipantSheet) -> StoredFile:
    """A document of the sheet that waits for its verification."""
    return StoredFile.objects.create(
        organisation=sheet.organisation_id,
        attached_kind=FILE_KIND,
        attached_id=sheet.pk,
        purpose=EVIDENCE.code,
        original_name="attestation.pdf",
        declared_size=1,
        size=1,
        sha256=uuid4().hex * 2,
        content_name=uuid4().hex,
        received_at=clock.now(),
        next_try_at=clock.now(),
    )


@specimens_of(
    *("fse-sheet", Relation.ANY, Relation.ORGANISATION, Relation.REFERENT),
    Relation.CO_ACCOMPANYING,
)
def participant_sheet(someone: Somebody, relation: Relation) -> Specimen:
    """The sheet of a person to whom ``someone`` stands in ``relation``."""
    file = followed_person(someone, relation)
    person = Person.objects.get(pk=file.parameters["person"])
    sheet = ParticipantSheet.objects.create(
        organisation=person.organisation,
        operation=_operation(person.organisation),
        person=person,
    )
    place = person.organisation_id
    # A key opens nothing by itself: the policy decides, and is what is measured here.
    holders = {place, someone.organisation.pk}
    open_file(by=Author.system("specimen"), subject=sheet.pk, organisations=holders)
    answers, name = SheetAnswers(subject=sheet.pk, sheet=sheet), f"Nom {uuid4().hex}"
    write_sealed(answers, organisation=place, entry=to_text({"nom": name}))
    answers.save(force_insert=True)
    made = Specimen(
        {
            "sheet": str(sheet.pk),
            "moment": "entree",
            "kind": "csv",
            "file": str(_evidence(sheet).pk),
        },
        {"*": name},
        whole=frozenset({SHEET}),
        rows={str(sheet.pk): relation, str(answers.pk): relation},
    )
    return replace(made, also=file.also)
