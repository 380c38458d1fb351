"""The invented people of a demonstration."""

from django.conf import settings
from django.db import transaction

from o2r.accounts import declarations, demo
from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, RegistrationPurpose
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import Invitation, Membership, Organisation, Team, User
from o2r.accounts.services.invitations import invite
from o2r.accounts.services.members import Rights
from o2r.accounts.services.registering import (
    create_organisation,
    create_user,
    join_organisation,
)
from o2r.accounts.services.teams import choose_members, create_team
from o2r.core import clock


@transaction.atomic
def create_demo_accounts(*, by: Actor) -> list[User]:
    """Create the invented people of a demonstration and their organisations, once.

    They have no password: the sign-in page opens them with a button, in a demonstration only.
    Raises DemonstrationOnly elsewhere.
    """
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    people = [_create(by, person) for person in demo.ACCOUNTS]
    for other in demo.ALSO:
        join_organisation(
            by=by,
            user=User.objects.get(email=other.email),
            organisation=_organisation(by, other.organisation),
            role=other.role,
            settled=True,
        )
    _set_the_scene()
    return people


def _set_the_scene() -> None:
    """Teams, an invitation and a request that wait, so that each screen shows something."""
    for email, names in demo.TEAMS.items():
        manager = actor_for(User.objects.get(email=email))
        for name, members in names.items():
            if Team.objects.filter(organisation=manager.organisation, name=name).exists():
                continue
            held = Membership.objects.filter(user__email__in=members, ended_at=None)
            made = create_team(by=manager, name=name)
            choose_members(
                by=manager,
                team=made,
                members=list(held.order_by("pk").values_list("pk", flat=True)),
            )
    for email, invited in demo.INVITED.items():
        inviter = Membership.objects.select_related("organisation").get(user__email=email)
        if not Invitation.objects.filter(email=invited).exists():
            invite(
                by=actor_for(inviter.user),
                organisation=inviter.organisation,
                email=invited,
                rights=Rights(MembershipRole.CASEWORKER),
            )
    _ask_to_open()


def _ask_to_open() -> None:
    """Someone declared their organisation and waits for an answer of the State."""
    asking = Membership.objects.filter(user__email=demo.ASKS_TO_OPEN, approved_at__isnull=False)
    now = clock.now()
    for held in asking.filter(asks_to_manage=False, role=MembershipRole.CANDIDATE).order_by("pk"):
        held.asks_to_manage = True
        held.declaration = declarations.TEXTS[RegistrationPurpose.OPENING]
        held.declared_at = now
        held.save(update_fields=["asks_to_manage", "declaration", "declared_at"])
        Organisation.objects.filter(pk=held.organisation_id).update(asked_to_open_at=now)


def _create(by: Actor, person: demo.DemoAccount) -> User:
    user = User.objects.filter(email=person.email).first() or create_user(
        by=by, email=person.email, display_name=person.name, password=None, is_example=True
    )
    join_organisation(
        by=by,
        user=user,
        organisation=_organisation(by, person.organisation),
        role=person.role,
        manages_accounts=person.manages_accounts,
        is_dpo=person.is_dpo,
        settled=True,
    )
    return user


def _organisation(by: Actor, name: str) -> Organisation:
    described = demo.ORGANISATIONS[name]
    known = Organisation.objects.known_as(name, "", is_example=True).first()
    return known or create_organisation(
        by=by,
        name=name,
        kind=described.kind,
        region=described.region,
        state=described.state,
        is_example=True,
    )
