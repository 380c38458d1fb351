"""The chain of hashes, in its canonical form. Pure: no Django, no database.

An entry is written as one JSON array, without spaces, in UTF-8, non-ASCII characters as
themselves, in this order. Form 2, in which entries are written::

    ["o2r-journal-2", id, chain, number, at, user, organisation, role, action, kind,
     object_id, fields, decision, reason, count, request_id, basis, in_place_of]

Form 1, in which the first ones were, stops at ``request_id``: such an entry holds neither a basis
nor someone who was replaced. Each entry says its form, which its hash covers by the first text.

UUIDs are 32 small hexadecimal figures, or an empty text when there is none; ``at`` is in UTC with
microseconds (``2026-03-12T09:30:00.000000+00:00``); ``fields`` and ``basis`` are sorted names with
commas.

    hash = SHA-256( 64 hexadecimal characters of the previous hash ‖ that array )

The first entry of a chain follows 64 zeros. JSON, because two different entries never have the
same text, and because anyone can check a chain with the tools of their language.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

FORM = 2
"""The form of what is written now."""

COLUMNS_OF = {1: 15, 2: 17}
"""How many columns each form covers: a later one adds some at the end."""

ORIGIN = "0" * 64
"""What the first entry of a chain follows."""

PLATFORM_CHAIN = UUID("00000000-0000-4000-8000-000000000000")
"""The chain of what belongs to no organisation: sign-ins, the platform's own jobs."""


class Link(NamedTuple):
    """What is hashed of an entry, in the canonical order."""

    id: UUID
    chain: UUID
    number: int
    at: datetime
    user: UUID | None
    organisation: UUID | None
    role: str
    action: str
    kind: str
    object_id: UUID | None
    fields: str
    decision: str
    reason: str
    count: int  # type: ignore[assignment]  # the name of the column, not the method of tuples
    request_id: str
    basis: str = ""
    in_place_of: UUID | None = None


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def texts(link: Link) -> list[str | int]:
    """The values of an entry as they stand in the canonical array of the latest form."""
    return [
        link.id.hex,
        link.chain.hex,
        link.number,
        link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        link.user.hex if link.user else "",
        link.organisation.hex if link.organisation else "",
        link.role,
        link.action,
        link.kind,
        link.object_id.hex if link.object_id else "",
        link.fields,
        link.decision,
        link.reason,
        link.count,
        link.request_id,
        link.basis,
        link.in_place_of.hex if link.in_place_of else "",
    ]


def canonical(values: Sequence[str | int], form: int = FORM) -> bytes:
    """The one text of an entry, in one of the forms described above, from its :func:`texts`."""
    return _encode([f"o2r-journal-{form}", *values[: COLUMNS_OF[form]]]).encode()


def fits(values: Sequence[str | int], form: int) -> bool:
    """Whether an entry may be in this form: it is a known one, and covers all that it holds."""
    return form in COLUMNS_OF and not any(values[COLUMNS_OF[form] :])


def hash_of_texts(previous: str, values: Sequence[str | int], form: int = FORM) -> str:
    """The hash of the entry of these :func:`texts`, after ``previous`` (64 hexadecimal figures)."""
    return hashlib.sha256(previous.encode() + canonical(values, form)).hexdigest()


def hash_of(previous: str, link: Link, form: int = FORM) -> str:
    """The hash of an entry that follows ``previous``."""
    return hash_of_texts(previous, texts(link), form)
