"""The figures of the journal: every falsification is seen, quickly, and writers never fork it."""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from django.db import DatabaseError, connection, transaction
from django.db.models import Count
from django.test.utils import override_settings

from o2r.core.journal.anchoring import anchor_folder, anchor_heads
from o2r.core.journal.anchors import anchor_files
from o2r.core.journal.authors import Author
from o2r.core.journal.chain import FORM, ORIGIN, Link, hash_of_texts, texts
from o2r.core.journal.enums import Fault
from o2r.core.journal.measured_tampering import OPERATORS, Operator, Sample, Truth, drop_triggers
from o2r.core.journal.models import ChainHead, JournalEntry
from o2r.core.journal.services import record
from o2r.core.journal.triggers import ENTRIES
from o2r.core.journal.verification import Finding, Report, verify
from o2r.core.measured_site import measured_site
from o2r.core.measures import Measure, measures_for

SEED = 20260312
TAMPERINGS_PER_OPERATOR = 100
CHAINS = [UUID(int=number, version=4) for number in (1, 2)]
LENGTH = 24
ANCHORED_EVERY = 6
ROWS_SHORT, ROWS_FULL = 100_000, 1_000_000
SECONDS_PER_MILLION = 30
WRITERS, ACTS_PER_WRITER = 8, 25
START = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


@measures_for("C3", family="trust")
def journal(*, full: bool = False) -> Iterator[Measure]:
    """Eleven falsifications a hundred times, a million entries read, eight writers at once."""
    with _own_site():
        write_sample()
        yield from tampering(TAMPERINGS_PER_OPERATOR)
        yield concurrency()
        yield verification(ROWS_FULL if full else ROWS_SHORT)


@contextmanager
def _own_site() -> Iterator[None]:
    """A site whose database threads can share (on SQLite: a file), with anchors of its own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        test = connection.settings_dict["TEST"]
        usual = test["NAME"]
        if connection.vendor == "sqlite":
            test["NAME"] = str(place / "measured.sqlite3")
        try:
            with (
                override_settings(
                    ANCHOR_DIR=place / "anchors",
                    ANCHOR_KEY_FILE=place / "keys" / "anchor.pem",
                    TSA_URL="",
                    DPO_EMAIL="",
                ),
                measured_site(),
            ):
                yield
        finally:
            test["NAME"] = usual


def write_sample() -> None:
    """Chains of the same length, written by the real service and anchored on the way."""
    rng = Random(SEED)  # noqa: S311 — a reproducible draw, no secret
    for number in range(1, LENGTH + 1):
        for chain in CHAINS:
            author = Author(UUID(int=rng.getrandbits(128), version=4), chain, "referent")
            with transaction.atomic():
                record(
                    by=author,
                    action=rng.choice(["read", "write", "export"]),
                    kind=rng.choice(["identity", "contact", "payment"]),
                    object_id=UUID(int=rng.getrandbits(128), version=4),
                    organisation=chain,
                    fields=rng.sample(["names", "birth", "phone", "amount"], 2),
                    count=rng.randint(1, 5),
                )
        if number % ANCHORED_EVERY == 0:
            anchor_heads(now=START + timedelta(hours=number))


def tampering(per_operator: int) -> Iterator[Measure]:
    """Share of falsifications seen, and share whose first bad entry is named right."""
    tried = seen = named = 0
    missed: list[str] = []
    false_alarms = 0
    with transaction.atomic():
        drop_triggers()
        for operator in OPERATORS:
            false_alarms += len(verify(anchors=anchor_folder()).findings)
            for draw in range(per_operator):
                truth, report = _falsified(operator, SEED + draw)
                tried += 1
                seen += not report.sound
                right = names_right(report.findings, truth)
                named += right
                if not right and len(missed) < 10:
                    missed.append(f"{operator.__name__}:{SEED + draw}")
        transaction.set_rollback(True)
    detail = {
        "seeds": f"{SEED}–{SEED + per_operator - 1}",
        "operators": [operator.__name__ for operator in OPERATORS],
        "engine": connection.vendor,
        "missed": missed,
        # What was written since the last anchor can still be cut or rewritten unseen.
        "anchored_every": ANCHORED_EVERY,
    }
    enough = len(OPERATORS) * TAMPERINGS_PER_OPERATOR
    yield Measure("C3.tamperings", tried, "trials", enough, "higher", detail)
    yield Measure("C3.detected", 100 * seen / tried, "%", 100, "equal", detail)
    yield Measure("C3.first_bad_row", 100 * named / tried, "%", 100, "equal", detail)
    yield Measure("C3.false_alarms", false_alarms, "findings", 0, "equal", detail)


def _falsified(operator: Operator, seed: int) -> tuple[Truth, Report]:
    """What one falsification did and what the verification says; the journal is then put back."""
    rng = Random(f"{operator.__name__}:{seed}")  # noqa: S311 — a reproducible draw, no secret
    with _anchors_put_back(), transaction.atomic():
        truth = operator(Sample(CHAINS, LENGTH, rng))
        report = verify(anchors=anchor_folder())
        transaction.set_rollback(True)
    return truth, report


@contextmanager
def _anchors_put_back() -> Iterator[None]:
    before = {file: file.read_bytes() for file in anchor_files(anchor_folder())}
    try:
        yield
    finally:
        for file, content in before.items():
            file.write_bytes(content)


def names_right(findings: list[Finding], truth: Truth) -> bool:
    """True when each falsified chain, and no other, has its first bad entry named; or the cut of
    the anchors, and nothing else, when they are what was falsified.

    The exact number; or, where only an anchor can tell, the interval between the last anchor that
    still holds and the first that does not.
    """
    if {finding.chain for finding in findings} != set(truth):
        return False
    return all(_is_right(finding, truth[finding.chain]) for finding in findings)


def _is_right(finding: Finding, first_bad: int) -> bool:
    if finding.chain is None or finding.number is None:
        return finding.fault == Fault.ANCHORS_CUT
    if finding.number == first_bad:
        return True
    return finding.since < first_bad <= finding.number <= finding.since + ANCHORED_EVERY


def concurrency() -> Measure:
    """Acts lost and entries in a fork when several writers share one chain."""
    chain = uuid4()
    failures: list[str] = []

    def write() -> None:
        try:
            for _ in range(ACTS_PER_WRITER):
                with transaction.atomic():
                    record(
                        by=Author.system("measure"),
                        action="write",
                        kind="measure",
                        object_id=None,
                        organisation=chain,
                    )
        except DatabaseError as error:
            failures.append(type(error).__name__)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    entries = JournalEntry.objects.filter(chain=chain)
    lost = WRITERS * ACTS_PER_WRITER - entries.count()
    forks = entries.values("previous").annotate(times=Count("id")).filter(times__gt=1).count()
    wrong = len(verify(chain=chain).findings)
    detail = {
        "writers": WRITERS,
        "acts": WRITERS * ACTS_PER_WRITER,
        "errors": failures,
        "engine": connection.vendor,
    }
    return Measure("C3.concurrency", forks + lost + wrong, "forks+lost", 0, "equal", detail)


def verification(rows: int) -> Measure:
    """Seconds to verify a chain of ``rows`` entries; the target is in proportion of a million."""
    chain = UUID(int=10, version=4)
    _write_long_chain(chain, rows)
    started = time.perf_counter()
    report = verify(chain=chain)
    seconds = time.perf_counter() - started
    if not report.sound or report.entries != rows:
        seconds = float("inf")
    detail = {
        "rows": rows,
        "rows_per_second": round(rows / seconds),
        "engine": connection.vendor,
        "long_form": "1 000 000 rows",
    }
    name = "C3.verify_1m" if rows == ROWS_FULL else f"C3.verify_{rows // 1000}k"
    return Measure(name, seconds, "s", SECONDS_PER_MILLION * rows / 1_000_000, detail=detail)


def _write_long_chain(chain: UUID, rows: int) -> None:
    """A chain made with the pure function and written in bulk, as no service may."""
    columns = [*Link._fields, "form", "previous", "hash"]
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {ENTRIES} ({names}) VALUES ({places})"  # noqa: S608 — constants
    previous, batch = ORIGIN, []
    for number in range(1, rows + 1):
        link = Link(
            id=UUID(int=chain.int + number, version=4),
            chain=chain,
            number=number,
            at=START + timedelta(seconds=number),
            user=UUID(int=number % 500, version=4),
            organisation=chain,
            role="referent",
            action="read",
            kind="identity",
            object_id=UUID(int=number % 20_000, version=4),
            fields="birth,names",
            decision="allow",
            reason="membership",
            count=1,
            request_id=f"{number:032x}",
            basis="referent",
            in_place_of=UUID(int=1, version=4),
        )
        values = texts(link)
        digest = hash_of_texts(previous, values)
        # The rest is stored as it is hashed; the instant has the form of the engine.
        values[3] = str(connection.ops.adapt_datetimefield_value(link.at))
        batch.append((*values, FORM, previous, digest))
        previous = digest
        if len(batch) == 5_000 or number == rows:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(statement, batch)
            batch = []
    ChainHead.objects.create(chain=chain, number=rows, hash=previous)
