"""The files of one operator as they are kept, for ``o2r bench duplicates``: sealed, with tokens.

A SQLite file with the tokens and their index; each column of an identity sealed with AES-256-GCM
under a key of its own, wrapped by that of the organisation, as in ``core.crypto``. A search looks
its tokens up, unwraps, opens and scores: all of what is timed.
"""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from o2r.core.crypto.envelope import Place, new_key, seal, unseal
from o2r.people.likeness import (
    MOST,
    Commonness,
    Identity,
    Likeness,
    counted,
    rank,
    tokens,
)
from o2r.people.measured_people import TODAY, Person

COLUMNS = ("first_name", "last_name", "known_as", "birth", "phone")
_CREATE = """
PRAGMA synchronous = OFF;
CREATE TABLE token (token BLOB NOT NULL, person INTEGER NOT NULL);
CREATE TABLE file (
  person INTEGER PRIMARY KEY, wrapped BLOB, first_name BLOB, last_name BLOB, known_as BLOB,
  birth BLOB, phone BLOB, place TEXT, born_from INTEGER, born_to INTEGER
);
"""


@dataclass(frozen=True)
class Base:
    """The database of one operator, and its two keys: of tokens, of the organisation."""

    database: sqlite3.Connection
    token_key: bytes
    organisation_key: bytes
    files: int

    def search(self, typed: Identity) -> tuple[list[tuple[int, Likeness]], float]:
        """The likely files, the likeliest first, and the seconds it took."""
        start = time.perf_counter()
        wanted = tokens(typed, self.token_key)
        names = counted(typed, self.token_key, TODAY.year)
        common = Commonness.of(names, dict(self._counts(names)), self.files)
        found = rank(typed, self._candidates(wanted), common, self.files)
        return found, time.perf_counter() - start

    def _counts(self, wanted: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
        asked = list(wanted)
        yield from self.database.execute(
            f"SELECT token, COUNT(*) FROM token WHERE token IN ({_marks(asked)}) GROUP BY token",  # noqa: S608 — question marks only
            asked,
        )

    def _candidates(self, wanted: Iterable[bytes]) -> Iterator[tuple[int, Identity]]:
        asked = list(wanted)
        rows = self.database.execute(
            f"SELECT file.* FROM file JOIN (SELECT person, COUNT(*) AS shared FROM token"  # noqa: S608 — question marks only
            f" WHERE token IN ({_marks(asked)}) GROUP BY person ORDER BY shared DESC, person"
            f" LIMIT {MOST}) USING (person)",
            asked,
        )
        for row in rows:
            yield row[0], self._opened(row)

    def _opened(self, row: Sequence[Any]) -> Identity:
        person, wrapped, *sealed = row[:7]
        key = unseal(self.organisation_key, context=_place(person, "key"), sealed=wrapped)
        texts = {
            column: unseal(key, context=_place(person, column), sealed=value).decode()
            for column, value in zip(COLUMNS, sealed, strict=True)
            if value
        }
        place, born_from, born_to = row[7:]
        return Identity(
            first_name=texts.get("first_name", ""),
            last_name=texts.get("last_name", ""),
            known_as=texts.get("known_as", ""),
            birth=date.fromisoformat(texts["birth"]) if "birth" in texts else None,
            born_between=(born_from, born_to) if born_from else None,
            phones=(texts["phone"],) if "phone" in texts else (),
            place=place,
        )


@contextmanager
def base_of(persons: Sequence[Person]) -> Iterator[Base]:
    """A base that holds ``persons``, by their rank; gone at the end."""
    with TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "base.sqlite3")
        try:
            database.executescript(_CREATE)
            base = Base(database, os.urandom(32), new_key(), len(persons))
            for number, person in enumerate(persons):
                _keep(base, number, identity_of(person))
            database.execute("CREATE INDEX by_token ON token (token, person)")
            database.commit()
            yield base
        finally:
            database.close()


def identity_of(person: Person) -> Identity:
    """An invented person as the product knows them."""
    return Identity(
        first_name=person.given,
        last_name=person.surname,
        known_as=person.nickname,
        birth=person.birth,
        born_between=person.born_between,
        phones=(person.phone,) if person.phone else (),
        place=person.place,
    )


def _keep(base: Base, number: int, identity: Identity) -> None:
    key = new_key()
    texts = {
        "first_name": identity.first_name,
        "last_name": identity.last_name,
        "known_as": identity.known_as,
        "birth": identity.birth.isoformat() if identity.birth else "",
        "phone": "".join(identity.phones),
    }
    wrapped = seal(base.organisation_key, version=1, context=_place(number, "key"), plain=key)
    sealed = [
        seal(key, version=1, context=_place(number, column), plain=texts[column].encode())
        if texts[column]
        else None
        for column in COLUMNS
    ]
    band = identity.born_between or (None, None)
    base.database.execute(
        "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (number, wrapped, *sealed, identity.place, *band),
    )
    base.database.executemany(
        "INSERT INTO token VALUES (?, ?)",
        ((token, number) for token in tokens(identity, base.token_key)),
    )


def _place(number: int, column: str) -> bytes:
    return Place("people_identity", column, UUID(int=number)).context()


def _marks(values: Sequence[bytes]) -> str:
    return ", ".join("?" * len(values))
