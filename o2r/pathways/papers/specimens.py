"""Templates, and papers of a person, in each of their relations to somebody."""

from base64 import b64encode
from dataclasses import replace
from uuid import UUID, uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core.crypto.fields import write_sealed
from o2r.core.documents import Document, Paragraph
from o2r.core.files.content.types import FileType
from o2r.pathways.papers.content import to_text
from o2r.pathways.papers.enums import PaperKind, SafeKind, SafeState
from o2r.pathways.papers.models import (
    IssuedDocument,
    PaperTemplate,
    SafeContent,
    SafeDocument,
    TemplateVersion,
)
from o2r.people.models import Person
from o2r.people.specimens import followed_person

CONTENT = b64encode(b"%PDF-1.4 papier d'essai").decode()
BODY = "Bonjour {{ comment appeler }}."
FILES = (
    *(Relation.ANY, Relation.ORGANISATION, Relation.TEAM, Relation.REFERENT),
    *(Relation.CO_ACCOMPANYING, Relation.PARTNER, Relation.EMERGENCY),
)


def _template(organisation: UUID | None) -> tuple[PaperTemplate, TemplateVersion]:
    made = PaperTemplate.objects.create(
        organisation_id=organisation,
        kind=PaperKind.LETTER,
        title=f"Modèle {uuid4().hex}",
        body=BODY,
    )
    version = TemplateVersion.objects.create(
        template=made, number=1, title=made.title, body=made.body
    )
    return made, version


@specimens_of("paper-template", Relation.ANY, Relation.ORGANISATION)
def paper_template(someone: Somebody, relation: Relation) -> Specimen:
    """A template of an operator."""
    ours = relation is Relation.ORGANISATION
    made, _ = _template((someone.organisation if ours else someone.elsewhere).pk)
    return Specimen({"template": str(made.pk)}, {"*": made.title})


@specimens_of("person-file", *FILES, parameter="template")
def person_to_write_to(someone: Somebody, relation: Relation) -> Specimen:
    """A person for whom something may be made from a template of the product."""
    file = followed_person(someone, relation)
    made, _ = _template(None)
    return replace(file, parameters=file.parameters | {"template": str(made.pk)})


@specimens_of("person-file", *FILES, parameter="issued")
def person_written_to(someone: Somebody, relation: Relation) -> Specimen:
    """A person for whom a document was made."""
    file = followed_person(someone, relation)
    person = Person.objects.get(pk=file.parameters["person"])
    _, version = _template(None)
    row = IssuedDocument(
        subject=person.pk,
        person=person,
        version=version,
        kind=PaperKind.LETTER,
        groups=["identity"],
        made_by=someone.stranger,
    )
    content = to_text(Document("Lettre", blocks=[Paragraph("Bonjour.")]))
    write_sealed(row, organisation=person.organisation_id, content=content)
    row.save(force_insert=True)
    return replace(
        file,
        parameters=file.parameters | {"issued": str(row.pk)},
        rows=file.rows | {str(row.pk): relation},
    )


@specimens_of("person-file", *FILES, parameter="paper")
def person_with_a_safe(someone: Somebody, relation: Relation) -> Specimen:
    """A person who keeps a paper in their safe."""
    file = followed_person(someone, relation)
    person = Person.objects.get(pk=file.parameters["person"])
    row = SafeDocument(
        subject=person.pk,
        person=person,
        kind=SafeKind.IDENTITY,
        state=SafeState.KEPT,
        file_type=FileType.PDF,
        added_by=someone.stranger,
    )
    write_sealed(row, organisation=person.organisation_id, title="Carte d’identité")
    row.save(force_insert=True)
    content = SafeContent(subject=person.pk, person=person, document=row)
    write_sealed(content, organisation=person.organisation_id, content=CONTENT)
    content.save(force_insert=True)
    return replace(
        file,
        parameters=file.parameters | {"paper": str(row.pk)},
        rows=file.rows | {str(one.pk): relation for one in (row, content)},
    )
