"""What the watch asks about accounts. The app of accounts answers; core knows no account."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from o2r.core.notifications.directory import Recipient
from o2r.core.watch.events import AccountFacts


class Guardians(Protocol):
    """Who accounts are, and who answers for them."""

    def guardians_of(self, organisation: UUID | None) -> Collection[Recipient]:
        """Managers and data protection officer of an organisation; of the platform for None."""

    def facts(
        self, users: Collection[UUID], organisation: UUID | None = None
    ) -> dict[UUID, AccountFacts]:
        """What is known of some accounts, in the organisation that they act for when it is given.

        Those that are not known any more are left out.
        """

    def names(self, users: Collection[UUID]) -> dict[UUID, str]:
        """Names to show for some accounts."""


class NoGuardians:
    """Before an app of accounts says otherwise: nobody to tell, nothing known."""

    def guardians_of(self, organisation: UUID | None) -> Collection[Recipient]:
        return ()

    def facts(
        self, users: Collection[UUID], organisation: UUID | None = None
    ) -> dict[UUID, AccountFacts]:
        return {}

    def names(self, users: Collection[UUID]) -> dict[UUID, str]:
        return {}


_guardians: Guardians = NoGuardians()


def use_guardians(guardians: Guardians) -> None:
    """Ask ``guardians``: called once, by the app of accounts, when it starts."""
    global _guardians
    _guardians = guardians


def guardians() -> Guardians:
    """Who answers."""
    return _guardians
