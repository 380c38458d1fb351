"""Services, notes, reports and unmet needs, in each relation to someone."""

from uuid import uuid4

from django.db import transaction

from o2r.accounts.enums import Relation
from o2r.accounts.models import Organisation
from o2r.accounts.specimens import (
    OTHER_REGION,
    SAME_REGION,
    Somebody,
    Specimen,
    specimens_of,
)
from o2r.network.directory.enums import ReportKind
from o2r.network.directory.models import (
    Service,
    ServiceNote,
    ServiceReport,
    Structure,
    UnmetNeed,
)
from o2r.network.directory.services.editions import next_edition

COMMUNE = "69259"


def _owner(someone: Somebody, relation: Relation) -> Organisation:
    return someone.organisation if relation is Relation.ORGANISATION else someone.elsewhere


@transaction.atomic
def _service(owner: Organisation) -> Service:
    structure = Structure.objects.create(name=f"Structure {uuid4().hex}", owner=owner, source="o2r")
    return Service.objects.create(
        structure=structure,
        owner=owner,
        source="o2r",
        name=f"Service {uuid4().hex}",
        description="Un service d’essai.",
        themes=["mobilite--preparer-un-permis"],
        commune=COMMUNE,
        edition=next_edition(),
    )


@specimens_of("service", Relation.ANY, Relation.ORGANISATION)
def service(someone: Somebody, relation: Relation) -> Specimen:
    """A service that an organisation added."""
    made = _service(_owner(someone, relation))
    return Specimen({"service": str(made.pk)}, {"*": made.name})


@specimens_of("service-note", Relation.ANY, Relation.ORGANISATION)
def service_note(someone: Somebody, relation: Relation) -> Specimen:
    """A note on a service of somebody else."""
    one = _service(someone.elsewhere)
    made = ServiceNote.objects.create(
        service=one, organisation=_owner(someone, relation), text=f"Note {uuid4().hex}"
    )
    return Specimen({"note": str(made.pk), "service": str(one.pk)}, {"*": one.name})


@specimens_of("service-report", Relation.ANY, Relation.ORGANISATION)
def service_report(someone: Somebody, relation: Relation) -> Specimen:
    """A report about a service that an organisation added."""
    one = _service(_owner(someone, relation))
    made = ServiceReport.objects.create(
        service=one, organisation=someone.elsewhere, kind=ReportKind.CLOSED
    )
    return Specimen({"report": str(made.pk), "service": str(one.pk)}, {"*": one.name})


@specimens_of("unmet-need", Relation.ANY, Relation.ORGANISATION, Relation.TERRITORY)
def unmet_need(someone: Somebody, relation: Relation) -> Specimen:
    """A need that nobody answered."""
    made = UnmetNeed.objects.create(
        organisation=_owner(someone, relation),
        commune=COMMUNE,
        region=SAME_REGION if relation is Relation.TERRITORY else OTHER_REGION,
        theme="mobilite",
        reason="capacite",
    )
    return Specimen({"need": str(made.pk)}, {})
