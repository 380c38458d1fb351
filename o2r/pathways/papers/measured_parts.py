"""Templates, documents and papers of the files that ``o2r bench casework`` opens."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.documents import Document, Paragraph
from o2r.outreach.measured_registry import Objects, Part, measured_part
from o2r.outreach.measured_volume import Operator, Territory
from o2r.pathways.papers.content import to_text
from o2r.pathways.papers.enums import PaperKind, SafeKind, SafeState
from o2r.pathways.papers.models import (
    IssuedDocument,
    PaperTemplate,
    SafeCode,
    SafeDocument,
    TemplateVersion,
)
from o2r.people.models import Person

BODY = "Bonjour {{ comment appeler }}."
TEMPLATES, EACH_FILE = 30, 6


def fill(land: Territory) -> None:
    """The templates of each operator; documents and papers are read one file at a time."""
    for operator in land.operators:
        for rank in range(TEMPLATES):
            _template(operator, rank)


def _template(operator: Operator, rank: int) -> None:
    made = PaperTemplate.objects.create(
        organisation=operator.organisation,
        kind=PaperKind.LETTER,
        title=f"Modèle {rank}",
        body=BODY,
    )
    TemplateVersion.objects.create(template=made, number=1, title=made.title, body=made.body)


def objects(operator: Operator, partner: Organisation, known: Objects) -> Objects:
    """Documents made for each file, and papers of its safe, one of them lent."""
    people = Person.objects.in_bulk(known["person"])
    templates = PaperTemplate.objects.filter(organisation=operator.organisation).order_by("pk")
    some = list(templates[: len(people)])
    rows = [
        _given(people[key], one, operator) for key, one in zip(known["person"], some, strict=True)
    ]
    return {
        "template": [one.pk for one in some],
        "issued": [issued for issued, _ in rows],
        "paper": [paper for _, paper in rows],
    }


def _given(person: Person, template: PaperTemplate, operator: Operator) -> tuple[Any, Any]:
    """The keys of the last document and of the last paper of somebody."""
    here, worker = operator.organisation.pk, operator.workers[0]
    common: dict[str, Any] = {"subject": person.pk, "person": person}
    version, issued, paper = template.versions.get(), None, None
    content = to_text(Document("Lettre", blocks=[Paragraph("Bonjour.")]))
    for _ in range(EACH_FILE):
        issued = IssuedDocument(
            **common, version=version, kind=PaperKind.LETTER, groups=["identity"], made_by=worker
        )
        write_sealed(issued, organisation=here, content=content)
        paper = SafeDocument(
            **common,
            kind=SafeKind.IDENTITY,
            state=SafeState.KEPT,
            file_type="pdf",
            added_by=worker,
        )
        write_sealed(paper, organisation=here, title="Carte d’identité")
        issued.save(force_insert=True)
        paper.save(force_insert=True)
        SafeCode.objects.create(
            person=person,
            document=paper,
            digest=uuid4().hex,
            made_by=worker,
            until=clock.now() + timedelta(hours=24),
            most_openings=1,
        )
    return issued and issued.pk, paper and paper.pk


measured_part(Part(("papers",), fill, objects))
