"""The chain of hashes, in its canonical form. Pure: no Django, no database.

Form 1. An entry is written as one JSON array, without spaces, in UTF-8, non-ASCII characters as
themselves, in this order::

    ["o2r-journal-1", id, chain, number, at, user, organisation, role, action, kind,
     object_id, fields, decision, reason, count, request_id]

UUIDs are 32 small hexadecimal figures, or an empty text when there is none; ``at`` is in UTC with
microseconds (``2026-03-12T09:30:00.000000+00:00``); ``fields`` is the sorted names with commas.

    hash = SHA-256( 64 hexadecimal characters of the previous hash ‖ that array )

The first entry of a chain follows 64 zeros. JSON, because two different entries never have the
same text, and because anyone can check a chain with the tools of their language.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

FORM = 1
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


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def texts(link: Link) -> list[str | int]:
    """The values of an entry as they stand in the canonical array."""
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
    ]


def canonical(values: Iterable[str | int]) -> bytes:
    """The one text of an entry, in the form described above, from its :func:`texts`."""
    return _encode(["o2r-journal-1", *values]).encode()


def hash_of_texts(previous: str, values: Iterable[str | int]) -> str:
    """The hash of the entry of these :func:`texts`, after ``previous`` (64 hexadecimal figures)."""
    return hashlib.sha256(previous.encode() + canonical(values)).hexdigest()


def hash_of(previous: str, link: Link) -> str:
    """The hash of an entry that follows ``previous``."""
    return hash_of_texts(previous, texts(link))
