"""Teams: who works together."""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Membership, Organisation, Team
from o2r.accounts.services.locking import locked


@transaction.atomic
def create_team(*, by: Actor, name: str) -> Team:
    """Create a team in the organisation one acts for. Raises NotAllowed, DomainError."""
    if by.organisation is None:
        raise NotAllowed("créer une équipe")
    organisation = locked(Organisation(pk=by.organisation))
    team = Team(organisation=organisation, name=name)
    require(by, "create", team, act="créer une équipe")
    return _saved(team)


@transaction.atomic
def rename_team(*, by: Actor, team: Team, name: str) -> Team:
    """Give a team another name. Raises NotAllowed, DomainError."""
    require(by, "update", team, act="renommer une équipe")
    team.name = name
    return _saved(team)


def _saved(team: Team) -> Team:
    team.name = " ".join(team.name.split())
    try:
        team.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    team.save()
    return team


@transaction.atomic
def choose_members(*, by: Actor, team: Team, members: Collection[UUID]) -> Team:
    """Decide who is in a team: ``members`` are memberships of its organisation, others leave.

    Raises NotAllowed.
    """
    require(by, "update", team, act="changer les membres d’une équipe")
    known = Membership.objects.current().filter(organisation=team.organisation_id)
    chosen = list(known.filter(pk__in=members).order_by("pk"))
    before = list(team.memberships.order_by("pk"))
    team.memberships.set(chosen)
    for membership in sorted({*chosen} ^ {*before}, key=lambda one: one.pk):
        written(by, "update", membership, "role")
    return team


@transaction.atomic
def delete_team(*, by: Actor, team: Team) -> None:
    """Delete a team. Its members stay in the organisation. Raises NotAllowed."""
    require(by, "delete", team, act="supprimer une équipe")
    team.delete()
