"""Who stands behind a calendar link: the app of accounts answers; core knows no account."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Feed:
    """Whose list a link gives: opaque identifiers."""

    link: UUID
    owner: UUID
    organisation: UUID | None


ActorBehind = Callable[[UUID, UUID | None], object | None]
"""The actor that a person is today for an organisation; None when they are nobody there, when the
account is closed, or blocked."""


def _nobody(user: UUID, organisation: UUID | None) -> None:
    """Before an app of accounts says otherwise."""


_actor_behind: ActorBehind = _nobody


def use_people(actor_behind: ActorBehind) -> None:
    """Ask ``actor_behind``: called once, by the app of accounts, when it starts."""
    global _actor_behind
    _actor_behind = actor_behind


def actor_behind(user: UUID, organisation: UUID | None) -> object | None:
    """The actor of a person who is not here, as if they came now."""
    return _actor_behind(user, organisation)
