"""The simulated territory: the same for every policy, and fair to those without a planner."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from o2r.outreach import measured_rotas, measured_territory, measured_year
from o2r.outreach.measured_rotas import FixedRota, longest_first, longest_open_first
from o2r.outreach.measured_territory import DAYS, Hours, Outing, Spot, Territory, territory
from o2r.outreach.measured_year import Board, Plan, play, score


@pytest.fixture(scope="module")
def land() -> Territory:
    return territory(4)


def test_a_seed_gives_one_territory(land: Territory) -> None:
    assert territory(4) == land
    assert territory(5) != land


def test_it_shares_no_code_with_what_it_judges() -> None:
    """Neither the territory, nor the year, nor the rivals import anything of the planner."""
    for module in (measured_territory, measured_year, measured_rotas):
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)} | {
            name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for name in node.names
        }
        ours = {name for name in imported if name and name.startswith("o2r.")}
        assert all(name.startswith("o2r.outreach.measured_") for name in ours), module
    planner = Path(str(measured_year.__file__)).parent / "radar"
    assert not [path for path in planner.glob("*.py") if "measured_" in path.read_text("utf-8")]


def test_a_year_is_the_same_played_twice(land: Territory) -> None:
    assert play(land, FixedRota(land)) == play(land, FixedRota(land))


def test_nobody_goes_where_it_is_closed_or_alone_where_it_takes_two(land: Territory) -> None:
    played = play(land, longest_open_first)
    assert played.visits > 500
    assert set(played.ages) == {spot.number for spot in land.spots}
    nowhere = replace(land, closings={spot.number: ((0, DAYS),) for spot in land.spots})
    assert play(nowhere, longest_open_first).visits == 0
    alone = replace(
        land,
        spots=tuple(replace(spot, in_pairs=True) for spot in land.spots),
        outings=tuple(replace(one, people=1) for one in land.outings),
    )
    assert play(alone, longest_first).visits == 0


def test_the_rota_leaves_no_place_out(land: Territory) -> None:
    rota, spots = FixedRota(land), [spot for spot in land.spots if spot.appears == 0]
    board = Board({}, spots=spots)
    days = [
        Outing(7 * week + shift.weekday, shift.team, shift.starts, shift.ends, 2)
        for week in range(4)
        for shift in land.shifts
    ]
    given = [number for outing in days for number in rota(outing, board).order]
    assert set(given) == {spot.number for spot in spots}
    wished = {spot.number: spot.wished for spot in spots}
    assert all(given.count(number) <= 28 / wished[number] for number in set(given))


def test_a_team_goes_on_to_the_next_place_and_comes_back(land: Territory) -> None:
    """The first wanted opens an hour later: the team sees the second one, then the first."""
    always = Hours(frozenset(range(7)), 0, 1440)
    later = Hours(frozenset(range(7)), 1140, 1320)
    common = {"kind": "street", "at": (1.0, 0.0), "wished": 7, "minutes": 20}
    spots = (
        Spot(0, hours=(later,), in_pairs=False, appears=0, **common),
        Spot(1, hours=(always,), in_pairs=False, appears=0, **common),
    )
    small = replace(
        land,
        spots=spots,
        outings=(Outing(100, 0, 1080, 1320, 2),),
        closings={0: (), 1: ()},
        surprises=frozenset(),
        habits={0: (), 1: ()},
    )
    assert play(small, lambda outing, board: Plan([0, 1])).visits == 2
    naive = play(small, lambda outing, board: Plan([0, 1], reads_hours=False))
    assert (naive.visits, naive.turned_away) == (1, 1)


def test_hours_past_midnight_belong_to_the_day_they_began() -> None:
    friday_night = Hours(frozenset({4}), 1260, 1560)
    bar = Spot(0, "street", None, (friday_night,), 7, 20, in_pairs=False, appears=0)
    assert bar.opening(4, 1500, 0) == 1500
    assert bar.opening(5, 60, 0) == 60
    assert bar.opening(5, 1300, 0) is None
    assert bar.opening(4, 1250, 15) == 1260


def test_a_place_never_visited_waits_all_year(land: Territory) -> None:
    judged = score(land, play(land, lambda outing, board: Plan([])))
    assert judged.visits == 0
    assert judged.worst_days > 200
    assert judged.beyond > 0.9
