"""Publishing, withdrawing and confirming projects; recording what surrounds them."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, require_kind
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.projects.enums import (
    PUBLICATION_MOVES,
    PredecessorOutcome,
    PredecessorProgramme,
    PublicationState,
)
from o2r.projects.models import FundedProject, PredecessorProject, RegionalContact


class MoveRefused(DomainError):
    """A project cannot pass from its state to the one asked."""

    def __init__(self, project: FundedProject, target: PublicationState) -> None:
        state = PublicationState(project.state)
        possible = " ou ".join(move.label for move in sorted(PUBLICATION_MOVES[state]))
        super().__init__(
            f"« {project.title} » est à l’état « {state.label} » : il ne peut pas passer à "
            f"« {target.label} ». État possible : {possible}."
        )


def may_move(state: PublicationState, target: PublicationState) -> bool:
    """Whether the table of moves allows it; staying is always allowed."""
    return state == target or target in PUBLICATION_MOVES[state]


@transaction.atomic
def _move(
    project: FundedProject, target: PublicationState, *, since: date | None = None
) -> FundedProject:
    locked = FundedProject.objects.select_for_update(no_key=True).get(pk=project.pk)
    if target not in PUBLICATION_MOVES[PublicationState(locked.state)]:
        raise MoveRefused(locked, target)
    locked.state = target
    if target == PublicationState.PUBLISHED:
        locked.published_on = since or clock.today()
    locked.save(update_fields=["state", "published_on", "updated_at"])
    return locked


@transaction.atomic
def follow_convention(
    *, by: Actor, project: FundedProject, shown: bool, since: date | None = None
) -> FundedProject:
    """Publish a project, or withdraw it, because of an act on what governs it.

    For the app that keeps conventions, which has decided whether ``by`` may do that act: nothing is
    decided here. A project already as asked stays so; one never shown is not withdrawn.
    ``since``: the day of a signature, when it publishes.
    """
    target = PublicationState.PUBLISHED if shown else PublicationState.WITHDRAWN
    locked = FundedProject.objects.select_for_update(no_key=True).get(pk=project.pk)
    if locked.state == target or (not shown and locked.state == PublicationState.DRAFT):
        return locked
    return _move(locked, target, since=since)


def publish(*, by: Actor, project: FundedProject) -> FundedProject:
    """Show a project to everyone. Raises MoveRefused when it already is."""
    require(by, "publish", project, act="publier un projet")
    return _move(project, PublicationState.PUBLISHED)


def withdraw(*, by: Actor, project: FundedProject) -> FundedProject:
    """Take a project off the public site. Raises MoveRefused when it is not there."""
    require(by, "publish", project, act="retirer un projet")
    return _move(project, PublicationState.WITHDRAWN)


@transaction.atomic
def confirm_project(*, by: Actor, project: FundedProject) -> FundedProject:
    """Record that the page of a project is right today."""
    require(by, "update", project, act="confirmer ce projet")
    project.confirmed_on = clock.today()
    project.save(update_fields=["confirmed_on", "updated_at"])
    return project


@transaction.atomic
def record_predecessor(
    *,
    by: Actor,
    programme: PredecessorProgramme,
    title: str,
    bearer: Organisation,
    outcome: PredecessorOutcome,
    reason: str = "",
    continued_by: FundedProject | None = None,
    source_url: str = "",
) -> PredecessorProject:
    """Record a project of an earlier programme and what became of it.

    Raises DomainError when it is already recorded, or stopped and yet continued.
    """
    require_kind(by, "create", "predecessor", act="enregistrer un projet antérieur")
    predecessor = PredecessorProject(
        programme=programme,
        title=title,
        bearer=bearer,
        outcome=outcome,
        reason=reason,
        continued_by=continued_by,
        source_url=source_url,
    )
    try:
        predecessor.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    predecessor.save()
    return predecessor


@transaction.atomic
def record_regional_contact(
    *,
    by: Actor,
    region: str,
    name: str,
    url: str,
    phone: str = "",
    email: str = "",
    source_url: str = "",
    seen_on: date | None = None,
) -> RegionalContact:
    """Record, or replace, the State service to call in a région."""
    require_kind(by, "create", "regional-contact", act="enregistrer un contact régional")
    contact = RegionalContact(
        region=region,
        name=name,
        url=url,
        phone=phone,
        email=email,
        source_url=source_url,
        seen_on=seen_on,
    )
    try:
        contact.full_clean(validate_unique=False, validate_constraints=True)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    contact.save()
    return contact
