"""Accounts that the watch knows, without any app of accounts."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from o2r.core.journal.authors import Author
from o2r.core.notifications.directory import Recipient
from o2r.core.watch.events import AccountFacts

NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)


class Accounts:
    """Known accounts and guardians, filled by each test."""

    def __init__(self) -> None:
        self.known: dict[UUID, AccountFacts] = {}
        self.guardians: dict[UUID | None, list[Recipient]] = {None: []}

    def guardians_of(self, organisation: UUID | None) -> Collection[Recipient]:
        return self.guardians.get(organisation, [])

    def facts(
        self, users: Collection[UUID], organisation: UUID | None = None
    ) -> dict[UUID, AccountFacts]:
        return {user: self.known[user] for user in users if user in self.known}

    def names(self, users: Collection[UUID]) -> dict[UUID, str]:
        return {user: "Camille Essai" for user in users if user in self.known}

    def author(self, *, role: str = "caseworker", days: int = 400, **facts: object) -> Author:
        """Someone who has had an account for ``days``."""
        user = uuid4()
        created_at = NOON - timedelta(days=days)
        self.known[user] = AccountFacts(created_at=created_at, **facts)  # type: ignore[arg-type]
        return Author(user, uuid4(), role)
