"""Whether a file is the one that somebody names in an emergency: two facts that agree. Pure.

A name alone would let a curious colleague try the whole street. The reference of a file, which the
person or their referent gives, is enough by itself: nobody guesses it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from o2r.core.watch.folding import folded

_REFERENCE = re.compile(r"(?<![0-9a-z])[0-9a-f]{8,32}(?![0-9a-z])")
"""The reference of a file, whole or its eight first figures: « dossier 3fa85f64 »."""
_PHONE = 9
"""Last figures of a telephone number: the same with or without « +33 » or the first zero."""


@dataclass(frozen=True)
class Said:
    """What is said of the person: what they are called, and something else that agrees."""

    reference: str = ""
    name: str = ""
    born: date | None = None
    phone: str = ""
    referent: UUID | None = None

    @property
    def is_enough(self) -> bool:
        """Whether it could name one file."""
        return bool(_reference(self.reference)) or bool(
            folded(self.name) and (self.born or _figures(self.phone) or self.referent)
        )


@dataclass(frozen=True)
class Known:
    """What a file says of its person. ``born``: as it is written, empty or an ISO date."""

    file: UUID
    names: Collection[str] = ()
    born: str = ""
    phones: Collection[str] = ()
    referent: UUID | None = None


def names_of(known_as: str, first_name: str, last_name: str) -> list[str]:
    """The ways to call somebody, as their file holds them."""
    both = [f"{first_name} {last_name}", f"{last_name} {first_name}"] if first_name else []
    return [one for one in (known_as, first_name, last_name, *both) if one.strip()]


def agrees(said: Said, known: Known) -> bool:
    """Whether the file answers what is said."""
    if reference := _reference(said.reference):
        return known.file.hex.startswith(reference)
    name = folded(said.name)
    if not name or name not in {folded(one) for one in known.names}:
        return False
    if said.born and known.born == said.born.isoformat():
        return True
    if (phone := _figures(said.phone)) and phone in {_figures(one) for one in known.phones}:
        return True
    return said.referent is not None and said.referent == known.referent


def _reference(text: str) -> str:
    """« Dossier 3FA85F64 » gives « 3fa85f64 »; empty for what is too short, or no reference."""
    found = _REFERENCE.search(text.lower().replace("-", ""))
    return found[0] if found else ""


def _figures(text: str) -> str:
    """The last figures of a number; empty when there are not enough."""
    figures = re.sub(r"\D", "", text)
    return figures[-_PHONE:] if len(figures) >= _PHONE else ""
