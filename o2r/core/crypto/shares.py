"""The recovery of the root key by two of three people. Pure.

Each holder keeps 256 random bits on paper. For each pair of holders a key is derived from their two
secrets (HKDF-SHA256) and wraps the root key: two open it, one alone holds nothing but random bits.
Preferred to Shamir's sharing because it needs only what the ``cryptography`` package offers.

A share is written in Crockford's base 32 (no I, L, O, U; case, spaces and hyphens do not count),
sixteen groups of four: holder (1 byte) ‖ version of the root key (2) ‖ secret (32) ‖ checksum (5).
"""

import hashlib
import os
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from o2r.core.crypto import envelope
from o2r.core.crypto.enums import Holder, Pair
from o2r.core.crypto.errors import Unreadable, WrongShares

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011", "- \t\u00a0")
_LAYOUT = struct.Struct(">BH32s")
_CHECKSUM_BYTES = 5
_CHARACTERS = (_LAYOUT.size + _CHECKSUM_BYTES) * 8 // 5
_HOLDERS = tuple(Holder)
WRITTEN = re.compile(r"\b[0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){15}\b")
"""A share in the middle of a text, such as the page that ``o2r keys init`` prints."""


@dataclass(frozen=True)
class Share:
    """What one holder keeps."""

    holder: Holder
    root_version: int
    secret: bytes = field(repr=False)

    def written(self) -> str:
        """Sixteen groups of four characters."""
        body = _LAYOUT.pack(_HOLDERS.index(self.holder) + 1, self.root_version, self.secret)
        number = int.from_bytes(body + _checksum(body))
        text = "".join(_ALPHABET[number >> shift & 31] for shift in range(315, -1, -5))
        return "-".join(text[at : at + 4] for at in range(0, _CHARACTERS, 4))


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(b"o2r share" + body).digest()[:_CHECKSUM_BYTES]


def new_shares(root_version: int) -> tuple[Share, Share, Share]:
    """Three fresh shares for a version of the root key."""
    structure, host, dpo = (Share(holder, root_version, os.urandom(32)) for holder in _HOLDERS)
    return structure, host, dpo


def read_share(written: str) -> Share:
    """The share that a person typed. Raises WrongShares on any slip."""
    text = written.strip().upper().translate(_READ_AS)
    if len(text) != _CHARACTERS or any(character not in _ALPHABET for character in text):
        raise WrongShares(
            f"Une part compte {_CHARACTERS} caractères, en seize groupes de quatre. "
            "Vérifiez qu’aucun groupe ne manque."
        )
    number = 0
    for character in text:
        number = number << 5 | _ALPHABET.index(character)
    whole = number.to_bytes(_LAYOUT.size + _CHECKSUM_BYTES)
    body, checksum = whole[: _LAYOUT.size], whole[_LAYOUT.size :]
    holder, root_version, secret = _LAYOUT.unpack(body)
    if _checksum(body) != checksum or not 1 <= holder <= len(_HOLDERS):
        raise WrongShares("Cette part contient une faute de frappe. Relisez-la groupe par groupe.")
    return Share(_HOLDERS[holder - 1], root_version, secret)


def shares_in(text: str) -> list[Share]:
    """Every share written in ``text``."""
    return [read_share(found) for found in WRITTEN.findall(text)]


def pair_of(shares: Iterable[Share]) -> tuple[Pair, Share, Share]:
    """The first two shares of different holders, in order. Raises WrongShares."""
    by_holder = {share.holder: share for share in shares}
    if len(by_holder) < 2:
        raise WrongShares(
            "Il faut les parts de deux personnes différentes parmi la structure, l’hébergeur et le "
            "délégué à la protection des données."
        )
    first, second = sorted(by_holder.values(), key=lambda share: _HOLDERS.index(share.holder))[:2]
    if first.root_version != second.root_version:
        raise WrongShares(
            f"Ces parts sont de deux clés racines différentes (versions {first.root_version} et "
            f"{second.root_version}). Prenez deux parts imprimées le même jour."
        )
    return Pair(f"{first.holder}+{second.holder}"), first, second


def _pair_key(first: Share, second: Share) -> bytes:
    info = envelope.context("recovery", first.holder, second.holder, str(first.root_version))
    kdf = HKDF(algorithm=SHA256(), length=envelope.KEY_BYTES, salt=None, info=info)
    return kdf.derive(first.secret + second.secret)


def wrap_for_pairs(root: bytes, shares: Iterable[Share]) -> dict[Pair, bytes]:
    """The root key wrapped once for each pair of holders."""
    wraps = {}
    for two in combinations(shares, 2):
        pair, first, second = pair_of(two)
        wraps[pair] = envelope.seal(
            _pair_key(first, second),
            version=first.root_version,
            context=envelope.context("recovery", pair),
            plain=root,
        )
    return wraps


def unwrap_by_pair(shares: Iterable[Share], wraps: dict[Pair, bytes]) -> bytes:
    """The root key, from two shares. Raises WrongShares when they do not open it."""
    pair, first, second = pair_of(shares)
    try:
        return envelope.unseal(
            _pair_key(first, second),
            context=envelope.context("recovery", pair),
            sealed=wraps[pair],
        )
    except (KeyError, Unreadable) as error:
        raise WrongShares(
            "Ces deux parts n’ouvrent pas la clé racine de cette instance. "
            "Vérifiez qu’elles viennent bien d’ici, et du même jour."
        ) from error
