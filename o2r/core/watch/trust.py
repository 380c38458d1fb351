"""``o2r trust D1``: the scripted abuses are detected and stopped, and honest people left alone.

The months of the figure come from seeds that were never looked at while the rules were written
(those were 1 to 9). Generator and rules share neither code nor constant.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.module_loading import autodiscover_modules

from o2r.core.measured_site import measured_site
from o2r.core.measures import Measure, measures_for
from o2r.core.watch import replay
from o2r.core.watch.scores import Score, score, spread
from o2r.core.watch.simulation import simulate
from o2r.core.watch.trial import FixedThreshold, Watch

SEEDS = tuple(range(101, 106))
MORE_SEEDS = tuple(range(201, 221))
REPLAYED = 1
"""Months whose incidents are played through the real services, in the short form."""
RIVALS = (50, 150)
"""Pages a day beyond which the naive rival blocks."""
OBJECTS_TO_COME = {"break-glass", "duplicate-enumeration", "mass-share"}
"""Abuses whose objects no app holds yet: played on the stream, but not through pages."""
MOST_EXPOSED = 150


@measures_for("D1", family="trust")
def abuse_detection(*, full: bool = False) -> Iterator[Measure]:
    """Abuses detected, people exposed before the stop, false alerts; beside a fixed threshold."""
    autodiscover_modules("abuses")
    seeds = (*SEEDS, *MORE_SEEDS) if full else SEEDS
    watched, rivals, exposed = _play(seeds)
    yield from _figures(watched, rivals, list(seeds))
    yield from _incidents(exposed)


def _play(
    seeds: tuple[int, ...],
) -> tuple[list[Score], dict[int, list[Score]], dict[str, list[int]]]:
    watched: list[Score] = []
    rivals: dict[int, list[Score]] = {number: [] for number in RIVALS}
    exposed: dict[str, list[int]] = {name: [] for name in replay.INCIDENTS}
    with measured_site():
        for seed in seeds:
            month = simulate(seed)
            watched.append(score(month, Watch(month)))
            for number in RIVALS:
                rivals[number].append(score(month, FixedThreshold(number)))
            if len(watched) <= max(REPLAYED, len(seeds) // 5):
                for name in replay.INCIDENTS:
                    exposed[name].append(replay.people_exposed(month, name))
    return watched, rivals, exposed


def _figures(
    watched: list[Score], rivals: dict[int, list[Score]], seeds: list[int]
) -> Iterator[Measure]:
    names = sorted(watched[0].exposed)
    found = {name: sum(_is_found(one, name) for one in watched) for name in names}
    detail: dict[str, Any] = {"seeds": seeds, "abuses": len(names)}
    yield Measure(
        "D1.detected",
        min(one.detected for one in watched),
        "abus",
        len(names) - 1,
        "higher",
        {
            **detail,
            "objects_exist": len(set(names) - OBJECTS_TO_COME),
            "spread": spread([one.detected for one in watched]),
            "minutes_after_evidence": _worst(watched, "delays"),
            "fixed_threshold": _beside(rivals, "detected"),
        },
    )
    yield Measure(
        "D1.least_detected",
        100 * min(found.values()) / len(watched),
        "% des mois",
        80,
        "higher",
        {**detail, "found": found},
    )
    yield from _harm(watched, rivals, detail)


def _harm(
    watched: list[Score], rivals: dict[int, list[Score]], detail: dict[str, Any]
) -> Iterator[Measure]:
    """What an abuse costs before it stops, and what honest people pay."""
    yield Measure(
        "D1.exposed",
        max(one.worst_exposure for one in watched),
        "personnes",
        MOST_EXPOSED,
        "lower",
        {
            **detail,
            "spread": spread([one.worst_exposure for one in watched]),
            "by_abuse": _worst(watched, "exposed"),
            "fixed_threshold": _beside(rivals, "worst_exposure"),
        },
    )
    yield Measure(
        "D1.false_alerts",
        max(one.false_rate for one in watched),
        "pour 1000 jours de travail",
        1,
        "lower",
        {
            **detail,
            "user_days": sum(one.user_days for one in watched),
            "spread": spread([one.false_rate for one in watched]),
            "by_rule": dict(Counter(alert.rule for one in watched for alert in one.false_alerts)),
            "step_ups": spread([1000 * one.step_ups / one.user_days for one in watched]),
            "fixed_threshold": _beside(rivals, "false_rate"),
        },
    )


def _is_found(one: Score, name: str) -> bool:
    return name not in one.missed and name not in one.late


def _worst(scores: list[Score], field: str) -> dict[str, float]:
    """The highest value of each abuse over the months."""
    worst: dict[str, float] = {}
    for one in scores:
        for name, value in getattr(one, field).items():
            worst[name] = round(max(worst.get(name, 0), value), 1)
    return worst


def _beside(rivals: dict[int, list[Score]], field: str) -> dict[str, dict[str, float]]:
    """The same figure for the naive rivals."""
    return {
        f"{number} pages/jour": spread([getattr(one, field) for one in scores])
        for number, scores in rivals.items()
    }


def _incidents(exposed: dict[str, list[int]]) -> Iterator[Measure]:
    for name, people in exposed.items():
        yield Measure(
            f"D1.replay.{name}",
            max(people),
            "personnes",
            MOST_EXPOSED,
            "lower",
            {"kind": replay.RECORD, "months": len(people), "spread": spread(list(people))},
        )
