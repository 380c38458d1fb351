"""Signatures of pruning marks: only who holds the key outside the database can prune."""

from datetime import UTC
from uuid import uuid4

from o2r.core import clock
from o2r.core.journal.keys import create_signing_key, is_signed, key_file, sign, signing_key
from o2r.core.journal.models import JournalEntry, PruningMark


def _message(mark: PruningMark) -> bytes:
    at = mark.at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"o2r-pruning-1:{mark.id.hex}:{mark.chain.hex}:{mark.number}:{mark.hash}:{at}".encode()


def signed_mark(last: JournalEntry) -> PruningMark:
    """The mark of a pruning that removes ``last`` and all before it; not saved."""
    if not PruningMark.objects.exists() and not key_file().exists():
        create_signing_key()
    mark = PruningMark(
        id=uuid4(), chain=last.chain, number=last.number, hash=last.hash, at=clock.now()
    )
    mark.signature = sign(_message(mark))
    return mark


def is_signed_mark(mark: PruningMark) -> bool:
    """True when the mark bears the signature of this instance. Raises JournalError."""
    return is_signed(_message(mark), mark.signature, signing_key().public_key())
