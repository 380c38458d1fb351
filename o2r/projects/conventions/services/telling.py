"""Telling everyone who must know: both sides of a convention, and the members of its consortium."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.guardians import recipients
from o2r.accounts.models import Membership
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.projects.conventions.models import Convention

THE_TEAM = (Role.COORDINATOR, Role.CANDIDATE)
WORKING_THERE = (Role.PARTNER_ADVISER, Role.MEMBER, Role.CASEWORKER, Role.OUTREACH_WORKER)


def team_of(organisations: Collection[UUID]) -> list[Recipient]:
    """Who answers for these organisations: their coordinators and candidates; where there is none,
    the advisers by whom a partner takes part. One query."""
    return _led_by(THE_TEAM, (Role.PARTNER_ADVISER,), organisations)


def who_confirms(bearer: UUID) -> list[Recipient]:
    """Who is asked to confirm the page of a project: the coordinators of its bearer; where there is
    none, those of its people who may. Never a candidate, whom nobody invited. One query."""
    return _led_by((Role.COORDINATOR,), WORKING_THERE, [bearer])


def _led_by(
    leading: Collection[Role], otherwise: Collection[Role], organisations: Collection[UUID]
) -> list[Recipient]:
    rows = list(
        Membership.objects.current()
        .filter(
            organisation__in=organisations,
            role__in=(*leading, *otherwise),
            user__is_active=True,
        )
        .select_related("user")
    )
    led = {row.organisation_id for row in rows if row.role in leading}
    return recipients(row for row in rows if row.role in leading or row.organisation_id not in led)


def officers_of(region: str) -> list[Recipient]:
    """The officers of the State who serve a région. One query."""
    officers = Membership.objects.current().filter(
        role=Role.STATE_OFFICER, organisation__region__in=("", region), user__is_active=True
    )
    return recipients(officers)


def who_must_know(convention: Convention) -> list[Recipient]:
    """Those of both sides whose work it is. Two queries."""
    return team_of([convention.bearer_id]) + officers_of(convention.region)


def consortium_of(convention: Convention) -> list[Recipient]:
    """Those who answer for the members beside the bearer. Reads ``project``."""
    return team_of([one.organisation_id for one in convention.consortium])


def address_of(convention: Convention) -> str:
    """The page of a convention."""
    return reverse("conventions:convention", args=[convention.pk])


def tell(
    convention: Convention, kind: str, subject: str, body: str = "", *, beside: str | None = None
) -> None:
    """Tell both sides, in their inbox and by mail as each one chose.

    ``beside``: what the members of the consortium read under the same subject; None when this does
    not concern them.
    """
    both, link = who_must_know(convention), address_of(convention)
    notify(to=both, kind=kind, subject=subject, body=body, link=link)
    if beside is not None:
        members = [one for one in consortium_of(convention) if one not in both]
        notify(to=members, kind=kind, subject=subject, body=beside, link=link)
