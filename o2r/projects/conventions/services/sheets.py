"""The public page of a project under convention, corrected by the State."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.core.notifications.services import notify
from o2r.projects.conventions.models import Convention
from o2r.projects.conventions.notification_kinds import PROJECT_CONFIRMATION
from o2r.projects.conventions.services.telling import address_of, who_confirms
from o2r.projects.models import FundedProject
from o2r.projects.services import Sheet, follow_correction


@transaction.atomic
def correct_sheet(
    *, by: Actor, convention: Convention, sheet: Sheet, revision: int
) -> FundedProject:
    """Correct the page of the project of a convention, and tell who carries it.

    It confirms nothing: only the team knows that all of its page is right. Raises NotAllowed,
    SheetChanged, DomainError.
    """
    require(by, "update", convention, act="corriger la fiche de cette convention")
    project = follow_correction(by=by, project=convention.project, sheet=sheet, revision=revision)
    notify(
        to=who_confirms(convention.bearer_id),
        kind=PROJECT_CONFIRMATION.code,
        subject=f"Fiche corrigée par le service de l’État : {project.title}",
        body="Relisez-la. Si elle est juste, confirmez-la ; sinon, corrigez-la.",
        link=address_of(convention) + "#fiche",
    )
    return project
