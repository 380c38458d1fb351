"""Eleven ways to falsify a journal as the administrator of its database could.

Each operator writes straight to the tables, on both engines, once the triggers are dropped, and
says which entry of which chain is the first bad one. The last one takes anchors away as well.
"""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from o2r.core.journal import triggers
from o2r.core.journal.anchoring import anchor_folder
from o2r.core.journal.anchors import anchor_files
from o2r.core.journal.chain import ORIGIN, hash_of
from o2r.core.journal.models import ChainHead, JournalEntry

COLUMNS = [str(field.column) for field in JournalEntry._meta.fields]
SOME_TEXT = ("role", "action", "kind", "fields", "decision", "reason", "request_id", "basis")
SOME_UUID = ("id", "user", "organisation", "object_id", "in_place_of")
AUTHOR = ("user", "organisation", "role")


class Sample(NamedTuple):
    """A journal to falsify: its chains, all of one length, and the seeded generator."""

    chains: list[UUID]
    length: int
    rng: Random

    def somewhere(self) -> tuple[UUID, int]:
        return self.rng.choice(self.chains), self.rng.randint(1, self.length)


Truth = dict[UUID | None, int]
"""The first bad entry of each chain; None stands for the anchors themselves."""
Operator = Callable[[Sample], Truth]


def drop_triggers() -> None:
    """What a database administrator does first."""
    for statement in triggers.removal(connection.vendor):
        _run(statement)


def _run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _stored(column: str, value: Any) -> Any:
    field = next(one for one in JournalEntry._meta.fields if one.column == column)
    return field.get_db_prep_save(value, connection)


def _write(chain: UUID, number: int, /, **values: Any) -> None:
    changes = ", ".join(f'"{column}" = %s' for column in values)
    _run(
        f"UPDATE {triggers.ENTRIES} SET {changes} WHERE chain = %s AND number = %s",  # noqa: S608
        *(_stored(column, value) for column, value in values.items()),
        _stored("chain", chain),
        number,
    )


def _renumber(chain: UUID, above: int, by: int) -> None:
    """Shift the numbers above one, in two steps so that none meets another on the way."""
    far = 1_000_000
    for step, limit in ((far, above), (by - far, far)):
        _run(
            f"UPDATE {triggers.ENTRIES} SET number = number + %s "  # noqa: S608
            "WHERE chain = %s AND number > %s",
            step,
            _stored("chain", chain),
            limit,
        )


def _erase(chain: UUID, condition: str, number: int) -> None:
    _run(
        f"DELETE FROM {triggers.ENTRIES} WHERE chain = %s AND number {condition} %s",  # noqa: S608
        _stored("chain", chain),
        number,
    )


def _set_head(chain: UUID, number: int, digest: str) -> None:
    _run(
        f"UPDATE {ChainHead._meta.db_table} SET number = %s, hash = %s WHERE chain = %s",  # noqa: S608
        number,
        digest,
        _stored("chain", chain),
    )


def _entry(chain: UUID, number: int) -> JournalEntry:
    return JournalEntry.objects.get(chain=chain, number=number)


def _hash_at(chain: UUID, number: int) -> str:
    return _entry(chain, number).hash if number else ORIGIN


def _another(rng: Random, entry: JournalEntry, column: str) -> Any:
    if column in SOME_UUID:
        return UUID(int=rng.getrandbits(128), version=4)
    if column == "count":
        return entry.count + rng.randint(1, 9)
    if column == "decision":
        return "deny" if entry.decision == "allow" else "allow"
    return f"x{rng.randrange(10**6)}"


def _rehash(chain: UUID, number: int) -> None:
    entry = _entry(chain, number)
    _write(chain, number, hash=hash_of(entry.previous, entry.link(), entry.form))


def _rebuild(chain: UUID, start: int) -> None:
    """Make every hash from ``start`` on true again, and the head with them."""
    previous = _hash_at(chain, start - 1)
    last = start - 1
    for entry in JournalEntry.objects.filter(chain=chain, number__gte=start).order_by("number"):
        digest = hash_of(previous, entry.link(), entry.form)
        _write(chain, entry.number, previous=previous, hash=digest)
        previous, last = digest, entry.number
    _set_head(chain, last, previous)


def _alter(sample: Sample, columns: tuple[str, ...]) -> tuple[UUID, int]:
    chain, number = sample.somewhere()
    column = sample.rng.choice(columns)
    _write(chain, number, **{column: _another(sample.rng, _entry(chain, number), column)})
    return chain, number


def edit(sample: Sample) -> Truth:
    """Another value in one column."""
    chain, number = _alter(sample, (*SOME_TEXT, *SOME_UUID, "count"))
    return {chain: number}


def delete(sample: Sample) -> Truth:
    """One entry less; the numbers that follow are closed up or not."""
    chain, number = sample.somewhere()
    _erase(chain, "=", number)
    if sample.rng.random() < 0.5:
        _renumber(chain, number, by=-1)
        _set_head(chain, sample.length - 1, _hash_at(chain, sample.length - 1))
    return {chain: number}


def insert(sample: Sample) -> Truth:
    """An entry slipped in with a true hash; those that follow are numbered again."""
    chain, number = sample.somewhere()
    model = _entry(chain, number)
    _renumber(chain, number - 1, by=1)
    model.id = UUID(int=sample.rng.getrandbits(128), version=4)
    model.action = "forged"
    model.hash = hash_of(model.previous, model.link(), model.form)
    values = [_stored(column, getattr(model, column)) for column in COLUMNS]
    names = ", ".join(f'"{column}"' for column in COLUMNS)
    places = ", ".join(["%s"] * len(COLUMNS))
    _run(f"INSERT INTO {triggers.ENTRIES} ({names}) VALUES ({places})", *values)  # noqa: S608
    _set_head(chain, sample.length + 1, _hash_at(chain, sample.length + 1))
    return {chain: number}


def swap(sample: Sample) -> Truth:
    """Two entries exchange their places, hashes included."""
    chain = sample.rng.choice(sample.chains)
    first, second = sorted(sample.rng.sample(range(1, sample.length + 1), 2))
    for old, new in ((first, 1_000_000), (second, first), (1_000_000, second)):
        _write(chain, old, number=new)
    return {chain: first}


def truncate(sample: Sample) -> Truth:
    """The end of a chain disappears, and its head is set back."""
    chain, number = sample.somewhere()
    _erase(chain, ">=", number)
    _set_head(chain, number - 1, _hash_at(chain, number - 1))
    return {chain: number}


def rebuild(sample: Sample) -> Truth:
    """One entry changes, then every hash after it and the head are made true again."""
    chain, number = _alter(sample, (*SOME_TEXT, *SOME_UUID, "count"))
    _rebuild(chain, number)
    return {chain: number}


def redate(sample: Sample) -> Truth:
    """Another instant; the hash of the entry is made true again, or not."""
    chain, number = sample.somewhere()
    away = timedelta(microseconds=sample.rng.randint(1, 10**12))
    _write(chain, number, at=_entry(chain, number).at - away)
    if sample.rng.random() < 0.5:
        _rehash(chain, number)
    return {chain: number}


def other_actor(sample: Sample) -> Truth:
    """Somebody else is said to have acted; the hash is made true again, or not."""
    chain, number = _alter(sample, AUTHOR)
    if sample.rng.random() < 0.5:
        _rehash(chain, number)
    return {chain: number}


def old_backup(sample: Sample) -> Truth:
    """The whole journal as it was some time ago, heads included."""
    kept = sample.rng.randint(1, sample.length - 1)
    for chain in sample.chains:
        _erase(chain, ">", kept)
        _set_head(chain, kept, _hash_at(chain, kept))
    return dict.fromkeys([*sample.chains], kept + 1)


def table_swap(sample: Sample) -> Truth:
    """Another table takes the name of the journal: a copy with one entry changed, and rebuilt."""
    table = triggers.ENTRIES
    _run(f"CREATE TABLE counterfeit AS SELECT * FROM {table}")  # noqa: S608
    _run(f"ALTER TABLE {table} RENAME TO journal_before")
    _run(f"ALTER TABLE counterfeit RENAME TO {table}")
    return rebuild(sample)


def anchors_cut(sample: Sample) -> Truth:
    """The newest anchors disappear, or all of them; often with the entries that they alone saw."""
    written = [
        (file, line)
        for file in anchor_files(anchor_folder())
        for line in file.read_text(encoding="utf-8").splitlines(keepends=True)
    ]
    kept = sample.rng.randint(0, len(written) - 1)
    for file in dict.fromkeys(file for file, _ in written):
        left = "".join(line for place, line in written[:kept] if place == file)
        file.write_text(left, encoding="utf-8")
    if sample.rng.random() < 0.5:
        seen = sample.length * kept // len(written)
        for chain in sample.chains:
            _erase(chain, ">", seen)
            _set_head(chain, seen, _hash_at(chain, seen))
    return {None: 0}


OPERATORS: tuple[Operator, ...] = (
    edit,
    delete,
    insert,
    swap,
    truncate,
    rebuild,
    redate,
    other_actor,
    old_backup,
    table_swap,
    anchors_cut,
)
