"""Signed statements: one JSON document with its Ed25519 signature inside. Pure.

``key`` is the public key, in hexadecimal, and ``signature`` that of the same document without
``signature``, written without spaces, in UTF-8. Anchors of the journal and receipts are two forms
of it: the field ``form``, first of what is signed, keeps one from passing for the other.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from o2r.core.journal.keys import is_signed


def dump(document: Mapping[str, Any]) -> str:
    """The one text of a document, in the order of its keys."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def seal(document: Mapping[str, Any], key: Ed25519PrivateKey) -> str:
    """``document`` with the public key and the signature, as one line."""
    whole = {**document, "key": key.public_key().public_bytes_raw().hex()}
    whole["signature"] = key.sign(dump(whole).encode()).hex()
    return dump(whole)


def is_sealed(line: str, key: Ed25519PublicKey) -> bool:
    """True when ``line`` is a document signed by the owner of ``key``."""
    try:
        document = json.loads(line)
        signature = document.pop("signature")
    except (ValueError, AttributeError, KeyError, TypeError):
        return False
    return isinstance(signature, str) and is_signed(dump(document).encode(), signature, key)


def key_id(key: Ed25519PublicKey) -> str:
    """A short name for a public key: the first 16 figures of its SHA-256."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]
