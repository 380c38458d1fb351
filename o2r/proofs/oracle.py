"""Whether a forbidden object can be told from one that does not exist.

Same status, same bytes, same headers; and, over many interleaved pairs, the same time: the
Mann-Whitney test on each route, corrected by Holm for their number, and the median difference.
"""

import operator
import random
import re
import statistics
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from scipy.stats import mannwhitneyu

from o2r.accounts.enums import Relation
from o2r.core.routes import address
from o2r.proofs.matrix import WORDS, Matrix, Route
from o2r.proofs.world import Person

MOST_BATCHES = 10
DOUBTFUL_MS = 0.5
_CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@dataclass(frozen=True)
class Pair:
    """One route, someone for whom its object is forbidden, and both addresses."""

    route: str
    person: Person
    method: str
    forbidden: str
    absent: str


@dataclass(frozen=True)
class Timing:
    """What the clock says of a pair: ``p`` of Mann-Whitney, median of the differences in ms."""

    pair: Pair
    p: float
    difference_ms: float


def pairs(
    matrix: Matrix, routes: list[Route], people: list[Person], rng: random.Random
) -> list[Pair]:
    """A pair for each route that names an object, with the first person whom it is closed to."""
    found = []
    for route in routes:
        if not route.names_an_object:
            continue
        for person in people:
            cells = matrix.closed_by_object(route, person)
            if cells:
                found.append(_pair(matrix, route, person, cells[0].method, rng))
                break
    return found


WITHIN = frozenset({"year", "section", "field"})
"""Words of an address that choose a part of the object, whatever the object is."""


def _pair(matrix: Matrix, route: Route, person: Person, method: str, rng: random.Random) -> Pair:
    specimen = matrix.specimen(person, route, Relation.ANY)
    nothing = {
        name: value if name in WITHIN else _like(value, rng)
        for name, value in specimen.parameters.items()
    }
    return Pair(
        route=route.route,
        person=person,
        method=method,
        forbidden=address(route.route, {**WORDS, **specimen.parameters}),
        absent=address(route.route, {**WORDS, **nothing}),
    )


def _like(value: str, rng: random.Random) -> str:
    """A value of the same shape that nothing bears."""
    try:
        UUID(value)
    except ValueError:
        # A word of an address: other letters, so that its length stays and its meaning goes.
        return re.sub(r"[a-z0-9]", lambda _: rng.choice("bcdfghjklmnpqrstvwxz"), value)
    return str(UUID(int=rng.getrandbits(128), version=4))


def differences(pair: Pair) -> list[str]:
    """What tells the two answers apart: status, body, or the name of a header.

    Asked twice: an hour in a header may pass to the next second between two answers.
    """
    first, second = _differences(pair), _differences(pair)
    return [one for one in first if one in second]


def _differences(pair: Pair) -> list[str]:
    one, other = (_ask(pair, where) for where in (pair.forbidden, pair.absent))
    found = [] if one.status_code == other.status_code else ["status"]
    if _body(one, pair.forbidden) != _body(other, pair.absent):
        found.append("body")
    names = set(one.headers) | set(other.headers)
    return found + sorted(
        name for name in names if one.headers.get(name) != other.headers.get(name)
    )


def timing(pair: Pair, rounds: int, rng: random.Random) -> Timing:
    """Both answers timed ``rounds`` times, side by side, in an order drawn at every round.

    A machine that slows down slows both answers of a round: the difference is taken round by round.
    A pair that still looks different is asked again, up to ``MOST_BATCHES`` times as much, and is
    judged on all of its rounds.
    """
    spent: dict[str, list[float]] = {pair.forbidden: [], pair.absent: []}
    forbidden, absent = spent[pair.forbidden], spent[pair.absent]
    for _ in range(MOST_BATCHES):
        for _ in range(rounds):
            for where in rng.sample(list(spent), 2):
                start = time.perf_counter()
                _ask(pair, where)
                spent[where].append((time.perf_counter() - start) * 1000)
        difference = abs(statistics.median(map(operator.sub, forbidden, absent)))
        if difference < DOUBTFUL_MS:
            break
    return Timing(pair, float(mannwhitneyu(forbidden, absent).pvalue), difference)


def holm(values: list[float]) -> list[float]:
    """p-values corrected for their number (Holm, 1979), in the order given."""
    order = sorted(range(len(values)), key=values.__getitem__)
    corrected, highest = [1.0] * len(values), 0.0
    for rank, index in enumerate(order):
        highest = max(highest, min(1.0, (len(values) - rank) * values[index]))
        corrected[index] = highest
    return corrected


def _ask(pair: Pair, where: str) -> Any:
    return getattr(pair.person.client, pair.method)(where)


def _body(answer: Any, where: str) -> bytes:
    # The token is drawn at every page; the address typed may be repeated in a link back.
    return _CSRF.sub(b"", answer.content).replace(where.encode(), b"")
