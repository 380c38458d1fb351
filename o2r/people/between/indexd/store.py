"""Where the process of the index keeps its tokens: an SQLite file that it alone opens."""

import sqlite3
import threading
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

MOST_FOUND = 50
"""Files that one question may find: beyond, the fact is shared by too many to name anybody."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS token (
    version INTEGER NOT NULL, token BLOB NOT NULL, file TEXT NOT NULL, place TEXT NOT NULL,
    PRIMARY KEY (version, token, file)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS token_by_file ON token (file);
CREATE TABLE IF NOT EXISTS key_made (version INTEGER PRIMARY KEY, made_at TEXT NOT NULL);
"""


class TokenStore:
    """Tokens of files, by version of the key. ``file`` and ``place`` are opaque identifiers."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self._base = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._one_at_a_time = threading.Lock()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            self._base.execute(f"PRAGMA {pragma}")
        self._base.executescript(_SCHEMA)

    def close(self) -> None:
        self._base.close()

    def put(self, version: int, file: str, place: str, tokens: Collection[bytes]) -> None:
        """Replace all that is held of a file; nothing is left of it without tokens."""
        rows = [(version, token, file, place) for token in sorted(tokens)]
        with self._one_at_a_time:
            self._base.execute("BEGIN IMMEDIATE")
            try:
                self._base.execute("DELETE FROM token WHERE file = ?", (file,))
                self._base.executemany("INSERT INTO token VALUES (?, ?, ?, ?)", rows)
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def find(self, version: int, token: bytes, *, but: str) -> list[str]:
        """The files of other places that hold a token; none when too many do."""
        found = self._all(
            "SELECT file FROM token WHERE version = ? AND token = ? AND place <> ? "
            "ORDER BY file LIMIT ?",
            (version, token, but, MOST_FOUND + 1),
        )
        return [] if len(found) > MOST_FOUND else [file for (file,) in found]

    def not_of(self, version: int, most: int) -> list[str]:
        """Some files whose tokens were made with another key."""
        rows = self._all(
            "SELECT DISTINCT file FROM token WHERE version <> ? ORDER BY file LIMIT ?",
            (version, most),
        )
        return [file for (file,) in rows]

    def files(self) -> int:
        """How many files the index holds."""
        ((count,),) = self._all("SELECT COUNT(DISTINCT file) FROM token", ())
        return int(count)

    def note_key(self, version: int, made_at: datetime) -> None:
        """Keep when a key was made."""
        with self._one_at_a_time:
            self._base.execute(
                "INSERT OR IGNORE INTO key_made VALUES (?, ?)", (version, made_at.isoformat())
            )

    def made_at(self, version: int) -> str:
        """When a key was made, in ISO 8601; empty when the store was lost since."""
        rows = self._all("SELECT made_at FROM key_made WHERE version = ?", (version,))
        return str(rows[0][0]) if rows else ""

    def _all(self, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with self._one_at_a_time:
            return self._base.execute(query, values).fetchall()
