"""The identity ladder: what each rung lets be kept, and what going down takes away. Pure.

anonyme (a counter, no row) → pseudonyme → déclarée → vérifiée, and back down. Collect less: a rung
names what may be stored; the rest is refused when it is typed and erased on the way down
(GDPR art. 5.1.c).
"""

from collections.abc import Iterable

from o2r.accounts.errors import DomainError
from o2r.people.enums import IdentityLevel, Standing

_KEPT = {
    IdentityLevel.PSEUDONYM: frozenset({"known_as"}),
    IdentityLevel.DECLARED: frozenset({"known_as", "first_name", "last_name", "birth_date"}),
    IdentityLevel.VERIFIED: frozenset(
        {"known_as", "first_name", "last_name", "birth_date", "verified_by"}
    ),
}

MOVES = {
    IdentityLevel.PSEUDONYM: (IdentityLevel.DECLARED,),
    IdentityLevel.DECLARED: (IdentityLevel.PSEUDONYM, IdentityLevel.VERIFIED),
    IdentityLevel.VERIFIED: (IdentityLevel.DECLARED, IdentityLevel.PSEUDONYM),
}
"""From each rung, where one may go: up by one, down as far as wished."""

STANDING_MOVES = {
    Standing.FOLLOWED: (Standing.MERGED, Standing.ANONYMISED),
    Standing.MERGED: (Standing.FOLLOWED, Standing.ANONYMISED),
    Standing.ANONYMISED: (),
}
"""A merge is undone for a while; what is anonymised is never anybody's again."""


def check_standing(left: str, reached: Standing) -> None:
    """Raises DomainError when a file never passes from one state to the other."""
    if reached not in STANDING_MOVES[Standing(left)]:
        raise DomainError("Ce dossier n’est plus dans l’état affiché. Rechargez la page.")


def kept_at(level: IdentityLevel) -> frozenset[str]:
    """The columns of the identity that may hold something at this rung."""
    return _KEPT[level]


def beyond(level: IdentityLevel, filled: Iterable[str]) -> list[str]:
    """Of the columns filled, those that this rung may not keep, in order."""
    return [name for name in filled if name not in _KEPT[level]]


def taken_by(left: IdentityLevel, reached: IdentityLevel) -> frozenset[str]:
    """The columns that a move empties."""
    return _KEPT[left] - _KEPT[reached]


def may_go(left: IdentityLevel, reached: IdentityLevel) -> bool:
    """Whether one may go from a rung to another."""
    return reached in MOVES[left]
