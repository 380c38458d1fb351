"""Writing in the journal."""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID, uuid4

from django.db import connection, transaction

from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.chain import PLATFORM_CHAIN, hash_of
from o2r.core.journal.enums import Decision
from o2r.core.journal.errors import OutsideTransaction
from o2r.core.journal.models import ChainHead, JournalEntry
from o2r.core.request_id import current_request_id

_NAME = re.compile(r"[a-z][a-z0-9_.:-]{0,79}")
_REASON = re.compile(r"[^\x00-\x1f\x7f]{0,300}")


def record(
    *,
    by: Author,
    action: str,
    kind: str,
    object_id: UUID | None,
    organisation: UUID | None,
    fields: Collection[str] = (),
    decision: Literal["allow", "deny"] = "allow",
    reason: str = "",
    count: int = 1,
    basis: Collection[str] = (),
    in_place_of: UUID | None = None,
) -> JournalEntry:
    """Add one entry, in the transaction of the act it records.

    ``organisation`` says whose chain (None: the platform's); ``by.organisation`` is the one the
    author acts for. ``fields`` are names of fields or groups, never their values; ``count`` the
    number of objects concerned by a list or an export. ``reason`` is a code or one short line.
    ``basis``: the relations that opened the access; ``in_place_of``: whose absence they cover.

    The head of the chain stays locked until the transaction ends: call it last, once per act.
    Raises OutsideTransaction, and ValueError for a name that is not one.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction
    _check(reason, action, kind, *fields, *basis)
    entry = _whole(
        by=by,
        action=action,
        kind=kind,
        object_id=object_id,
        fields=fields,
        decision=decision,
        reason=reason,
        count=count,
        basis=basis,
        in_place_of=in_place_of,
    )
    _sealed([entry], organisation or PLATFORM_CHAIN)
    entry.save(force_insert=True)
    return entry


def record_each(
    authors: Iterable[tuple[Author, UUID]],
    *,
    action: str,
    kind: str,
    organisation: UUID | None,
    fields: Collection[str] = (),
) -> list[JournalEntry]:
    """The same act of several authors, each on one object, in one chain: as ``record`` does, in
    their order, and in as few statements as for one.

    Raises as ``record`` does.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction
    _check("", action, kind, *fields)
    entries = [_entry(by, action, kind, object_id, fields) for by, object_id in authors]
    _sealed(entries, organisation or PLATFORM_CHAIN)
    return JournalEntry.objects.bulk_create(entries)


@dataclass(eq=False)
class _Reading:
    """A reading that waits for the end of its request. ``is_kept``: its transaction has ended."""

    entry: dict[str, Any]
    is_kept: bool = False

    def keep(self) -> None:
        """Called by Django at the commit, unless a savepoint has undone it."""
        self.is_kept = True


_waiting: ContextVar[list[_Reading] | None] = ContextVar("o2r_waiting_readings", default=None)


def record_reading(**entry: Any) -> None:
    """Add one entry about what was shown, as ``record`` does, but at the end of the request.

    Every entry of an organisation waits for the one before: the head of its chain is locked until
    the transaction ends. A page that writes first and is drawn afterwards would make all the pages
    of that organisation wait for each other. So its entry is written when the page is ready, just
    before the transaction ends and before anything is sent; if it cannot be, nothing is shown.
    A reading undone by a savepoint leaves no entry. Outside a request, it is written at once.

    Raises as ``record`` does.
    """
    readings = _waiting.get()
    if readings is None:
        record(**entry)
        return
    if not connection.in_atomic_block:
        raise OutsideTransaction
    names = (*entry.get("fields", ()), *entry.get("basis", ()))
    _check(entry.get("reason", ""), entry["action"], entry["kind"], *names)
    reading = _Reading(entry)
    # Django forgets what waits for a commit when a savepoint is undone: that is what is asked.
    transaction.on_commit(reading.keep)
    readings.append(reading)


@contextmanager
def readings_at_the_end() -> Iterator[None]:
    """Keep the entries of ``record_reading`` until the end of the block, in its transaction."""
    token = _waiting.set([])
    try:
        yield
        readings = _waiting.get() or []
    finally:
        _waiting.reset(token)
    if not readings or connection.needs_rollback:
        return
    standing = [getattr(function, "__self__", None) for _, function, *_ in connection.run_on_commit]
    kept = [one.entry for one in readings if one.is_kept or any(one is other for other in standing)]
    if kept:
        _record_together(kept)


@transaction.atomic
def _record_together(readings: list[dict[str, Any]]) -> None:
    """Add what one page showed, in its order: as few statements for several entries as for one."""
    chains: dict[UUID, list[JournalEntry]] = {}
    for reading in readings:
        chain = reading["organisation"] or PLATFORM_CHAIN
        chains.setdefault(chain, []).append(_whole(**reading))
    # In one order for all: two pages never wait for each other.
    for chain in sorted(chains):
        _sealed(chains[chain], chain)
    JournalEntry.objects.bulk_create([entry for chain in sorted(chains) for entry in chains[chain]])


def _whole(
    *,
    decision: str = Decision.ALLOW,
    reason: str = "",
    count: int = 1,
    basis: Collection[str] = (),
    in_place_of: UUID | None = None,
    organisation: UUID | None = None,
    **named: Any,
) -> JournalEntry:
    """An entry with all that ``record`` says of it, for the chain of ``organisation``."""
    entry = _entry(**{"fields": (), **named})
    entry.decision = Decision(decision).value
    entry.reason, entry.count = reason, count
    entry.basis, entry.in_place_of = ",".join(sorted(set(basis))), in_place_of
    return entry


def _entry(
    by: Author, action: str, kind: str, object_id: UUID | None, fields: Collection[str]
) -> JournalEntry:
    """Who did what on what, allowed; its place in the chain is still to be given."""
    return JournalEntry(
        user=by.user,
        organisation=by.organisation,
        role=by.role,
        action=action,
        kind=kind,
        object_id=object_id,
        fields=",".join(sorted(set(fields))),
        decision=Decision.ALLOW.value,
        count=1,
    )


def _sealed(entries: list[JournalEntry], chain: UUID) -> None:
    """Give entries their place in a chain, one after the other, and move its head onto the last."""
    head = _locked_head(chain)
    number, link = head.number, head.hash
    for entry in entries:
        number += 1
        entry.id, entry.chain, entry.number = uuid4(), chain, number
        entry.at, entry.request_id = clock.now(), current_request_id()
        entry.previous = link
        entry.hash = link = hash_of(entry.previous, entry.link())
    ChainHead.objects.filter(chain=chain).update(number=number, hash=link)


def _check(reason: str, *names: str) -> None:
    """A name cannot hold a value: no space, no capital, no accent, no e-mail address."""
    if not _REASON.fullmatch(reason):
        raise ValueError("A reason is one line of at most 300 characters.")
    for name in names:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of an action, of a kind or of a field.")


def _locked_head(chain: UUID) -> ChainHead:
    """The head of ``chain``, locked until the transaction ends; born if need be."""
    heads = ChainHead.objects.select_for_update(no_key=True)
    head = heads.filter(chain=chain).first()
    if head is None:
        ChainHead.objects.bulk_create([ChainHead(chain=chain)], ignore_conflicts=True)
        head = heads.get(chain=chain)
    return head
