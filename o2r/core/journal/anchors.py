"""Anchors: signed pictures of every chain head, one JSON line each, kept outside the database.

Form 1, in this order: ``form``, ``instance`` (its address), ``at`` (UTC), ``heads`` (chain, number
and hash of each), ``root`` (Merkle root of the heads), ``previous`` (SHA-256 of the line before),
``key`` (public key, Ed25519) and ``signature`` (of the same JSON without ``signature``).
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from o2r.core.journal import merkle, signed

FORM = "o2r-anchor-1"


class Head(NamedTuple):
    """Where a chain stood."""

    chain: UUID
    number: int
    hash: str

    def leaf(self) -> bytes:
        """The head in the Merkle tree."""
        return f"{self.chain.hex}:{self.number}:{self.hash}".encode()


@dataclass(frozen=True)
class Anchor:
    """One line of an anchors file. ``place``: its file and line number, for messages."""

    place: str
    line: str
    at: datetime
    heads: tuple[Head, ...]
    root: str
    previous: str
    signature: str

    @property
    def digest(self) -> str:
        """SHA-256 of the line: what the next anchor holds, and what a time-stamp covers."""
        return digest_of(self.line)


def digest_of(line: str) -> str:
    """SHA-256 of a line of an anchors file."""
    return hashlib.sha256(line.encode()).hexdigest()


class BrokenAnchor(ValueError):
    """A line of an anchors file that is not an anchor."""


def root_of(heads: Iterable[Head]) -> str:
    """The Merkle root of heads, in the order of their chains."""
    return merkle.root([head.leaf() for head in sorted(heads)])


def compose(
    *,
    instance: str,
    at: datetime,
    heads: Sequence[Head],
    previous: str,
    key: Ed25519PrivateKey,
) -> str:
    """The line of a new anchor, signed. ``previous``: digest of the anchor before."""
    document: dict[str, object] = {
        "form": FORM,
        "instance": instance,
        "at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "heads": [[head.chain.hex, head.number, head.hash] for head in sorted(heads)],
        "root": root_of(heads),
        "previous": previous,
    }
    return signed.seal(document, key)


def parse(line: str, place: str) -> Anchor:
    """The anchor written in ``line``. Raises BrokenAnchor."""
    try:
        document = json.loads(line)
        if document["form"] != FORM:
            raise BrokenAnchor(place)
        return Anchor(
            place=place,
            line=line,
            at=datetime.fromisoformat(document["at"]),
            heads=tuple(Head(UUID(chain), int(n), str(h)) for chain, n, h in document["heads"]),
            root=str(document["root"]),
            previous=str(document["previous"]),
            signature=str(document["signature"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenAnchor(place) from error


def is_genuine(anchor: Anchor, key: Ed25519PublicKey) -> bool:
    """True when the anchor is signed by ``key`` and its root is that of its heads."""
    return signed.is_sealed(anchor.line, key) and anchor.root == root_of(anchor.heads)


def anchor_files(folder: Path) -> list[Path]:
    """The anchors files of a folder, oldest first: one per month, or one per message received."""
    return sorted(folder.glob("anchors-*.jsonl"))


def lines(folder: Path) -> Iterator[tuple[str, str]]:
    """Every anchor line of a folder with its place, oldest first."""
    for file in anchor_files(folder):
        with file.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, start=1):
                yield f"{file.name}, ligne {number}", line.rstrip("\n")


def last_anchor(folder: Path) -> Anchor | None:
    """The newest anchor of a folder. Raises BrokenAnchor when it cannot be read."""
    for file in reversed(anchor_files(folder)):
        written = file.read_text(encoding="utf-8").splitlines()
        if written:
            return parse(written[-1], f"{file.name}, ligne {len(written)}")
    return None


def append(file: Path, line: str) -> None:
    """Add a line to a file that only its owner reads, and wait until it is on the disk."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as stream:
        stream.write(line + "\n")
        stream.flush()
        os.fsync(stream.fileno())
