"""The root key in a file that only its owner reads: ``{"current": 1, "keys": {"1": "…"}}``.

The file is read at each use and never kept in memory. While the root key rotates it holds two
versions, and a version that waits for its rehearsal is there without being the current one.
"""

import base64
import binascii
import json
import os
import stat
import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path

from o2r.core.crypto import envelope
from o2r.core.crypto.errors import KeysNotReady, KeysUnavailable, Unreadable
from o2r.core.crypto.root.protocol import Wrapped


@dataclass(frozen=True)
class Keyring:
    """The versions of the root key. Changing it gives another keyring."""

    current: int | None = None
    keys: dict[int, bytes] = field(default_factory=dict, repr=False)

    def adding(self, version: int, key: bytes) -> "Keyring":
        return replace(self, keys={**self.keys, version: key})

    def promoting(self, version: int) -> "Keyring":
        return replace(self, current=version)

    def without(self, version: int) -> "Keyring":
        kept = {known: key for known, key in self.keys.items() if known != version}
        return replace(self, keys=kept)

    def wrap(self, plain: bytes, context: bytes, *, version: int) -> Wrapped:
        key = self.keys[version]
        return Wrapped(version, envelope.seal(key, version=version, context=context, plain=plain))

    def unwrap(self, sealed: bytes, context: bytes) -> bytes:
        key = self.keys.get(envelope.version_of(sealed))
        if key is None:
            raise Unreadable
        return envelope.unseal(key, context=context, sealed=sealed)


def read_keyring(path: Path) -> Keyring:
    """The keyring of ``path``, empty when there is no file.

    Raises KeysUnavailable when the file is not ours to read, is open to others, or is damaged.
    """
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            written = file.read()
    except FileNotFoundError:
        return Keyring()
    except OSError as error:
        raise KeysUnavailable(f"le fichier {path} ne se lit pas ({error.strerror})") from error
    if mode & 0o077:
        raise KeysUnavailable(
            f"le fichier {path} est ouvert à d’autres comptes ; lancez « chmod 400 {path} »"
        )
    try:
        read = json.loads(written)
        keys = {int(name): base64.b64decode(key) for name, key in read["keys"].items()}
        keyring = Keyring(read["current"], keys)
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise KeysUnavailable(
            f"le fichier {path} est abîmé ; écartez-le, puis lancez « o2r keys recover »"
        ) from error
    if any(len(key) != envelope.KEY_BYTES for key in keys.values()):
        raise KeysUnavailable(f"le fichier {path} ne contient pas des clés de 256 bits")
    return keyring


def write_keyring(path: Path, keyring: Keyring) -> None:
    """Replace the file at once (0400, in a folder closed to others): never half written."""
    keys = {str(name): base64.b64encode(key).decode() for name, key in keyring.keys.items()}
    written = json.dumps({"current": keyring.current, "keys": keys}).encode()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with os.fdopen(descriptor, "wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise KeysUnavailable(
            f"le fichier {path} ne s’écrit pas ({error.strerror}) ; lancez la commande avec le "
            "compte à qui il appartient"
        ) from error


class FileRootKey:
    """The root key, read from its file at each use."""

    kind = "file"

    def __init__(self, path: Path) -> None:
        self.path = path

    def version(self) -> int:
        return self._current(read_keyring(self.path))

    def wrap(self, plain: bytes, context: bytes) -> Wrapped:
        keyring = read_keyring(self.path)
        return keyring.wrap(plain, context, version=self._current(keyring))

    def unwrap(self, sealed: bytes, context: bytes) -> bytes:
        keyring = read_keyring(self.path)
        self._current(keyring)
        return keyring.unwrap(sealed, context)

    @staticmethod
    def _current(keyring: Keyring) -> int:
        if keyring.current is None or keyring.current not in keyring.keys:
            raise KeysNotReady
        return keyring.current
