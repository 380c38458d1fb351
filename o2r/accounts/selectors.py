"""Reads of the accounts app."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from o2r.accounts import demo
from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import Membership, Organisation, User
from o2r.accounts.models.people import MembershipQuerySet
from o2r.accounts.policy import Allow, decide, meets_people


@dataclass(frozen=True)
class OfferedAccount:
    """A demonstration account offered on the sign-in page."""

    email: str
    name: str
    organisation: str
    role: str


def demo_accounts() -> list[OfferedAccount]:
    """The demonstration accounts one may enter with one button; none outside a demonstration.

    Their order is the one of the list of invented people, manager first. One query.
    """
    if not settings.DEMONSTRATION:
        return []
    existing = set(
        User.objects.filter(is_example=True, is_active=True).values_list("email", flat=True)
    )
    return [
        OfferedAccount(
            email=person.email,
            name=person.name,
            organisation=person.organisation,
            role=person.what,
        )
        for person in demo.ACCOUNTS
        if person.email in existing
    ]


def demo_account(email: str) -> User | None:
    """The demonstration account of ``email``; always None outside a demonstration."""
    if not settings.DEMONSTRATION:
        return None
    return User.objects.filter(email=email.lower(), is_example=True, is_active=True).first()


def asks_of(user: User) -> list[Membership]:
    """The requests of this person that someone else must answer."""
    return list(Membership.objects.waiting().filter(user=user).select_related("organisation"))


def organisations_to_approve(actor: Actor) -> list[Organisation]:
    """Organisations that wait for an answer which this person may give, oldest first."""
    waiting = Organisation.objects.visible_to(actor).waiting_for_approval()
    return [
        one
        for one in waiting.order_by("asked_to_open_at", "pk")
        if isinstance(decide(actor, "approve", one.subject(actor), PROVED), Allow)
    ]


def one_of(people: MembershipQuerySet, user: str) -> User:
    """The person chosen in a list of people. Raises Membership.DoesNotExist for anybody else."""
    return people.select_related("user").get(user=UUID(user)).user


def who_may_follow(organisation: Organisation) -> MembershipQuerySet:
    """The people of an organisation whose role is to follow people, by name."""
    roles = [role for role in MembershipRole if meets_people(role)]
    rows = Membership.objects.current().filter(organisation=organisation, role__in=roles)
    return rows.select_related("user").order_by("user__display_name", "pk")
