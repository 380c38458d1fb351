"""What the accounts answer to the apps below, which know people by UUID only.

Imported once, when Django is ready: notifications, watch and journal then know whom to ask.
"""

from collections.abc import Collection
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db.models import F

from o2r.accounts.acting import actor_for, memberships_of
from o2r.accounts.actors import Actor
from o2r.accounts.guardians import guardians_of
from o2r.accounts.models import Membership, Organisation, User
from o2r.core.agenda.people import use_people
from o2r.core.journal import words
from o2r.core.notifications.directory import Recipient, use_directory
from o2r.core.watch.events import AccountFacts, Search
from o2r.core.watch.registry import use_guardians


def user_names(users: Collection[UUID]) -> dict[UUID, str]:
    """Names of accounts; those that are gone are left out. One query."""
    rows = User.objects.filter(pk__in=users).order_by("pk")
    return dict(rows.values_list("pk", "display_name"))


def organisation_names(organisations: Collection[UUID]) -> dict[UUID, str]:
    """Names of organisations. One query."""
    rows = Organisation.objects.filter(pk__in=organisations).order_by("pk")
    return dict(rows.values_list("pk", "name"))


def actor_behind(user: UUID, organisation: UUID | None) -> Actor | None:
    """The actor that an account is today for an organisation, while nobody has signed in.

    None when the account is closed or blocked, or when it does not act for this organisation now.
    """
    account = User.objects.filter(pk=user, is_active=True).first()
    if account is None:
        return None
    held = [one for one in memberships_of(account) if one.organisation_id == organisation]
    if organisation is not None and not held:
        return None
    actor = actor_for(account, held=held)
    return None if actor.blocked else actor


class Accounts:
    """The directory of the notifications and the guardians of the watch."""

    def time_zone(self, user: UUID) -> ZoneInfo:
        """The local time of the first organisation, by name, that the person works for."""
        rows = Membership.objects.current().filter(user=user)
        name = rows.values_list("organisation__time_zone", flat=True).first()
        try:
            return ZoneInfo(name or settings.TIME_ZONE)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo(settings.TIME_ZONE)

    def platform_managers(self) -> Collection[Recipient]:
        """Who answers for the instance."""
        return guardians_of(None)

    def guardians_of(self, organisation: UUID | None) -> Collection[Recipient]:
        """Managers and data protection officer of an organisation; of the platform for None."""
        return guardians_of(organisation)

    def facts(
        self, users: Collection[UUID], organisation: UUID | None = None
    ) -> dict[UUID, AccountFacts]:
        """When people got the access they act by, from whom, and the digests of their names.

        ``organisation``: the one acted for. Without it, or for who does not work there, their
        newest access counts: an old account that someone has just let in is not a trusted one. One
        query.
        """
        rows: Any = User.objects.filter(pk__in=users).annotate(
            ended=F("memberships__ended_at"),
            place=F("memberships__organisation"),
            approved_at=F("memberships__approved_at"),
            approved_by=F("memberships__approved_by"),
        )
        found: dict[UUID, AccountFacts] = {}
        # The last one written wins: never approved, ended, then in force, then of the organisation.
        ordered = rows.order_by("memberships__approved_at", "memberships__pk")
        for user in sorted(ordered, key=partial(_weight, organisation)):
            since = user.approved_at or user.created_at
            found[user.pk] = AccountFacts(since, user.approved_by, _own_name(user))
        return found

    def names(self, users: Collection[UUID]) -> dict[UUID, str]:
        """Names to show for some accounts."""
        return user_names(users)


def _weight(organisation: UUID | None, row: Any) -> tuple[bool, bool, bool]:
    """How much an account, read with one of its memberships, is to be heard."""
    approved = row.approved_at is not None
    return (approved, row.place == organisation, row.ended is None)


def _own_name(user: User) -> Search:
    """« Inès Valmont »: the first word is the first name, the rest the surname."""
    first, _, rest = user.display_name.strip().partition(" ")
    return Search.of(surname=rest or first, first_name=first if rest else "")


ACCOUNTS = Accounts()
use_directory(ACCOUNTS)
use_guardians(ACCOUNTS)
use_people(actor_behind)
words.name_users(user_names)
words.name_organisations(organisation_names)
