"""What the process of the index answers: who puts a file, who looks for one, a new key.

It receives composites (``o2r.people.likeness.shared_composites``) and keeps their tokens alone.
Answers name files by the identifiers that it was given; a copy of its folder holds no name.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

from o2r.core import clock
from o2r.core.crypto import envelope
from o2r.core.crypto.errors import KeysUnavailable
from o2r.core.crypto.root.keyring import Keyring, read_keyring, write_keyring
from o2r.core.local_daemon import BAD_REQUEST, LocalDaemon
from o2r.people.between.indexd.store import TokenStore
from o2r.people.likeness import shared_digest

MOST_COMPOSITES = 4
MOST_STALE = 500


class IndexDaemon(LocalDaemon):
    """Serves the index of ``folder``: ``index.key`` (0400) and ``index.sqlite3``.

    A key is made when there is none. Its journal, ``indexd.jsonl``, holds each question and for
    which organisation: neither a word, nor a token, nor whether anybody was found.
    """

    unwritten = frozenset({"put", "state", "stale"})

    def __init__(self, path: Path, folder: Path, per_second: float) -> None:
        self._keys = folder / "index.key"
        self._store = TokenStore(folder / "index.sqlite3")
        self._keyring()
        super().__init__(path, folder / "indexd.jsonl", per_second)

    def server_close(self) -> None:
        super().server_close()
        self._store.close()

    def perform(self, act: str, asked: dict[str, Any], trace: dict[str, Any]) -> dict[str, Any]:
        acts = {
            "put": self._put,
            "find": self._find,
            "state": self._state,
            "stale": self._stale,
            "renew": self._renew,
            "retire": self._retire,
        }
        if act not in acts:
            return BAD_REQUEST
        if "place" in asked:
            trace["place"] = str(UUID(asked["place"]))
        try:
            return acts[act](asked)
        except KeysUnavailable:
            return {"error": "unavailable"}

    def _put(self, asked: dict[str, Any]) -> dict[str, Any]:
        keyring = self._keyring()
        current = _current(keyring)
        digest = shared_digest(keyring.keys[current])
        tokens = {digest(parts) for parts in _composites(asked)}
        self._store.put(current, str(UUID(asked["file"])), str(UUID(asked["place"])), tokens)
        return {}

    def _find(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Files that share a composite, with the kinds of those that they share."""
        found: dict[str, set[str]] = {}
        for version, key in self._keyring().keys.items():
            digest = shared_digest(key)
            for parts in _composites(asked):
                for file in self._store.find(version, digest(parts), but=str(UUID(asked["place"]))):
                    found.setdefault(file, set()).add(parts[0])
        return {"found": {file: sorted(kinds) for file, kinds in sorted(found.items())}}

    def _state(self, asked: dict[str, Any]) -> dict[str, Any]:
        keyring = self._keyring()
        current = _current(keyring)
        return {
            "version": current,
            "made_at": self._store.made_at(current),
            "files": self._store.files(),
            "rotating": len(keyring.keys) > 1,
        }

    def _stale(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"files": self._store.not_of(_current(self._keyring()), MOST_STALE)}

    def _renew(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Make a new key: files are put again one by one, and found by both meanwhile."""
        keyring = self._keyring()
        fresh = max(keyring.keys) + 1
        write_keyring(self._keys, keyring.adding(fresh, envelope.new_key()).promoting(fresh))
        self._store.note_key(fresh, clock.now())
        return {"version": fresh}

    def _retire(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Destroy the former keys, once no file depends on them; else nothing."""
        keyring = self._keyring()
        current = _current(keyring)
        if self._store.not_of(current, 1):
            return {"error": "stale"}
        write_keyring(self._keys, Keyring(current, {current: keyring.keys[current]}))
        return {}

    def _keyring(self) -> Keyring:
        """The keys as they are now; the first one is made here. Raises KeysUnavailable."""
        keyring = read_keyring(self._keys)
        if keyring.current is None:
            keyring = Keyring(1, {1: envelope.new_key()})
            write_keyring(self._keys, keyring)
        if not self._store.made_at(_current(keyring)):
            self._store.note_key(_current(keyring), clock.now())
        return keyring


def _current(keyring: Keyring) -> int:
    if keyring.current is None or keyring.current not in keyring.keys:
        raise KeysUnavailable("le fichier des clés de l’index ne dit pas laquelle est en usage")
    return keyring.current


def _composites(asked: dict[str, Any]) -> list[tuple[str, ...]]:
    """What the question is about. Raises ValueError for what is no composite."""
    given = asked["composites"]
    if not isinstance(given, list) or len(given) > MOST_COMPOSITES:
        raise ValueError("Not composites.")
    parts = [tuple(one) for one in given]
    if not all(one and all(isinstance(part, str) for part in one) for one in parts):
        raise ValueError("Not composites.")
    return parts
