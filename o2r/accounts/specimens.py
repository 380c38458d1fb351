"""Specimens: for each kind of object, one example in each relation to someone.

The access matrix asks every app for them (``specimens.py``, found by itself): a route that names
an object whose kind has no specimen fails the matrix, so a new screen cannot escape it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from o2r.accounts.enums import Relation
from o2r.accounts.models import Organisation, User


@dataclass(frozen=True)
class Somebody:
    """The person towards whom the specimen stands, and a stranger of another organisation."""

    user: User
    organisation: Organisation
    stranger: User
    elsewhere: Organisation


@dataclass(frozen=True)
class Specimen:
    """One object: what fills the parameters of its routes, and texts that only it holds.

    ``canaries`` are by group of fields; ``*`` when the object is seen whole or not at all.
    ``shared`` are the groups of the share, for a partner.
    """

    parameters: dict[str, str]
    canaries: dict[str, str] = field(default_factory=dict)
    shared: frozenset[str] | None = None


Maker = Callable[[Somebody, Relation], Specimen]
_makers: dict[str, tuple[tuple[Relation, ...], Maker]] = {}


def specimens_of(kind: str, *relations: Relation) -> Callable[[Maker], Maker]:
    """Register what makes an object of ``kind`` in one of ``relations`` (``ANY``: a stranger's)."""

    def register(maker: Maker) -> Maker:
        _makers[kind] = (relations, maker)
        return maker

    return register


def makers() -> dict[str, tuple[tuple[Relation, ...], Maker]]:
    """What was registered, by kind: the relations that can be made, and how."""
    return dict(_makers)
