"""Secrets of the sign-in, sealed in the database with a key that it does not hold."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12


class Unreadable(Exception):
    """The sealed text was not made with this key, or was altered."""


def derived_key(secret: bytes, purpose: str) -> bytes:
    """A 256-bit key for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret)


def seal(key: bytes, clear: bytes, *, place: bytes) -> bytes:
    """Seal ``clear`` (AES-256-GCM) so that it opens only with ``key``, at the same ``place``."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, clear, place)


def unseal(key: bytes, sealed: bytes, *, place: bytes) -> bytes:
    """What was sealed. Raises Unreadable."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], place)
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


_FACTORS = "o2r.accounts.signin.factors"


def seal_secret(text: str, purpose: str = _FACTORS) -> str:
    """Seal the secret of a factor, or a text for another purpose, with the key of the instance."""
    key = derived_key(settings.SECRET_KEY.encode(), purpose)
    return base64.b64encode(seal(key, text.encode(), place=purpose.encode())).decode()


def unseal_secret(sealed: str, purpose: str = _FACTORS) -> str:
    """What was sealed for this purpose, with the present key or a former one. Raises Unreadable."""
    data = base64.b64decode(sealed)
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            key = derived_key(str(secret).encode(), purpose)
            return unseal(key, data, place=purpose.encode()).decode()
        except Unreadable:
            continue
    raise Unreadable
