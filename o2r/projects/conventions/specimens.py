"""Conventions, their documents and procedures, in each relation to someone."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import OTHER_REGION, SAME_REGION, Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.projects.conventions.enums import (
    AvenantKind,
    ConventionState,
    DocumentKind,
    InstalmentKind,
    ProcedureKind,
)
from o2r.projects.conventions.exchange.columns import NAMES
from o2r.projects.conventions.models import (
    AnnualDocument,
    Avenant,
    Convention,
    ConventionImport,
    ConventionYear,
    Instalment,
    Procedure,
)
from o2r.projects.models import FundedProject, ProjectPartner

WHOLE = "espace/conventions/<uuid:convention>/"
"""The page that shows a convention whole: the others show a part, or change one."""
MEETING = (Relation.ANY, Relation.ORGANISATION, Relation.CONSORTIUM, Relation.TERRITORY)
STARTS_ON, ENDS_ON = date(2026, 1, 1), date(2028, 12, 31)


def _convention(
    someone: Somebody, relation: Relation, state: ConventionState = ConventionState.DRAFT
) -> Convention:
    mark = uuid4().hex
    bearer = someone.organisation if relation is Relation.ORGANISATION else someone.elsewhere
    project = FundedProject.objects.create(
        slug=f"essai-{mark}",
        title=f"Projet de convention {mark}",
        bearer=bearer,
        zone_expression="dep:69",
        zone_vintage=2026,
    )
    if relation is Relation.CONSORTIUM:
        ProjectPartner.objects.create(
            project=project, organisation=someone.organisation, position=1
        )
    return Convention.objects.create(
        reference=mark,
        title=f"Convention {uuid4().hex}",
        dreets=someone.elsewhere,
        region=SAME_REGION if relation is Relation.TERRITORY else OTHER_REGION,
        project=project,
        bearer=bearer,
        starts_on=STARTS_ON,
        ends_on=ENDS_ON,
        state=state,
        signed_on=STARTS_ON,
    )


def _year(convention: Convention) -> ConventionYear:
    return ConventionYear.objects.create(
        convention=convention, rank=1, starts_on=STARTS_ON, ends_on=date(2026, 12, 31)
    )


@specimens_of("convention", *MEETING)
def convention(someone: Somebody, relation: Relation) -> Specimen:
    """A draft, with the avenant of its first year and one payment."""
    made = _convention(someone, relation)
    year = _year(made)
    avenant = Avenant.objects.create(
        convention=made,
        year=year,
        kind=AvenantKind.FINANCIAL,
        number=1,
        amount=Decimal("1000.00"),
    )
    instalment = Instalment.objects.create(
        avenant=avenant,
        kind=InstalmentKind.ADVANCE,
        amount=Decimal("500.00"),
        condition=f"Condition {uuid4().hex}",
    )
    parameters = {
        "convention": str(made.pk),
        "avenant": str(avenant.pk),
        "instalment": str(instalment.pk),
        "year": str(year.pk),
    }
    canaries = {"summary": made.title, "content": instalment.condition}
    return Specimen(parameters, canaries, whole=frozenset({WHOLE}))


@specimens_of("annual-document", *MEETING)
def annual_document(someone: Somebody, relation: Relation) -> Specimen:
    """A document expected."""
    made = _convention(someone, relation, ConventionState.SIGNED)
    # The State service meets it received, to be validated or asked again; the bearer, expected.
    received = clock.today() if relation is Relation.TERRITORY else None
    document = AnnualDocument.objects.create(
        year=_year(made),
        kind=DocumentKind.ACCOUNTS,
        due_on=clock.today(),
        received_on=received,
        note=f"Remarque {uuid4().hex}",
    )
    return Specimen(
        {"document": str(document.pk)},
        {"summary": made.title, "content": document.note},
        whole=frozenset({"espace/conventions/documents/<uuid:document>/"}),
    )


@specimens_of("convention-procedure", Relation.ANY, Relation.ORGANISATION, Relation.TERRITORY)
def procedure(someone: Somebody, relation: Relation) -> Specimen:
    """A suspension considered."""
    made = _convention(someone, relation, ConventionState.SIGNED)
    text = f"Motifs {uuid4().hex}"
    opened = Procedure.objects.create(
        convention=made,
        kind=ProcedureKind.SUSPENSION,
        reasons=text,
        notified_on=clock.today(),
        observations_before=clock.today() + timedelta(days=15),
    )
    return Specimen({"procedure": str(opened.pk)}, {"*": text})


@specimens_of("convention-import", Relation.ANY, Relation.OWN)
def convention_import(someone: Somebody, relation: Relation) -> Specimen:
    """A file waiting for its confirmation."""
    owner = someone.user if relation is Relation.OWN else someone.stranger
    made = ConventionImport.objects.create(
        owner=owner,
        file_name=f"{uuid4().hex}.csv",
        content=f"{','.join(NAMES)}\nessai{',' * (len(NAMES) - 1)}\n".encode(),
        uploaded_at=clock.now(),
    )
    return Specimen({"draft": str(made.pk)}, {"*": made.file_name})
