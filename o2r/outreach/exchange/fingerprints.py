"""How a line is known again: keyed digests, which say nothing of whom the line is about. Pure."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

from o2r.outreach.exchange.rows import PassageRow, PersonRow, PlaceRow
from o2r.territory.folding import fold

Row = TypeVar("Row", PersonRow, PlaceRow, PassageRow)
Digest = Callable[..., str]


def keyed(key: bytes) -> Digest:
    """What makes the digest of some texts, in their order, with a key of one organisation."""

    def digest(*parts: str) -> str:
        return hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()

    return digest


def known_by(digest: Digest, rows: Iterable[Row]) -> list[tuple[Row, str]]:
    """Each row with what tells it from the others: its reference, or what it says and, for those
    that say the same, its rank among them."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for row in rows:
        if row.reference:
            found.append((row, of_reference(digest, row.reference)))
            continue
        said = _said(row)
        found.append((row, digest("said", str(seen[said]), *said)))
        seen[said] += 1
    return found


def of_reference(digest: Digest, reference: str) -> str:
    """The digest of a reference, as the lines of its kind keep it."""
    return digest("reference", reference)


def of_name(digest: Digest, name: str) -> str:
    """The digest of how somebody is called, whatever the case and the accents."""
    return digest("name", fold(name))


def _said(row: PersonRow | PlaceRow | PassageRow) -> tuple[str, ...]:
    if isinstance(row, PersonRow):
        born = row.birth_date.isoformat() if row.birth_date else ""
        return (fold(row.name), born)
    if isinstance(row, PlaceRow):
        return (fold(row.name), row.commune)
    return (
        row.at.isoformat(),
        row.person_reference,
        *map(fold, (row.person_name, row.place)),
        *map(str, (row.women, row.men, row.unknown)),
    )
