"""Reads of the accounts app."""

from dataclasses import dataclass

from django.conf import settings

from o2r.accounts import demo
from o2r.accounts.models import User


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
