"""The scope that is open in this thread."""

from contextvars import ContextVar, Token
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Scope:
    """A person acting for an organisation, a visitor (neither), or the system by its name."""

    user: UUID | None = None
    organisation: UUID | None = None
    system: str = ""


_current: ContextVar[Scope | None] = ContextVar("o2r_belt_scope", default=None)


def current() -> Scope | None:
    """The open scope, if any."""
    return _current.get()


def put(scope: Scope | None) -> Token[Scope | None]:
    """Make ``scope`` the open one: for ``scope.py`` alone, which also tells the database."""
    return _current.set(scope)


def put_back(token: Token[Scope | None]) -> None:
    """Find again the scope that was open before."""
    _current.reset(token)
