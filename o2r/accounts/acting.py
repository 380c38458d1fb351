"""Which actor stands behind a signed-in user, read afresh at every request: in one query."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import (
    Aggregate,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
)

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
from o2r.core.notifications.models import Notification
from o2r.core.watch.models import Block
from o2r.core.watch.selectors import blocked


class _Keys(Aggregate):
    """The identifiers of several rows, in one text: the same on both engines."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "STRING_AGG(%(expressions)s::text, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


@dataclass(frozen=True)
class Standing:
    """What bears on someone acting through one membership, as ``memberships_of`` read it."""

    teams: frozenset[UUID]
    replaces: frozenset[UUID]
    is_blocked: bool
    unread: int


def memberships_of(user: User) -> list[Membership]:
    """Where this person may act now, by name of organisation, with their ``standing_of``.

    One query for all that is asked of a person at each request.
    """
    return list(_with_standing(Membership.objects.current().filter(user=user)))


def memberships_of_each(users: Collection[UUID]) -> dict[UUID, list[Membership]]:
    """The same for several people, in one query, by account; an account without any is absent."""
    found: dict[UUID, list[Membership]] = {}
    for membership in _with_standing(Membership.objects.current().filter(user__in=users)):
        found.setdefault(membership.user_id, []).append(membership)
    return found


def _with_standing(memberships: QuerySet[Membership]) -> Any:
    rows = memberships.select_related("organisation")
    in_teams = Membership.teams.through.objects.filter(membership=OuterRef("pk"))
    replaced = Substitution.objects.on(clock.today()).filter(
        substitute=OuterRef("user"), organisation=OuterRef("organisation")
    )
    unread = Notification.objects.unread().filter(recipient=OuterRef("user"))
    counted = unread.order_by().values("recipient").annotate(count=Count("pk")).values("count")
    return rows.annotate(
        team_keys=_keys(in_teams, "membership", "team"),
        replaced_keys=_keys(replaced, "organisation", "absent"),
        is_blocked=Exists(Block.objects.in_force(clock.now()).filter(user=OuterRef("user"))),
        unread=Subquery(counted, output_field=IntegerField()),
    )


def _keys(rows: Any, group: str, column: str) -> Subquery:
    grouped = rows.order_by().values(group).annotate(keys=_Keys(F(column)))
    return Subquery(grouped.values("keys"), output_field=TextField())


def standing_of(membership: Membership) -> Standing:
    """What was read with a membership of ``memberships_of``."""
    read = cast(Any, membership)
    return Standing(
        teams=_uuids(read.team_keys),
        replaces=_uuids(read.replaced_keys),
        is_blocked=read.is_blocked,
        unread=read.unread or 0,
    )


def _uuids(keys: str | None) -> frozenset[UUID]:
    return frozenset(UUID(key) for key in (keys or "").split(",") if key)


def actor_for(
    user: User, *, acting_as: UUID | None = None, held: Sequence[Membership] | None = None
) -> Actor:
    """The actor that ``user`` is, for the membership ``acting_as`` when it still has effect.

    Otherwise for the first one by name. Without any membership the person keeps their own account
    and nothing else. ``held``: what ``memberships_of`` has just given. One query more only
    for who has no membership.
    """
    held = memberships_of(user) if held is None else held
    chosen = next((one for one in held if one.pk == acting_as), held[0] if held else None)
    return _actor(user, chosen)


def _actor(user: User, membership: Membership | None) -> Actor:
    if membership is None:
        return Actor(
            user=user.pk,
            roles=frozenset({ANYONE, SIGNED_IN}),
            blocked=blocked(user.pk) is not None,
            settled=False,
            name=user.display_name,
        )
    organisation, standing = membership.organisation, standing_of(membership)
    state_service = membership.role == MembershipRole.STATE_OFFICER
    # A candidate works with nobody else's files, and so has no team.
    is_candidate = membership.role == MembershipRole.CANDIDATE
    return Actor(
        user=user.pk,
        organisation=organisation.pk,
        roles=_roles(membership),
        teams=frozenset() if is_candidate else standing.teams,
        regions=frozenset({organisation.region}) if state_service else frozenset(),
        region=organisation.region,
        stands_in_for=standing.replaces,
        settled=membership.is_settled(clock.now()),
        blocked=standing.is_blocked,
        name=user.display_name,
        let_in_at=membership.approved_at,
        let_in_by=membership.approved_by_id,
    )


def _roles(membership: Membership) -> frozenset[str]:
    roles: set[str] = {ANYONE, SIGNED_IN, membership.role}
    if membership.role == MembershipRole.CANDIDATE:
        return frozenset(roles)
    if membership.manages_accounts:
        roles.add(ACCOUNT_MANAGER)
    if membership.is_dpo:
        roles.add(DATA_PROTECTION_OFFICER)
    return frozenset(roles)
