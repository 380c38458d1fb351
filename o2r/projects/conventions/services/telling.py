"""Telling everyone who must know: the bearer’s coordinators, the State officers of the région."""

from django.db.models import Q
from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.accounts.guardians import recipients
from o2r.accounts.models import Membership
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.projects.conventions.models import Convention
from o2r.projects.models import FundedProject


def who_must_know(convention: Convention) -> list[Recipient]:
    """Those of both sides whose work it is, each once. One query."""
    bearer = Q(organisation=convention.bearer_id, role=MembershipRole.COORDINATOR)
    state = Q(
        role=MembershipRole.STATE_OFFICER, organisation__region__in=("", convention.region)
    )
    rows = Membership.objects.current().filter(bearer | state, user__is_active=True)
    return recipients(rows.order_by("pk"))


def team_of(project: FundedProject) -> list[Recipient]:
    """Those who coordinate the organisation that carries a project. One query."""
    rows = Membership.objects.current().filter(
        organisation=project.bearer_id, role=MembershipRole.COORDINATOR, user__is_active=True
    )
    return recipients(rows.order_by("pk"))


def address_of(convention: Convention) -> str:
    """The page of a convention."""
    return reverse("conventions:convention", args=[convention.pk])


def tell(convention: Convention, kind: str, subject: str, body: str = "") -> None:
    """Tell both sides, in their inbox and by mail as each one chose."""
    notify(
        to=who_must_know(convention),
        kind=kind,
        subject=subject,
        body=body,
        link=address_of(convention),
    )
