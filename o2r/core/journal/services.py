"""Writing in the journal."""

import re
from collections.abc import Collection
from typing import Literal
from uuid import UUID, uuid4

from django.db import connection

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
    head = _locked_head(organisation or PLATFORM_CHAIN)
    entry = JournalEntry(
        id=uuid4(),
        chain=head.chain,
        number=head.number + 1,
        at=clock.now(),
        user=by.user,
        organisation=by.organisation,
        role=by.role,
        action=action,
        kind=kind,
        object_id=object_id,
        fields=",".join(sorted(set(fields))),
        decision=Decision(decision).value,
        reason=reason,
        count=count,
        request_id=current_request_id(),
        basis=",".join(sorted(set(basis))),
        in_place_of=in_place_of,
        previous=head.hash,
    )
    return _added(entry)


def _added(entry: JournalEntry) -> JournalEntry:
    """Seal an entry, save it, and move the head of its chain onto it."""
    entry.hash = hash_of(entry.previous, entry.link())
    entry.save()
    ChainHead.objects.filter(chain=entry.chain).update(number=entry.number, hash=entry.hash)
    return entry


def _check(reason: str, *names: str) -> None:
    """A name cannot hold a value: no space, no capital, no accent, no e-mail address."""
    if not _REASON.fullmatch(reason):
        raise ValueError("A reason is one line of at most 300 characters.")
    for name in names:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of an action, of a kind or of a field.")


def _locked_head(chain: UUID) -> ChainHead:
    """The head of ``chain``, locked until the transaction ends; born if need be."""
    heads = ChainHead.objects.select_for_update()
    head = heads.filter(chain=chain).first()
    if head is None:
        ChainHead.objects.bulk_create([ChainHead(chain=chain)], ignore_conflicts=True)
        head = heads.get(chain=chain)
    return head
