"""Sealing bytes so that they open only with their key, and only where they were sealed. Pure.

AES-256-GCM of the ``cryptography`` package, a random 96-bit nonce for each sealing (NIST SP
800-38D, 8.2.2: at most 2^32 sealings with one key). What is sealed::

    format (1 byte) ‖ version of the key (4 bytes) ‖ nonce (12) ‖ ciphertext and tag (16 + n)

The associated data bind it to its place: format, each part of the context with its length, version
of the key. The same ciphertext copied to another row, column or table is refused.
"""

import os
import struct
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from o2r.core.crypto.errors import Unreadable

FORMAT = 1
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
_HEADER = struct.Struct(">BI")
_LENGTH = struct.Struct(">I")
OVERHEAD = _HEADER.size + NONCE_BYTES + TAG_BYTES


@dataclass(frozen=True)
class Place:
    """Where a sealed text lives: one column of one row of one table."""

    table: str
    column: str
    row: UUID

    def context(self) -> bytes:
        return context("cell", self.table, self.column, str(self.row))


def context(*parts: str) -> bytes:
    """``parts`` end to end, each after its length: no two lists of parts give the same bytes."""
    encoded = [part.encode() for part in parts]
    return b"".join([_LENGTH.pack(len(part)) + part for part in encoded])


def parts_of(written: bytes) -> list[str]:
    """The parts of a context. Raises ValueError when ``written`` is not one."""
    parts = []
    while written:
        if len(written) < 4 or len(written) - 4 < (size := _LENGTH.unpack_from(written)[0]):
            raise ValueError("Not a context.")
        parts.append(written[4 : 4 + size].decode())
        written = written[4 + size :]
    return parts


def new_key() -> bytes:
    """256 random bits from the operating system."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, *, version: int, context: bytes, plain: bytes) -> bytes:
    """Seal ``plain`` with ``key`` (32 bytes), known as ``version``, for ``context`` alone."""
    header = _HEADER.pack(FORMAT, version)
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + AESGCM(key).encrypt(nonce, plain, header + context)


def unseal(key: bytes, *, context: bytes, sealed: bytes) -> bytes:
    """What was sealed with ``key`` for ``context``. Raises Unreadable in every other case."""
    version_of(sealed)
    nonce = sealed[_HEADER.size : _HEADER.size + NONCE_BYTES]
    locked = sealed[_HEADER.size + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, locked, sealed[: _HEADER.size] + context)
    except InvalidTag as error:
        raise Unreadable from error


def version_of(sealed: bytes) -> int:
    """Which version of the key sealed it (not yet authenticated). Raises Unreadable."""
    if not is_sealed(sealed):
        raise Unreadable
    version: int = _HEADER.unpack_from(sealed)[1]
    return version


def is_sealed(value: bytes) -> bool:
    """True when ``value`` has the shape of something sealed; says nothing of its key."""
    return len(value) >= OVERHEAD and value[0] == FORMAT
