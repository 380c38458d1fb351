"""``o2r bench radar``: how long places wait, with the radar and without it.

A simulated year of five territories whose seeds were never looked at while the radar was tuned
(those were 1 to 5). Territory, year and rivals were written before it, and share neither code nor
constant with it; the radar receives what a team knows, and its order is walked by the same team as
every rival's. Figures are changes against a fixed rota, the least good of the seeds.

Beside the rivals, the figure is in wished rhythms, since who ignores them is better in days alone:
a list of the longest unvisited, in the hands of a team that reads the hours, leaves its worst tenth
fewer days than the radar, and weekly places as long as monthly ones. Both are in the detail.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, time, timedelta
from functools import lru_cache
from math import cos, radians
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo

from o2r.core.measures import Measure, measures_for
from o2r.outreach import radar
from o2r.outreach.measured_casework import casework
from o2r.outreach.measured_rotas import CatchingUp, FixedRota, longest_first, longest_open_first
from o2r.outreach.measured_territory import Outing, Spot, Territory, territory
from o2r.outreach.measured_year import Board, Plan, Policy, Score, play, score

SEEDS = tuple(range(101, 106))
MORE_SEEDS = tuple(range(201, 216))
DEVELOPMENT = tuple(range(1, 6))
TARGET = -30.0

PARIS = ZoneInfo("Europe/Paris")
FIRST_DAY = date(2026, 10, 5)
BASE = (45.75, 4.85)
KM_PER_DEGREE = 111.195
LAST_SEEN = 6

POLICIES: dict[str, Callable[[Territory], Policy]] = {
    "fixed_rota": FixedRota,
    "rota_catching_up": CatchingUp,
    "longest_first": lambda land: longest_first,
    "longest_open_first": lambda land: longest_open_first,
    "radar": lambda land: by_radar,
}
Scores = dict[str, list[Score]]

measures_for("casework")(casework)


@measures_for("radar")
def rounds(*, full: bool = False) -> Iterator[Measure]:
    """The worst-served tenth against a fixed rota; the rivals beside; development seeds apart."""
    seeds = (*SEEDS, *MORE_SEEDS) if full else SEEDS
    scores = _played(seeds, POLICIES)
    year = {"year": {name: _mean(scores[name]) for name in POLICIES}}
    for field, more in (("worst_days", year), ("worst_ratio", {})):
        changes = _changes(scores, field, "fixed_rota")
        detail = {"spread": _spread(changes), "by_seed": _by_seed(seeds, changes), **more}
        yield Measure(
            f"radar.{field}",
            max(changes),
            "% (graine la moins bonne)",
            TARGET,
            "lower",
            {"seeds": list(seeds), **detail},
        )
    for rival in ("rota_catching_up", "longest_first", "longest_open_first"):
        days, ratio = (_changes(scores, field, rival) for field in ("worst_days", "worst_ratio"))
        spreads = {"worst_ratio": _spread(ratio), "worst_days": _spread(days)}
        beside = {"seeds": list(seeds), **spreads}
        yield Measure(f"radar.beside_{rival}", max(ratio), "%", 0, "lower", beside)
    yield from _development(full=full)


def _development(*, full: bool) -> Iterator[Measure]:
    """The same figure on seeds that were looked at: never to be quoted, only compared."""
    seeds = DEVELOPMENT if full else DEVELOPMENT[:2]
    scores = _played(seeds, {name: POLICIES[name] for name in ("fixed_rota", "radar")})
    changes = _changes(scores, "worst_days", "fixed_rota")
    detail = {"seeds": list(seeds), "spread": _spread(changes), "development": True}
    yield Measure("radar.development", max(changes), "%", TARGET, "lower", detail)


def _played(seeds: Sequence[int], policies: dict[str, Callable[[Territory], Policy]]) -> Scores:
    """The same years, played by every policy."""
    scores: Scores = {name: [] for name in policies}
    for seed in seeds:
        land = territory(seed)
        for name, policy in policies.items():
            scores[name].append(score(land, play(land, policy(land))))
    return scores


def _changes(scores: Scores, field: str, rival: str) -> list[float]:
    """What the radar changes against a rival, seed by seed, in per cent."""
    pairs = zip(scores["radar"], scores[rival], strict=True)
    return [100 * (getattr(ours, field) / getattr(other, field) - 1) for ours, other in pairs]


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {
        "min": round(min(values), 1),
        "mean": round(mean(values), 1),
        "max": round(max(values), 1),
    }


def _by_seed(seeds: Sequence[int], changes: Sequence[float]) -> dict[str, float]:
    return {str(seed): round(change, 1) for seed, change in zip(seeds, changes, strict=True)}


def _mean(scores: Sequence[Score]) -> dict[str, float]:
    rows: list[dict[str, Any]] = [asdict(one) for one in scores]
    return {field: round(mean(row[field] for row in rows), 2) for field in rows[0]}


def by_radar(outing: Outing, board: Board) -> Plan:
    """What the radar proposes to a team that knows the board."""
    window = _window(outing)
    wanted = radar.RoundWanted(
        window,
        PARIS,
        leaves_from=_position((0.0, 0.0)),
        next_rounds=tuple(_window(one) for one in board.ahead),
    )
    places = [_facts(spot, board) for spot in board.spots]
    found = radar.proposal(places, wanted, window.day)
    return Plan([int(stop.place.id) for stop in (*found.stops, *found.spares)])


def _facts(spot: Spot, board: Board) -> radar.PlaceFacts:
    last, closed = board.last.get(spot.number), board.closed_until.get(spot.number)
    return radar.PlaceFacts(
        id=f"{spot.number:03}",
        rhythm=spot.wished,
        bands=_bands(spot),
        last_visit=None if last is None else _day(last),
        known_since=_day(spot.appears),
        sightings=tuple(
            radar.Sighting(_day(one.day), one.count, _hour(one.minute))
            for one in board.seen.get(spot.number, [])[-LAST_SEEN:]
        ),
        promises=tuple(
            radar.PromiseFacts(_day(due)) for due in board.promised.get(spot.number, [])
        ),
        people_needed=2 if spot.in_pairs else 1,
        closed_until=None if closed is None else _day(closed),
        position=_position(spot.at),
        is_remote=spot.at is None,
        minutes=spot.minutes,
    )


@lru_cache(maxsize=1000)
def _bands(spot: Spot) -> tuple[radar.Band, ...]:
    return tuple(
        radar.Band(frozenset(day + 1 for day in one.weekdays), _hour(one.opens), _hour(one.closes))
        for one in spot.hours
    )


@lru_cache(maxsize=1000)
def _position(at: tuple[float, float] | None) -> radar.Position | None:
    """Kilometres from the base, as a point in degrees."""
    if at is None:
        return None
    east = at[0] / (KM_PER_DEGREE * cos(radians(BASE[0])))
    return radar.Position("", BASE[0] + at[1] / KM_PER_DEGREE, BASE[1] + east)


def _window(outing: Outing) -> radar.Window:
    return radar.Window(
        _day(outing.day), _hour(outing.starts), _hour(outing.ends), people=outing.people
    )


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def _hour(minute: int) -> time:
    return time(minute % 1440 // 60, minute % 60)
