"""Checking the journal: each chain from its first entry kept, its head, and what anchors remember.

The first bad row of a chain is the first one proven wrong. Without anchors, a chain that was cut at
its end or written again from some entry on, head included, looks sound: only the anchors tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from o2r.core import clock
from o2r.core.journal.anchored import Anchored, anchored_heads
from o2r.core.journal.anchoring import anchor_folder
from o2r.core.journal.chain import ORIGIN, Link, fits, hash_of_texts
from o2r.core.journal.columns import CANONICAL
from o2r.core.journal.enums import Fault
from o2r.core.journal.keys import key_file
from o2r.core.journal.marks import is_signed_mark
from o2r.core.journal.models import ChainHead, JournalEntry, LastAnchor, PruningMark

ROWS_AT_A_TIME = 5_000
ANCHORED_WITHIN = timedelta(hours=2)
"""An anchor is written every hour: an older entry that none saw was kept from them."""
HASHED = len(Link._fields)


@dataclass(frozen=True)
class Finding:
    """What is wrong, and the first bad row.

    ``since``: the last number that an anchor, a pruning mark or the start of the chain proves
    good; the harm may have begun just after it. ``place``: an anchor's file and line.
    """

    fault: Fault
    chain: UUID | None = None
    number: int | None = None
    since: int = 0
    place: str = ""


@dataclass
class Report:
    """What was read, and what was found: at most one finding per chain, plus the anchors'."""

    chains: int = 0
    entries: int = 0
    anchors: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.findings


class _Point(NamedTuple):
    """Where the reading of a chain stands: a number and the hash of that entry."""

    number: int
    hash: str


def verify(*, chain: UUID | None = None, anchors: Path | None = None) -> Report:
    """Check every chain, or one, against itself and against the anchors of a folder.

    The instance's own folder must be whole: it holds the newest anchor that the database knows, and
    sees every entry within two hours. A copy kept elsewhere may be older, and is not asked that.

    Reading only: the platform may go on writing meanwhile. Raises JournalError when there are
    anchors or pruning marks and the signing key cannot be read.
    """
    whole = anchors is not None and anchors == anchor_folder()
    last = LastAnchor.objects.first() if whole else None
    known = anchored_heads(anchors, whole=whole)
    report = Report(anchors=known.count)
    report.findings += [Finding(fault, place=place) for fault, place in known.faults]
    if last is not None and last.digest not in known.digests:
        report.findings.append(Finding(Fault.ANCHORS_CUT, place=str(last)))
    # Its key is drawn for the first anchor: emptying folder and database leaves it.
    anchored_before = whole and (last is not None or known.count > 0 or key_file().exists())
    for one in [chain] if chain else _every_chain(known):
        report.chains += 1
        finding = _verified(one, known, report)
        if finding is None and anchored_before:
            finding = _unanchored(one, known)
        if finding:
            report.findings.append(finding)
    return report


def _unanchored(chain: UUID, known: Anchored) -> Finding | None:
    """The first entry that no anchor has seen, when it is too old for that."""
    seen = max(known.of(chain), default=0)
    rows = JournalEntry.objects.filter(chain=chain, number__gt=seen).order_by("number")
    first = rows.values_list("number", "at").first()
    if first is None or first[1] >= clock.now() - ANCHORED_WITHIN:
        return None
    return Finding(Fault.UNANCHORED, chain, first[0], since=seen)


def _every_chain(known: Anchored) -> list[UUID]:
    found = set(known.chains())
    found.update(JournalEntry.objects.order_by("chain").values_list("chain", flat=True).distinct())
    found.update(ChainHead.objects.order_by("chain").values_list("chain", flat=True))
    found.update(PruningMark.objects.order_by("chain").values_list("chain", flat=True))
    return sorted(found)


def _verified(chain: UUID, known: Anchored, report: Report) -> Finding | None:
    """The finding on one chain; read again when retention pruned it during the reading."""
    while True:
        marks = _marks(chain)
        reading = _Reading(chain, known.of(chain))
        finding = reading.check(marks)
        if _marks(chain) == marks:
            report.entries += reading.entries
            return finding


def _marks(chain: UUID) -> list[PruningMark]:
    return list(PruningMark.objects.filter(chain=chain).order_by("number"))


_Row = tuple[tuple[str | int, ...], int, int, str, str]
"""What is hashed of an entry, its number, its form, the previous hash and its own."""


class _Reading:
    """One passage over a chain, from the last pruning mark to the head."""

    def __init__(self, chain: UUID, anchored: dict[int, str]) -> None:
        self.chain = chain
        self.anchored = anchored
        self.since = 0
        self.start = _Point(0, ORIGIN)
        self.entries = 0

    def check(self, marks: list[PruningMark]) -> Finding | None:
        for mark in marks:
            contradicted = self.anchored.get(mark.number, mark.hash) != mark.hash
            if contradicted or not is_signed_mark(mark):
                return self._finding(Fault.FORGED_MARK, self.start.number + 1)
            self.start = _Point(mark.number, mark.hash)
            self.since = mark.number
        head = self._head()
        last = self.start
        for row in self._rows():
            if finding := self._check_row(row, last):
                return finding
            last = _Point(row[1], row[4])
            self.entries += 1
        return self._check_end(last, head)

    def _rows(self) -> Iterator[_Row]:
        rows = JournalEntry.objects.filter(chain=self.chain).order_by("number")
        columns = (*CANONICAL, "number", "form", "previous", "hash")
        for row in rows.values_list(*columns).iterator(chunk_size=ROWS_AT_A_TIME):
            yield row[:HASHED], *row[HASHED:]

    def _head(self) -> _Point | None:
        head = ChainHead.objects.filter(chain=self.chain).first()
        return _Point(head.number, head.hash) if head else None

    def _finding(self, fault: Fault, number: int) -> Finding:
        return Finding(fault, self.chain, number, self.since)

    def _check_row(self, row: _Row, last: _Point) -> Finding | None:
        values, number, form, previous, written = row
        if number <= self.start.number:
            return self._finding(Fault.UNDER_MARK, number)
        if number != last.number + 1:
            return self._finding(Fault.MISSING, last.number + 1)
        if not fits(values, form):
            return self._finding(Fault.CHANGED, number)
        if previous != last.hash:
            return self._broken_link(row, last)
        if hash_of_texts(previous, values, form) != written:
            return self._finding(Fault.CHANGED, number)
        if (anchored := self.anchored.get(number)) is not None:
            if anchored != written:
                return self._finding(Fault.REBUILT, number)
            self.since = number
        return None

    def _broken_link(self, row: _Row, last: _Point) -> Finding:
        """Which side of a broken link is wrong: the row that breaks it, or those before."""
        values, number, form, previous, written = row
        before = JournalEntry.objects.filter(
            chain=self.chain, hash=previous, number__lt=last.number
        ).first()
        followed = before.number if before else None
        if previous == self.start.hash and last.number > self.start.number:
            followed = self.start.number
        if followed is not None:
            # It follows an earlier entry: those between were put there.
            return self._finding(Fault.INSERTED, followed + 1)
        if hash_of_texts(previous, values, form) == written and last.number > self.start.number:
            # It is sound, and follows something else: the entry before was written again.
            return self._finding(Fault.REWRITTEN, last.number)
        return self._finding(Fault.CHANGED, number)

    def _check_end(self, last: _Point, head: _Point | None) -> Finding | None:
        """The head, as it was before the entries were read or, if someone wrote, as it is after."""
        if self.anchored and max(self.anchored) > last.number:
            return self._finding(Fault.TRUNCATED, last.number + 1)
        if head == last or (head is None and last.number == 0):
            return None
        if head is not None and head.number > last.number:
            return self._finding(Fault.MISSING, last.number + 1)
        later = self._head()
        if later is None:
            return self._finding(Fault.HEAD, last.number)
        if later.number < last.number:
            return self._finding(Fault.BEYOND_HEAD, later.number + 1)
        if later.number == last.number and later.hash != last.hash:
            return self._finding(Fault.HEAD, last.number)
        if head is not None and head.number == last.number:
            return self._finding(Fault.HEAD, last.number)
        return None
