"""Projects and what visitors write about them, in each relation to someone."""

from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.projects.enums import PublicationState
from o2r.projects.exchange.columns import NAMES
from o2r.projects.models import ErrorReport, FundedProject, ImportDraft, RelayMessage


def _project(
    someone: Somebody, relation: Relation, state: PublicationState = PublicationState.PUBLISHED
) -> FundedProject:
    mine = relation is Relation.ORGANISATION
    mark = uuid4().hex
    return FundedProject.objects.create(
        slug=f"essai-{mark}",
        title=f"Projet {mark}",
        bearer=someone.organisation if mine else someone.elsewhere,
        zone_expression="dep:69",
        zone_vintage=2026,
        state=state,
        contact_is_relay_only=True,
        relay_mailbox="boite@porteur.example",
    )


@specimens_of("project", Relation.ANY, Relation.ORGANISATION)
def project(someone: Somebody, relation: Relation) -> Specimen:
    """A draft project."""
    made = _project(someone, relation, PublicationState.DRAFT)
    return Specimen({"slug": made.slug}, {"*": made.title})


@specimens_of("error-report", Relation.ANY, Relation.ORGANISATION)
def error_report(someone: Somebody, relation: Relation) -> Specimen:
    """A report on a project."""
    text = f"Erreur {uuid4().hex}"
    made = ErrorReport.objects.create(
        project=_project(someone, relation), message=text, reported_at=clock.now()
    )
    return Specimen({"report": str(made.pk), "slug": made.project.slug}, {"*": text})


@specimens_of("relay-message", Relation.ANY, Relation.ORGANISATION)
def relay_message(someone: Somebody, relation: Relation) -> Specimen:
    """A message that did not leave."""
    text = f"Message {uuid4().hex}"
    made = RelayMessage.objects.create(
        project=_project(someone, relation),
        sender_name="Personne d’essai",
        sender_email="personne@essai.example",
        message=text,
        written_at=clock.now(),
    )
    return Specimen({"message": str(made.pk), "slug": made.project.slug}, {"*": text})


@specimens_of("project-import", Relation.ANY, Relation.OWN)
def project_import(someone: Somebody, relation: Relation) -> Specimen:
    """A file waiting for its confirmation."""
    owner = someone.user if relation is Relation.OWN else someone.stranger
    made = ImportDraft.objects.create(
        owner=owner,
        file_name=f"{uuid4().hex}.csv",
        content=f"{','.join(NAMES)}\nessai{',' * (len(NAMES) - 1)}\n".encode(),
        uploaded_at=clock.now(),
    )
    return Specimen({"draft": str(made.pk)}, {"*": made.file_name})
