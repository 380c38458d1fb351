"""Which actor stands behind a signed-in user, read afresh at every request."""

from collections.abc import Sequence
from uuid import UUID

from o2r.accounts.actors import (
    ACCOUNT_MANAGER,
    ANYONE,
    DATA_PROTECTION_OFFICER,
    SIGNED_IN,
    Actor,
)
from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import Membership, Substitution, User
from o2r.core import clock
from o2r.core.watch.selectors import blocked


def memberships_of(user: User) -> list[Membership]:
    """Where this person may act now, by name of organisation. One query."""
    rows = Membership.objects.current().filter(user=user)
    return list(rows.select_related("organisation"))


def actor_for(
    user: User, *, acting_as: UUID | None = None, held: Sequence[Membership] | None = None
) -> Actor:
    """The actor that ``user`` is, for the membership ``acting_as`` when it still has effect.

    Otherwise for the first one by name. Without any membership the person keeps their own account
    and nothing else. ``held``: what ``memberships_of`` has just given. Four queries, or three.
    """
    held = memberships_of(user) if held is None else held
    chosen = next((one for one in held if one.pk == acting_as), held[0] if held else None)
    return _actor(user, chosen)


def _actor(user: User, membership: Membership | None) -> Actor:
    is_blocked = blocked(user.pk) is not None
    if membership is None:
        return Actor(
            user=user.pk,
            roles=frozenset({ANYONE, SIGNED_IN}),
            blocked=is_blocked,
            settled=False,
            name=user.display_name,
        )
    organisation = membership.organisation
    replaced = Substitution.objects.on(clock.today()).filter(
        substitute=user, organisation=organisation
    )
    state_service = membership.role == MembershipRole.STATE_OFFICER
    return Actor(
        user=user.pk,
        organisation=organisation.pk,
        roles=_roles(membership),
        teams=_teams(membership),
        regions=frozenset({organisation.region}) if state_service else frozenset(),
        region=organisation.region,
        stands_in_for=frozenset(replaced.order_by("pk").values_list("absent_id", flat=True)),
        settled=membership.is_settled(clock.now()),
        blocked=is_blocked,
        name=user.display_name,
    )


def _teams(membership: Membership) -> frozenset[UUID]:
    """The teams of a membership; a candidate, who works with nobody else's files, has none."""
    if membership.role == MembershipRole.CANDIDATE:
        return frozenset()
    return frozenset(membership.teams.order_by("pk").values_list("pk", flat=True))


def _roles(membership: Membership) -> frozenset[str]:
    roles: set[str] = {ANYONE, SIGNED_IN, membership.role}
    if membership.role == MembershipRole.CANDIDATE:
        return frozenset(roles)
    if membership.manages_accounts:
        roles.add(ACCOUNT_MANAGER)
    if membership.is_dpo:
        roles.add(DATA_PROTECTION_OFFICER)
    return frozenset(roles)
