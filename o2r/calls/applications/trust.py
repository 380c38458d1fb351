"""``o2r trust L1`` (deadline storm), ``L2`` (exact deadline), ``F1`` and ``F2`` (kill -9).

Each starts the product as in production, on a database of its own, whatever the instance uses; the
generator of the load runs on the same machine.
"""

from collections.abc import Iterator
from functools import partial

from o2r.calls.applications import measured_runs as runs
from o2r.calls.applications.measured_kills import kill_the_database, kill_the_site
from o2r.calls.applications.measured_runs import FAR, READS, Run
from o2r.core.measured_cluster import MISSING, runnable
from o2r.core.measures import Measure, measures_for, percentile, unchecked

PER_MINUTE, P99_MS = 3_000, 2_000
SHORT_SECONDS, FULL_SECONDS = 60, 600
OFFERED, OFFERED_BRIEFLY = 1.03, 1.08
"""What is offered on average, as a share of what must be held: the figure may exceed its target.
The last minutes offer a fifth more (``crescendo``). In a storm of one minute, the second or two of
the last group weigh: more is offered."""
READS_PER_SECOND = 100.0
EMBEDDED_SECONDS = 15
SIDE = 2.0
"""Seconds on each side of the hour, in L2."""


@measures_for("L1", family="trust")
def storm(*, full: bool = False) -> Iterator[Measure]:
    """Complete submissions per minute, in crescendo, with people reading the map beside."""
    if runnable():
        yield from _held(full=full)
    else:
        yield unchecked("L1.per_minute", PER_MINUTE, "higher", reason=MISSING)
        yield unchecked("L1.acknowledged", PER_MINUTE, "higher", reason=MISSING)
        yield unchecked("L1.p99", P99_MS, reason=MISSING)
    ceiling = _storm("sqlite", FULL_SECONDS // 10 if full else EMBEDDED_SECONDS, 1.0)
    yield Measure(
        "L1.sqlite_ceiling", ceiling.per_minute, "/min", 0, "higher", _detail(ceiling, "sqlite")
    )
    yield from _flawless("L1.sqlite", ceiling, "sqlite")


def _held(*, full: bool) -> Iterator[Measure]:
    seconds, offered = (FULL_SECONDS, OFFERED) if full else (SHORT_SECONDS, OFFERED_BRIEFLY)
    run = _storm("postgresql", seconds, offered)
    detail = _detail(run, "postgresql")
    yield _speed("L1.per_minute", run.per_minute, "/min", PER_MINUTE, "higher", detail)
    promised = run.acknowledged_per_minute
    yield _speed("L1.acknowledged", promised, "/min", PER_MINUTE, "higher", detail)
    yield _speed("L1.p99", percentile(run.waits, 0.99), "ms", P99_MS, "lower", detail)
    yield from _flawless("L1", run, "postgresql")


def _storm(engine: str, seconds: int, offered: float) -> Run:
    """One storm: the call closes far away, every application is complete and different."""
    count = int(PER_MINUTE * offered * seconds / 60)
    closes_at = runs.now() + FAR
    with runs.site(engine=engine, O2R_PROXY_STAMPS="1") as stack:
        candidates = runs.prepare(stack, count=count, closes_at=closes_at)
        stack.start()
        stack.start_worker()
        # The worker does first what is due at its start.
        begin = runs.now() + 5
        with runs.Memory(stack) as memory:
            answers = runs.generate(
                stack,
                candidates,
                sends=runs.crescendo(count, begin=begin, seconds=seconds),
                stamps=True,
                twice=0.02,
                reads=READS,
                rate=READS_PER_SECOND,
                until=begin + seconds,
            ).wait()
        return runs.conclude(stack, answers, closes_at=closes_at, stamped=True, memory=memory.most)


@measures_for("L2", family="trust")
def deadline(*, full: bool = False) -> Iterator[Measure]:
    """Submissions within two seconds of the closing instant, a third with an intent.

    On PostgreSQL, then on SQLite, which is offered what it may hold.
    """
    engine = "postgresql" if runnable() else "sqlite"
    run = _around_the_hour(engine, 10_001 if full else 1_001, stamped=True)
    yield from _flawless("L2", run, engine, faults=True)
    direct = _around_the_hour(engine, 201, stamped=False)
    yield from _flawless("L2.direct", direct, engine)
    if engine != "sqlite":
        embedded = _around_the_hour("sqlite", 2_001 if full else 501, stamped=True)
        yield from _flawless("L2.sqlite", embedded, "sqlite", faults=True)


def _around_the_hour(engine: str, count: int, *, stamped: bool) -> Run:
    """``count`` is odd: one of them arrives at the very instant."""
    stamps = {"O2R_PROXY_STAMPS": "1"} if stamped else {}
    with runs.site(engine=engine, **stamps) as stack:
        return runs.around_the_hour(stack, count=count, stamped=stamped, seconds=SIDE)


@measures_for("F1", family="trust")
def killed_site(*, full: bool = False) -> Iterator[Measure]:
    """kill -9 of the web server under load: nothing acknowledged is lost."""
    engine = "postgresql" if runnable() else "sqlite"
    run, recoveries = kill_the_site(engine, 200 if full else 10)
    yield from _killed("F1", run, recoveries, engine, 3.0)


@measures_for("F2", family="trust")
def killed_database(*, full: bool = False) -> Iterator[Measure]:
    """kill -9 of PostgreSQL under load, or of the process that embeds SQLite."""
    cycles = 20 if full else 3
    if runnable():
        run, recoveries = kill_the_database(cycles)
        yield from _killed("F2", run, recoveries, "postgresql", 8.0)
    else:
        run, recoveries = kill_the_site("sqlite", cycles)
        yield from _killed("F2", run, recoveries, "sqlite", 8.0)


_speed = partial(Measure, is_speed=True)


def _killed(
    name: str, run: Run, recoveries: list[float], engine: str, target: float
) -> Iterator[Measure]:
    yield from _flawless(name, run, engine, faults=True, errors=False)
    detail = _detail(run, engine) | {"cycles": len(recoveries), "worst": max(recoveries)}
    yield _speed(f"{name}.recovery_p95", percentile(recoveries, 0.95), "s", target, "lower", detail)


def _flawless(
    name: str, run: Run, engine: str, *, faults: bool = False, errors: bool = True
) -> Iterator[Measure]:
    """What no storm may do: lose, double, misjudge, issue a false receipt, answer an error."""
    account, detail = run.account, _detail(run, engine)
    figures = {
        "lost": account.lost,
        "doubled": account.doubled,
        "misjudged": account.misjudged,
        "false_receipts": account.false_receipts,
    }
    if faults:
        figures["journal_faults"] = run.faults
    for what, found in figures.items():
        shown = detail | {"found": found[:10]}
        yield Measure(f"{name}.{what}", len(found), "", 0, "equal", shown)
    if errors:
        wrong = account.server_errors + account.cut + account.other
        yield Measure(f"{name}.errors", wrong, "réponses", 0, "equal", detail)


def _detail(run: Run, engine: str) -> dict[str, object]:
    return {"engine": engine, **run.detail()}
