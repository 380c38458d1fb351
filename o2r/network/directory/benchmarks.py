"""``o2r bench services``: who near this commune takes this person, over 100,000 services.

The directory and the questions are invented from frozen seeds, on the real communes. Beside the
index, the same questions are asked of the database in the same run, as the API of data·inclusion
does; and the answers are checked against a program that reads every service.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

from o2r.core.measured_site import measured_site
from o2r.core.measures import Measure, measures_for, percentile
from o2r.network.directory.measured_directory import Row, expected, fill, questions, worded
from o2r.network.directory.measured_rival import ask_rival, ask_rival_all, fill_rival
from o2r.network.directory.rules import number
from o2r.network.directory.search.question import Question
from o2r.network.directory.selectors.kept_index import current_index
from o2r.network.directory.selectors.near import LIMIT, ask, dressed
from o2r.territory.geography import current_geography

SEED = 20_261_130
SERVICES = 100_000
ASKED = 200
RIVAL_ASKED = 60
CHECKED = 20
MILLISECONDS = 1000


@measures_for("services")
def services(*, full: bool = False) -> Iterator[Measure]:
    """Search p95, the rival's beside it, exact answers, time to read the directory."""
    with measured_site():
        rows = fill(SERVICES, SEED)
        within = float(number("near-kilometres"))
        asked = questions(rows, ASKED * (5 if full else 1), SEED + 1, within_km=within)
        yield from _speed(rows, asked)
        yield from _words(rows, worded(asked, SEED + 2))
        yield from _exactness(rows, asked[:CHECKED])


def _speed(rows: list[Row], asked: list[Question]) -> Iterator[Measure]:
    detail = {"seed": SEED, "services": len(rows), "questions": len(asked)}
    start = time.perf_counter()
    current_index()
    built = time.perf_counter() - start
    times = [_milliseconds(_searched, question) for question in asked]
    yield Measure(
        "services.search_p95", percentile(times, 0.95), "ms", 50, "lower",
        detail | _spread(times), is_speed=True,
    )  # fmt: skip
    yield Measure("services.index_built", built, "s", 15, detail=detail, is_speed=True)
    fill_rival(rows)
    some = asked[:RIVAL_ASKED]
    how = "tableaux et index GIN" if connection.vendor == "postgresql" else "json_each"
    # The keys of the first page on both sides, without the rows that it shows; each question to
    # both at once, so that what else the machine does weighs on both.
    for name, rival, what in (
        ("beside_overlap", ask_rival, "ceux qui couvrent la commune seuls, sans leur nombre"),
        ("beside_overlap_equal", ask_rival_all, "tout ce qui est demandé à l’index"),
    ):
        pairs = [
            (_milliseconds(_ranked, question), _milliseconds(rival, question)) for question in some
        ]
        ours, theirs = [one for one, _ in pairs], [other for _, other in pairs]
        ratio = statistics.median(theirs) / statistics.median(ours)
        beside = {"rival": f"recouvrement de listes ({how})", "asked": what, "questions": len(some)}
        yield Measure(
            f"services.{name}", ratio, "fois plus vite", 1, "higher",
            detail | beside | _named("index", ours) | _named("rival", theirs),
            is_speed=True,
        )  # fmt: skip


def _words(rows: list[Row], asked: list[Question]) -> Iterator[Measure]:
    """The same of who types words: p95, and exact answers."""
    times = [_milliseconds(_searched, question) for question in asked]
    detail = {"seed": SEED + 2, "services": len(rows), "questions": len(asked)}
    yield Measure(
        "services.words_p95", percentile(times, 0.95), "ms", 50, "lower",
        detail | _spread(times), is_speed=True,
    )  # fmt: skip
    right = sum(_is_exact(rows, question) for question in asked[:CHECKED])
    detail |= {"questions": CHECKED}
    yield Measure("services.words_exact", right * 100 / CHECKED, "%", 100, "equal", detail)


def _is_exact(rows: list[Row], question: Question) -> bool:
    """Whether exactly those who should answer do, in the order that was promised."""
    truth = expected(rows, question)
    matches = current_index().ask(question, current_geography()).matches
    orders = [truth.get(one.key) for one in matches]
    known = [order for order in orders if order is not None]
    return len(known) == len(orders) == len(truth) and known == sorted(known, reverse=True)


def _searched(question: Question) -> Any:
    """What a page waits for: the edition, the index, and the rows that it shows."""
    return dressed(ask(question, limit=LIMIT).matches)


def _ranked(question: Question) -> Any:
    return ask(question, limit=LIMIT)


def _named(whose: str, times: list[float]) -> dict[str, float]:
    return {f"{whose}_{name}": value for name, value in _spread(times).items()}


def _milliseconds(act: Callable[[Question], Any], question: Question) -> float:
    start = time.perf_counter()
    act(question)
    return (time.perf_counter() - start) * MILLISECONDS


def _spread(times: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(times), 2),
        "p95": round(percentile(times, 0.95), 2),
        "max": round(max(times), 2),
    }


def _exactness(rows: list[Row], asked: list[Question]) -> Iterator[Measure]:
    """Share of questions answered by exactly those who should, in the order that was promised,
    and share of those for which the rival names the same services of the commune."""
    right, same = 0, 0
    for question in asked:
        right += _is_exact(rows, question)
        matches = current_index().ask(question, current_geography()).matches
        covering = {one.key for one in matches if one.covers}
        same += covering == set(ask_rival(question, None))
    share, detail = 100 / len(asked), {"seed": SEED + 1, "questions": len(asked)}
    yield Measure("services.exact", right * share, "%", 100, "equal", detail)
    yield Measure("services.same_as_overlap", same * share, "%", 100, "equal", detail)
