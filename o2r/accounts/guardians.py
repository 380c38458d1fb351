"""Who answers for whom: managers, data protection officers, services that open organisations."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.enums import OrganisationKind
from o2r.accounts.models import Membership, Organisation
from o2r.core.notifications.directory import Recipient


def guardians_of(organisation: UUID | None, *, but: UUID | None = None) -> list[Recipient]:
    """Account managers and data protection officer of an organisation; of the platform for None.

    ``but``: who is not told, for having done it or for being concerned. A manager of the platform
    guards it whether or not they also open its accounts. One query.
    """
    rows = Membership.objects.current().filter(user__is_active=True)
    duty = Q(manages_accounts=True) | Q(is_dpo=True)
    if organisation is None:
        here = Q(organisation__kind=OrganisationKind.PLATFORM)
        rows = rows.filter(here & (duty | Q(role=Role.PLATFORM_MANAGER)))
    else:
        rows = rows.filter(duty, organisation=organisation).exclude(role=Role.CANDIDATE)
    return recipients(rows.exclude(user=but) if but else rows)


def openers_of(organisation: Organisation) -> list[Recipient]:
    """Who may open an organisation: the State services of its region, and the platform."""
    region = Q(organisation__region__in=("", organisation.region))
    officer = Q(role=Role.STATE_OFFICER) & (region if organisation.region else Q())
    rows = Membership.objects.current().filter(user__is_active=True)
    rows = rows.filter(officer | Q(role=Role.PLATFORM_MANAGER))
    return recipients(rows.exclude(organisation=organisation))


def recipients(rows: Iterable[Membership]) -> list[Recipient]:
    """Whom to tell: each person once. ``rows`` is a QuerySet of memberships."""
    known = rows.select_related("user") if hasattr(rows, "select_related") else rows
    people = {row.user_id: row.user.email for row in known}
    return [Recipient(user, email) for user, email in sorted(people.items())]
