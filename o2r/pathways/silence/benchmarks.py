"""``o2r bench dropout``: how soon a team is told that somebody left.

Lives of which nobody knows who leaves (``measured_lives``), made before what notices was written
and sharing neither code nor constant with it; what notices was set on seeds 1 to 6, the figures are
of five others. The rival counts the days since the last contact; its number of days is chosen, for
each seed, so that it alerts no less often: the comparison is at equal volume, in its favour.

These lives are assumptions: the figures compare two rules on them, and say nothing of how many
people leave, nor of how many come back once they are called.
"""

from collections.abc import Iterator
from statistics import mean, pstdev
from typing import Any

from o2r.core.measures import Measure, measures_for
from o2r.pathways.silence.measured_lives import World, lives
from o2r.pathways.silence.measured_silences import Told, by_noticing, same_volume
from o2r.pathways.silence.rules import limits

SEEDS = tuple(range(301, 306))
MORE_SEEDS = tuple(range(401, 406))
MANY, MORE = 200, 400
"""People of each seed, in the short form and in the long one."""
EARLIER = 2.0
"""Days: what the product promises at least, on the mean of the seeds."""


@measures_for("dropout")
def dropout(*, full: bool = False) -> Iterator[Measure]:
    """Days gained, and share found soon, against the last contact at equal volume."""
    seeds, many = ((*SEEDS, *MORE_SEEDS), MORE) if full else (SEEDS, MANY)
    yield from _figures(_played(seeds, many), seeds, many)


def _played(seeds: tuple[int, ...], many: int) -> list[tuple[Told, Told]]:
    world, rules = World(), limits()
    played = []
    for seed in seeds:
        people = list(lives(seed, many, world))
        ours = by_noticing(people, world.days, rules)
        played.append((ours, same_volume(people, world.days, ours.alerts)))
    return played


def _figures(
    played: list[tuple[Told, Told]], seeds: tuple[int, ...], many: int
) -> Iterator[Measure]:
    lead = [theirs.mean - ours.mean for ours, theirs in played]
    found = [ours.soon - theirs.soon for ours, theirs in played]
    common: dict[str, Any] = {
        "seeds": list(seeds),
        "people": many,
        "alerts": [(ours.alerts, theirs.alerts) for ours, theirs in played],
        "alerts_of_who_stays": [(one.of_who_stays, two.of_who_stays) for one, two in played],
    }
    delays = [(round(ours.mean, 1), round(theirs.mean, 1)) for ours, theirs in played]
    yield Measure(
        "dropout.days_earlier",
        mean(lead),
        "jours",
        EARLIER,
        "higher",
        {**common, "delays": delays, "by_seed": _rounded(lead), "spread": round(pstdev(lead), 2)},
    )
    yield Measure(
        "dropout.worst_seed", min(lead), "jours (graine la moins bonne)", 0, "higher", common
    )
    share = [(round(ours.soon, 2), round(theirs.soon, 2)) for ours, theirs in played]
    yield Measure(
        "dropout.found_soon",
        100 * mean(found),
        "points de plus en quatorze jours",
        0,
        "higher",
        {**common, "shares": share, "by_seed": _rounded(found)},
    )
    more = max(ours.alerts - theirs.alerts for ours, theirs in played)
    yield Measure("dropout.more_alerts", more, "alertes", 0, "lower", common)


def _rounded(values: list[float]) -> list[float]:
    return [round(one, 2) for one in values]
