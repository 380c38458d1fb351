"""``o2r trust A1``: the access matrix against the policy."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from functools import partial

from o2r.core.measured_site import together
from o2r.core.measures import Measure, measures_for
from o2r.proofs import stale, stale_files
from o2r.proofs.matrix import Cell, Matrix, classified, without_specimen
from o2r.proofs.oracle import differences, holm, pairs, timing
from o2r.proofs.site import sample_site
from o2r.proofs.world import populate

SEED = 20_261_122
PROCESSES = min(4, os.cpu_count() or 1)
SLOWEST_MS = 1.0
SURE = 0.01


@measures_for("A1", family="trust")
def access_matrix(*, full: bool = False) -> Iterator[Measure]:
    """Every route × person × relation × method: mismatches with ``policy.csv``."""
    with sample_site():
        routes, silent = classified()
        orphans = without_specimen(routes)
    yield Measure("A1.unclassified", len(silent), "routes", 0, "equal", {"routes": silent[:20]})
    yield Measure(
        "A1.without_specimen", len(orphans), "routes", 0, "equal", {"routes": orphans[:20]}
    )
    cells = together(partial(_cells, full), PROCESSES)
    wrong = [cell for cell in cells if not cell.is_right]
    detail = {
        "cells": len(cells),
        "routes": len(routes),
        "people": len({cell.person for cell in cells}),
        "outcomes": dict(Counter(cell.expected for cell in cells)),
        "processes": PROCESSES,
        "relations": "all" if full else "all where the page opens, else the closest",
        "first": [str(cell) for cell in wrong[:5]],
    }
    yield Measure("A1.mismatches", len(wrong), "cells", 0, "equal", detail)


def _cells(full: bool, rank: int, count: int) -> list[Cell]:
    """The cells of one route out of ``count``, asked on a site of their own.

    Then the public pages, all of them, in search of what these cells have made.
    """
    with sample_site():
        routes, _ = classified()
        matrix = Matrix(routes[rank::count], populate(), full=full)
        return [*matrix.cells(), *matrix.public_cells(routes)]


@measures_for("A2", family="trust")
def existence_oracle(*, full: bool = False) -> Iterator[Measure]:
    """Forbidden against absent: bytes, headers and time, on every route that names an object."""
    rng = random.Random(SEED)  # noqa: S311
    rounds = 300 if full else 30
    with sample_site():
        routes, _ = classified()
        people = populate()
        matrix = Matrix(routes, people)
        asked = pairs(matrix, routes, people, rng)
        telling = {pair.route: found for pair in asked if (found := differences(pair))}
        yield Measure(
            "A2.telling_bytes",
            len(telling),
            "routes",
            0,
            "equal",
            {"routes": len(asked), "differences": telling},
        )
        timings = [timing(pair, rounds, rng) for pair in asked]
    corrected = holm([one.p for one in timings])
    slow = [
        one.pair.route
        for one, p in zip(timings, corrected, strict=True)
        if p <= SURE and one.difference_ms >= SLOWEST_MS
    ]
    detail = {
        "seed": SEED,
        "pairs_per_route": rounds,
        "routes": len(asked),
        "smallest_p_holm": round(min(corrected, default=1.0), 4),
        "largest_median_difference_ms": round(
            max((t.difference_ms for t in timings), default=0), 3
        ),
    }
    yield Measure("A2.telling_times", len(slow), "routes", 0, "equal", detail | {"slow": slow})
    yield Measure(
        "A2.median_difference",
        max((one.difference_ms for one in timings), default=0.0),
        "ms",
        SLOWEST_MS,
        detail=detail,
    )


@measures_for("A4", family="trust")
def stale_rights(*, full: bool = False) -> Iterator[Measure]:
    """After each end of a right, what the next request still opens."""
    with sample_site():
        faults = [*stale.stale_surfaces(), *stale_files.stale_surfaces()]
    detail = {
        "checks": stale.checks() + stale_files.checks(),
        "changes": len(stale.CHANGES) + len(stale_files.CHANGES),
        "faults": [list(one) for one in faults],
    }
    yield Measure("A4.stale_rights", len(faults), "surfaces", 0, "equal", detail)
