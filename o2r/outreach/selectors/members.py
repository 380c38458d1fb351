"""Who may go on a round, and who is told when nobody says that it is back."""

from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.accounts.guardians import guardians_of, recipients
from o2r.accounts.models import Membership
from o2r.accounts.models.people import MembershipQuerySet
from o2r.accounts.policy import may_meet
from o2r.core.notifications.directory import Recipient
from o2r.outreach.models import Round


def may_go_out(organisation: UUID) -> MembershipQuerySet:
    """The memberships of those whose role lets them read the rounds of an organisation, by name."""
    roles = [one for one in MembershipRole if may_meet(Actor(roles=frozenset({one})), "round")]
    rows = Membership.objects.current().filter(organisation=organisation, role__in=roles)
    return rows.filter(user__is_active=True).order_by("user__display_name", "pk")


def who_is_told(round_: Round) -> list[Recipient]:
    """The team of a round and its coordinators; who guards the organisation when it has none.

    Three queries at most.
    """
    here = Membership.objects.current().filter(
        organisation=round_.organisation_id, user__is_active=True
    )
    coordinators = recipients(here.filter(role=MembershipRole.COORDINATOR))
    team = recipients(here.filter(user__in=round_.members.order_by("pk")))
    return team + (coordinators or guardians_of(round_.organisation_id))
