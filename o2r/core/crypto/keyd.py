"""The daemon of the root key: wraps and unwraps over a Unix socket, and never gives the key out.

Run under its own account, the only one that reads the key file, it leaves to a hacked web process
what that process could do anyway (open keys one by one), slowly, and with a trace of each request.
Questions and answers are what ``root.daemon`` writes and reads.
"""

import base64
from pathlib import Path
from typing import Any

from o2r.core.crypto.envelope import parts_of
from o2r.core.crypto.errors import KeysError, KeysNotReady, Unreadable
from o2r.core.crypto.root.keyring import FileRootKey
from o2r.core.local_daemon import BAD_REQUEST, LocalDaemon, encoded


class KeyDaemon(LocalDaemon):
    """Serves ``root``; its journal never holds a key."""

    def __init__(self, path: Path, root: FileRootKey, journal: Path, per_second: float) -> None:
        self._root = root
        super().__init__(path, journal, per_second)

    def perform(self, act: str, asked: dict[str, Any], trace: dict[str, Any]) -> dict[str, Any]:
        given = {name: base64.b64decode(asked.get(name, "")) for name in ("bytes", "context")}
        trace["for"] = parts_of(given["context"])
        try:
            return self._served(act, given["bytes"], given["context"])
        except Unreadable:
            return {"error": "unreadable"}
        except KeysNotReady:
            return {"error": "not-ready"}
        except KeysError:
            return {"error": "unavailable"}

    def _served(self, act: str, given: bytes, context: bytes) -> dict[str, Any]:
        if act == "version":
            return {"version": self._root.version()}
        if act == "wrap":
            wrapped = self._root.wrap(given, context)
            return {"version": wrapped.version, "bytes": encoded(wrapped.sealed)}
        if act == "unwrap":
            return {"bytes": encoded(self._root.unwrap(given, context))}
        return BAD_REQUEST
