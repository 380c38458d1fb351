"""What a folder of anchors proves: which hash each chain had at which number."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.conf import settings

from o2r.core.journal import timestamps
from o2r.core.journal.anchors import Anchor, BrokenAnchor, is_genuine, lines, parse
from o2r.core.journal.chain import ORIGIN
from o2r.core.journal.enums import Fault
from o2r.core.journal.keys import signing_key


@dataclass
class Anchored:
    """Heads told by genuine anchors, and what is wrong with the others.

    ``digests``: of every line that can be read.
    """

    count: int = 0
    digests: set[str] = field(default_factory=set)
    faults: list[tuple[Fault, str]] = field(default_factory=list)
    _hashes: dict[UUID, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))

    def chains(self) -> Iterable[UUID]:
        return self._hashes.keys()

    def of(self, chain: UUID) -> dict[int, str]:
        """The hash of each anchored number of a chain."""
        return self._hashes.get(chain, {})

    def add(self, anchor: Anchor) -> None:
        """Learn the heads of a genuine anchor; the oldest word on a number is kept."""
        self.count += 1
        for head in anchor.heads:
            self._hashes[head.chain].setdefault(head.number, head.hash)


def anchored_heads(folder: Path | None, *, whole: bool = False) -> Anchored:
    """What the anchors of ``folder`` prove (None: nothing). Raises JournalError without the key.

    ``whole``: the folder should hold them all, from the very first; a copy may hold some.
    """
    known = Anchored()
    written = list(lines(folder)) if folder else []
    if folder is None or not written:
        return known
    key = signing_key().public_key()
    stamps = timestamps.stamps(folder)
    roots = timestamps.trusted_certificates() if stamps and settings.TSA_CA_FILE else []
    before: Anchor | None = None
    for place, line in written:
        try:
            anchor = parse(line, place)
        except BrokenAnchor:
            known.faults.append((Fault.BAD_ANCHOR, place))
            continue
        followed = before.digest if before else ORIGIN if whole else anchor.previous
        if anchor.previous != followed:
            known.faults.append((Fault.ANCHOR_GAP, place))
        before = anchor
        known.digests.add(anchor.digest)
        if not is_genuine(anchor, key):
            known.faults.append((Fault.BAD_ANCHOR, place))
            continue
        stamp = stamps.get(anchor.digest)
        if stamp and roots and not timestamps.is_stamped(anchor, stamp, roots):
            known.faults.append((Fault.BAD_TIMESTAMP, place))
        known.add(anchor)
    return known
