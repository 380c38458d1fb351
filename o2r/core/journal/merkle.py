"""One hash for many chain heads: the Merkle tree of RFC 6962, section 2.1. Pure.

With the root published, the owner of one chain can be shown that its head is under it without
learning anything of the others.
"""

import hashlib
from collections.abc import Sequence


def root(leaves: Sequence[bytes]) -> str:
    """The root over ``leaves``, in their order, in hexadecimal."""
    return _hash(leaves).hex()


def _hash(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    # The largest power of two smaller than the number of leaves.
    middle = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + _hash(leaves[:middle]) + _hash(leaves[middle:])).digest()
