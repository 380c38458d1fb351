"""A storm from end to end: a site as in production, candidates, a generator, a verdict."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from o2r.calls.applications.measured_oracle import Account, judge
from o2r.core.measured_cluster import cluster
from o2r.core.measured_stack import Stack
from o2r.core.measures import percentile

WORLD = "o2r.calls.applications.measured_world"
HOUR = "o2r.calls.applications.measured_hour"
VERDICT = "o2r.calls.applications.measured_verdict"
GENERATOR = Path(__file__).with_name("measured_storm.py")
_MAP = "/carte/projets.json"
READS = (
    *(_MAP, f"{_MAP}?public=jeunes", f"{_MAP}?public=brsa", f"{_MAP}?commune=63113"),
    *(f"{_MAP}?commune=38185", f"{_MAP}?commune=69123", f"{_MAP}?region=84"),
    *("/carte/config.json", "/", "/?commune=63113"),
)
"""Out of ten people who look: seven move on the map, one opens it, two read the list."""
SEED = 20_260_101
FAR = 30 * 86_400.0
"""Seconds: no draft is due for a reminder, which would be another work than what is measured."""
INTENTS, OPENED_BEFORE = 0.33, 400.0
"""The share of candidates who opened the summary, and how many seconds before the hour."""
LEAD = 4
"""Seconds that setting the hour may take."""


@dataclass
class Run:
    """What a storm did. ``seconds``: from the first request to the last application written."""

    account: Account
    seconds: float
    answers: list[dict[str, Any]]
    memory: float = 0.0
    faults: list[str] = field(default_factory=list)
    journaled: int = 0

    @property
    def waits(self) -> list[float]:
        """Milliseconds between the hour of each submission and its answer, read."""
        return [
            1000 * (one["received"] - one["at"]) for one in self.answers if one["what"] == "submit"
        ]

    @property
    def per_minute(self) -> float:
        """Applications written with their receipt, from the first request to the last of them."""
        return 60 * self.account.recorded / self.seconds

    @property
    def acknowledged_per_minute(self) -> float:
        """Applications whose hour is promised: a receipt, or a place in the queue, was read."""
        sends = [one for one in self.answers if one["what"] == "submit"]
        good = {one["application"] for one in sends if one["outcome"] in ("receipt", "queue")}
        first, last = min(one["at"] for one in sends), max(one["received"] for one in sends)
        return 60 * len(good) / float(last - first)

    def detail(self, **more: Any) -> dict[str, Any]:
        """What a reader needs beside a figure."""
        waits = self.waits or [0.0]
        reads = [1000 * (one["received"] - one["at"]) for one in self.answers
                 if one["what"] == "read" and one["status"] == 200]  # fmt: skip
        account = self.account
        return {
            "sent": account.sent,
            "recorded": account.recorded,
            "acknowledged_per_minute": round(self.acknowledged_per_minute),
            "seconds_of_storm": round(self.seconds, 1),
            "p50_ms": round(percentile(waits, 0.5)),
            "p99_ms": round(percentile(waits, 0.99)),
            "queue_pages": account.queued,
            "server_errors": account.server_errors,
            "cut": account.cut,
            "other": account.other,
            "reads": len(reads),
            "reads_p99_ms": round(percentile(reads, 0.99)) if reads else None,
            "memory_mb": round(self.memory),
            "seed": SEED,
            **more,
        }


@contextmanager
def site(*, engine: str, change: str = "", **extra: str) -> Iterator[Stack]:
    """A site on a database of its own; everything is removed at the end."""
    folder = Path(mkdtemp(prefix="o2r-storm-"))
    # PostgreSQL may have to run as somebody else.
    folder.chmod(0o755)
    try:
        if engine == "postgresql":
            with cluster(folder / "postgres") as server:
                yield from _served(Stack(folder, server, change, extra=extra))
        else:
            yield from _served(Stack(folder, None, change, extra=extra))
    finally:
        rmtree(folder, ignore_errors=True)


def _served(stack: Stack) -> Iterator[Stack]:
    try:
        yield stack
    finally:
        stack.stop()


def prepare(stack: Stack, *, count: int, closes_at: float, **plan: Any) -> list[dict[str, Any]]:
    """Candidates ready to send: ``measured_world.Plan``."""
    asked = {"count": count, "closes_at": closes_at, "seed": SEED, **plan}
    return [json.loads(line) for line in stack.run(WORLD, json.dumps(asked)).splitlines()]


def generate(stack: Stack, candidates: list[dict[str, Any]], **plan: Any) -> "Generator":
    """Start the generator of a storm."""
    answers = stack.folder / "answers.jsonl"
    asked = {
        "port": stack.port,
        "candidates": candidates,
        "answers": str(answers),
        "seed": SEED,
        "connections": 200,
        **plan,
    }
    return Generator(asked, answers)


class Generator:
    """The process that sends."""

    def __init__(self, plan: dict[str, Any], answers: Path) -> None:
        self.answers = answers
        self._process = subprocess.Popen(  # noqa: S603 — our own interpreter and module
            [sys.executable, "-I", str(GENERATOR)],
            stdin=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None  # noqa: S101 — asked for above
        json.dump(plan, self._process.stdin)
        self._process.stdin.close()

    def is_running(self) -> bool:
        return self._process.poll() is None

    def wait(self) -> list[dict[str, Any]]:
        """Every answer. Raises RuntimeError when the generator broke."""
        if self._process.wait():
            raise RuntimeError("Le générateur de charge s’est arrêté.")
        return [json.loads(line) for line in self.answers.read_text().splitlines()]


def conclude(
    stack: Stack, answers: list[dict[str, Any]], *, closes_at: float, stamped: bool, memory: float
) -> Run:
    """Compare what the candidates read with what the database holds."""
    *found, whole = [json.loads(line) for line in stack.run(VERDICT, "").splitlines()]
    account = judge(answers, found, closes_at=closes_at, stamped=stamped)
    first = min(one["at"] for one in answers if one["what"] != "read")
    written = [sent["recorded"] for one in found for sent in one["submissions"]]
    seconds = max([*written, first + 1]) - first
    return Run(account, seconds, answers, memory, whole["faults"], whole["journaled"])


def around_the_hour(
    stack: Stack, *, count: int, stamped: bool, seconds: float, twice: float = 0.02
) -> Run:
    """A storm spread on ``seconds`` before and after the hour; a third have opened the summary."""
    candidates = prepare(
        stack,
        count=count,
        closes_at=now() + FAR,
        intents=INTENTS,
        opened_before=OPENED_BEFORE,
    )
    stack.start()
    stack.start_worker()
    # The hour is set once everything is ready, however slow this machine is.
    closes_at = float(int(now() + seconds) + LEAD)
    asked = {"closes_at": closes_at, "opened_before": OPENED_BEFORE}
    stack.run(HOUR, json.dumps(asked))
    for one in candidates:
        one["opened"] = one["opened"] and closes_at - OPENED_BEFORE
    answers = generate(
        stack,
        candidates,
        sends=spread(count, around=closes_at, seconds=seconds),
        stamps=stamped,
        twice=twice,
        haste=0.3,
    ).wait()
    return conclude(stack, answers, closes_at=closes_at, stamped=stamped, memory=0)


class Memory:
    """The most that the web server holds, looked at twice a second."""

    def __init__(self, stack: Stack) -> None:
        self._stack, self.most = stack, 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(2.0):
            self.most = max(self.most, self._stack.memory())


def crescendo(count: int, *, begin: float, seconds: float) -> list[float]:
    """Instants of arrival that become denser: from four fifths to six fifths of the mean rate."""
    found = []
    for rank in range(count):
        share = (rank + 0.5) / count
        # The integral of 0.8 + 0.4 t is 0.8 t + 0.2 t²: its inverse gives the instants.
        found.append(begin + seconds * ((4 + 5 * share) ** 0.5 - 2))
    return found


def spread(count: int, *, around: float, seconds: float) -> list[float]:
    """Instants evenly spread on both sides of an hour, in an order of no importance."""
    return [around + seconds * (2 * (rank + 0.5) / count - 1) for rank in range(count)]


def now() -> float:
    return time.time()
