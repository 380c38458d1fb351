"""The key that signs anchors and pruning marks: a file of its own, never in the database."""

import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from o2r.core.journal.errors import JournalError


def key_file() -> Path:
    """Where the signing key is kept."""
    return Path(settings.ANCHOR_KEY_FILE)


def create_signing_key() -> None:
    """Draw the key once, readable by its owner only; an existing key is left alone."""
    file = key_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as stream:
        stream.write(pem)


def signing_key() -> Ed25519PrivateKey:
    """The signing key. Raises JournalError when its file is absent or unreadable."""
    file = key_file()
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except FileNotFoundError:
        raise JournalError(
            f"La clé qui signe les ancres du journal est introuvable ({file}). Remettez le "
            "fichier à sa place depuis sa sauvegarde. Sans lui, les ancres et les marques "
            "d’élagage déjà faites ne peuvent plus être vérifiées."
        ) from None
    except (OSError, ValueError, UnsupportedAlgorithm) as error:
        raise _unreadable(file) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _unreadable(file)
    return key


def cached_signing_key() -> Ed25519PrivateKey:
    """The signing key, read again only when its file has changed: for what signs all day long.

    Raises JournalError as ``signing_key`` does.
    """
    try:
        known = key_file().stat()
    except OSError:
        return signing_key()
    return _read_once(str(key_file()), known.st_mtime_ns, known.st_ino)


@lru_cache(maxsize=1)
def _read_once(file: str, changed_at: int, inode: int) -> Ed25519PrivateKey:
    """The key of a file in this very state."""
    return signing_key()


def _unreadable(file: Path) -> JournalError:
    return JournalError(
        f"La clé qui signe les ancres du journal ne se lit pas ({file}). "
        "Remettez le fichier d’origine, lisible par le compte qui fait tourner la plateforme."
    )


def sign(message: bytes) -> str:
    """The signature of ``message``, in hexadecimal. Raises JournalError."""
    return signing_key().sign(message).hex()


def is_signed(message: bytes, signature: str, key: Ed25519PublicKey) -> bool:
    """True when ``signature`` (hexadecimal) is that of ``message`` by the owner of ``key``."""
    try:
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
