"""``o2r bench duplicates``: what the hint of a duplicate finds, beside Splink and an exact search.

Fifty invented operators (draws) of 2,000 persons, 20,000 with ``--full``; in each, a hundred
persons written again and a hundred strangers are typed. Thresholds are chosen on half of the draws,
on the naming traditions that are not held out; figures are read on the other half, on those that
are.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

from o2r.core.measures import Measure, measures_for, percentile, unchecked
from o2r.people import measured_splink
from o2r.people.likeness import SHOWN_FROM
from o2r.people.measured_base import base_of, identity_of
from o2r.people.measured_curves import Judged, Keep, Kind, exact_pairs, to_find
from o2r.people.measured_disturbance import Draw, drawn
from o2r.people.measured_people import held_out

SEED = "doublons 2026"
DRAWS, SHORT, FULL = 50, 2_000, 20_000
TYPED = 100
PRECISION = 0.99
# A threshold that gives just 0.99 on one sample gives less on the next, half of the time.
CHOSEN_AT = 0.993
POINTS, TARGET_MS = 5.0, 50.0
RESAMPLED = 500


@dataclass
class Run:
    """What was found in the same draws by the product, by the exact search, by Splink if it is
    there; seconds of each search of the product."""

    ours: Judged = field(default_factory=Judged)
    exact: Judged = field(default_factory=Judged)
    splink: Judged | None = None
    seconds: list[float] = field(default_factory=list)
    missing: str = ""


@measures_for("duplicates")
def duplicates(*, full: bool = False) -> Iterator[Measure]:
    """Recall at a precision of 0.99, of the product and of its rivals, and the time of a search."""
    persons = FULL if full else SHORT
    run = taken(draws=DRAWS, persons=persons)
    about = {"seed": SEED, "draws": DRAWS, "persons": persons, "held_out": sorted(held_out())}
    yield from figures(run, about)
    yield Measure(
        "duplicates.query",
        1000 * percentile(run.seconds, 0.95),
        "ms (p95)",
        TARGET_MS,
        detail={
            "median": round(1000 * percentile(run.seconds, 0.5), 2),
            "max": round(1000 * max(run.seconds), 1),
            "n": len(run.seconds),
            **about,
        },
        is_speed=True,
    )


def taken(*, draws: int, persons: int, rival: bool = True) -> Run:
    """Search ``draws`` bases of ``persons``; ``rival``: with Splink too."""
    run = Run()
    made = [(number, typed_of(drawn(f"{SEED} {number}", persons))) for number in range(draws)]
    run.ours.to_find = run.exact.to_find = to_find(made)
    for number, draw in made:
        with base_of(draw.persons) as base:
            for search in draw.searches:
                found, seconds = base.search(identity_of(search.person))
                run.seconds.append(seconds)
                for person, likeness in found:
                    run.ours.add(number, draw, search, person, likeness.probability)
        for search, person in exact_pairs(draw):
            run.exact.add(number, draw, search, person, 1.0)
    if rival:
        _take_splink(run, [draw for _, draw in made])
    return run


def typed_of(draw: Draw) -> Draw:
    """The same draw, where ``TYPED`` duplicates and as many strangers are typed."""
    again = [one for one in draw.searches if one.same_as is not None][:TYPED]
    strangers = [one for one in draw.searches if one.same_as is None][:TYPED]
    return replace(draw, searches=(*again, *strangers))


def _take_splink(run: Run, draws: list[Draw]) -> None:
    judged = Judged(to_find=run.ours.to_find)
    try:
        for number, search, person, weight in measured_splink.scored(draws):
            draw = draws[number]
            judged.add(number, draw, draw.searches[search], person, weight)
    except measured_splink.Missing as missing:
        run.missing = str(missing)
    else:
        run.splink = judged


@dataclass(frozen=True)
class Told:
    """What one of those judged tells, from a threshold chosen elsewhere.

    ``at_best``: recall with the threshold that would have been read here, known to nobody.
    ``by_draw``: duplicates told and to be told, in each draw.
    """

    recall: float
    precision: float
    threshold: float
    at_best: float
    by_draw: list[tuple[int, int]]

    def shown(self) -> dict[str, float | None]:
        """Rounded, for a reader."""
        recalls = [found / there for found, there in self.by_draw]
        return {
            "recall": round(self.recall, 4),
            "precision": round(self.precision, 4),
            "at_best": round(self.at_best, 4),
            "threshold": round(self.threshold, 3) if isfinite(self.threshold) else None,
            "recall_p5": round(percentile(recalls, 0.05), 3),
            "recall_p95": round(percentile(recalls, 0.95), 3),
        }


def figures(run: Run, about: dict[str, Any]) -> Iterator[Measure]:
    """Of files with a birth date, then of the others; then at the threshold of the product."""
    for dated, name in ((True, "duplicates"), (False, "duplicates.undated")):
        yield from _gaps(run, name, dated, about)
    held = run.ours.precision(SHOWN_FROM, lambda kind: kind.held_out)
    found = run.ours.recall(SHOWN_FROM, lambda kind: kind.held_out)
    detail = {"recall": round(found, 4), "shown_from": SHOWN_FROM, **about}
    yield Measure("duplicates.hint", held, "part juste", PRECISION, "higher", detail)


def _gaps(run: Run, name: str, dated: bool, about: dict[str, Any]) -> Iterator[Measure]:
    """Points of recall above each rival, on the traditions held out.

    Above Splink, the smaller of two gaps: with the thresholds chosen elsewhere, and with the best
    that Splink could have had here.
    """
    ours = told(run.ours, dated=dated)
    points = POINTS if dated else 0.0
    shown = {
        "ours": ours.shown(),
        "others": told(run.ours, dated=dated, held_out=False).shown(),
        "pairs": sum(n for kind, n in run.ours.to_find.items() if _read(kind, dated, True)),
    }
    exact = told(run.exact, dated=dated)
    gap = 100 * (ours.recall - exact.recall)
    detail = {**shown, "exact": exact.shown(), **about}
    yield Measure(f"{name}.over_exact", gap, "points", points, "higher", detail)
    if run.splink is None:
        yield unchecked(f"{name}.over_splink", points, "higher", reason=run.missing, **shown)
        return
    splink = told(run.splink, dated=dated)
    gap = 100 * (ours.recall - max(splink.recall, splink.at_best))
    low, high = _interval(ours, splink)
    detail = {
        **shown,
        "splink": splink.shown(),
        "splink_others": told(run.splink, dated=dated, held_out=False).shown(),
        "gap_at_thresholds": round(100 * (ours.recall - splink.recall), 1),
        "interval_95": [round(low, 1), round(high, 1)],
        **about,
    }
    yield Measure(f"{name}.over_splink", gap, "points", points, "higher", detail)


def told(judged: Judged, *, dated: bool, held_out: bool = True) -> Told:
    """What is told on the odd draws, from a threshold chosen on the even ones, on the traditions
    that are not held out."""

    def read(kind: Kind) -> bool:
        return _read(kind, dated, held_out)

    threshold = judged.threshold(
        CHOSEN_AT, lambda kind: kind.draw % 2 == 0 and kind.dated == dated and not kind.held_out
    )
    draws = sorted({kind.draw for kind in judged.to_find if read(kind)})
    return Told(
        judged.recall(threshold, read),
        judged.precision(threshold, read),
        threshold,
        judged.recall(judged.threshold(PRECISION, read), read),
        [judged.found(threshold, _in_draw(read, draw)) for draw in draws],
    )


def _interval(ours: Told, rival: Told) -> tuple[float, float]:
    """Where the gap at the thresholds chosen would be, 95 times in 100, with other draws of the
    same kind: draws taken again at random (bootstrap)."""
    rng, gaps = random.Random(SEED), []
    both = list(zip(ours.by_draw, rival.by_draw, strict=True))
    for _ in range(RESAMPLED):
        again = rng.choices(both, k=len(both))
        there = sum(mine[1] for mine, _ in again)
        gaps.append(100 * sum(mine[0] - theirs[0] for mine, theirs in again) / there)
    return percentile(gaps, 0.025), percentile(gaps, 0.975)


def _read(kind: Kind, dated: bool, held_out: bool) -> bool:
    return kind.draw % 2 == 1 and kind.dated == dated and kind.held_out == held_out


def _in_draw(keep: Keep, draw: int) -> Keep:
    return lambda kind: kind.draw == draw and keep(kind)
