"""Whether a forbidden object can be told from one that does not exist.

Same status, same bytes, same headers; and, over many interleaved pairs, the same time: the
Mann-Whitney test on each route, corrected by Holm for their number, and the difference of medians.
"""

import random
import re
import statistics
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from o2r.accounts.enums import Relation
from o2r.accounts.trust.matrix import WORDS, Matrix, Route
from o2r.accounts.trust.world import Person
from o2r.core.routes import address

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
    """What the clock says of a pair: ``p`` of Mann-Whitney, difference of medians in ms."""

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
            cells = [
                cell
                for cell in matrix.closed_by_object(route, person)
                if cell.relation == Relation.ANY.value
            ]
            if cells:
                found.append(_pair(matrix, route, person, cells[0].method, rng))
                break
    return found


def _pair(matrix: Matrix, route: Route, person: Person, method: str, rng: random.Random) -> Pair:
    specimen = matrix.specimen(person, route.mark.kind, Relation.ANY)
    nothing = {name: _like(value, rng) for name, value in specimen.parameters.items()}
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
        return re.sub(r"[0-9a-f](?=[0-9a-f]*$)", lambda _: rng.choice("0123456789abcdef"), value)
    return str(UUID(int=rng.getrandbits(128), version=4))


def differences(pair: Pair) -> list[str]:
    """What tells the two answers apart: status, body, or the name of a header."""
    one, other = (_ask(pair, where) for where in (pair.forbidden, pair.absent))
    found = [] if one.status_code == other.status_code else ["status"]
    if _body(one, pair.forbidden) != _body(other, pair.absent):
        found.append("body")
    names = set(one.headers) | set(other.headers)
    return found + sorted(
        name for name in names if one.headers.get(name) != other.headers.get(name)
    )


def timing(pair: Pair, rounds: int, rng: random.Random) -> Timing:
    """Both answers timed ``rounds`` times each, in an order drawn at every round."""
    spent: dict[str, list[float]] = {pair.forbidden: [], pair.absent: []}
    for _ in range(rounds):
        for where in rng.sample(list(spent), 2):
            start = time.perf_counter()
            _ask(pair, where)
            spent[where].append((time.perf_counter() - start) * 1000)
    forbidden, absent = spent[pair.forbidden], spent[pair.absent]
    difference = abs(statistics.median(forbidden) - statistics.median(absent))
    return Timing(pair, mann_whitney(forbidden, absent), difference)


def mann_whitney(first: list[float], second: list[float]) -> float:
    """Two-sided p-value of the rank-sum test, by its normal approximation (20 values and more)."""
    ranks = np.argsort(np.argsort(np.array([*first, *second]))) + 1.0
    n, m = len(first), len(second)
    u = float(ranks[:n].sum()) - n * (n + 1) / 2
    spread = (n * m * (n + m + 1) / 12) ** 0.5
    return 2 * (1 - statistics.NormalDist().cdf(abs(u - n * m / 2) / spread))


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
