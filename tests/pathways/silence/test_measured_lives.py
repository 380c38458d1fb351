"""The lives made up for the figure: the same for a seed, coherent, and blind to what notices."""

import ast
from pathlib import Path

from o2r.pathways.silence import measured_lives
from o2r.pathways.silence.measured_lives import World, lives

WORLD = World()


def test_a_seed_gives_the_same_lives_and_another_gives_others() -> None:
    assert list(lives(3, 20)) == list(lives(3, 20))
    assert list(lives(3, 20)) != list(lives(4, 20))


def test_nobody_who_left_is_met_again_or_keeps_a_promise() -> None:
    gone = [one for one in lives(11, 200) if one.left is not None]
    assert 30 < len(gone) < 90
    for life in gone:
        assert life.left is not None
        for one in life.shown:
            assert not (one.kind == "contact" and one.day >= life.left)
            theirs = one.giver == "person" and one.kind in ("settled", "outcome")
            assert not (theirs and one.good and one.on >= life.left)


def test_what_is_shown_comes_in_the_order_in_which_it_is_written() -> None:
    for life in lives(5, 50):
        days = [one.day for one in life.shown]
        assert days == sorted(days)
        assert all(one.day >= 0 for one in life.shown)
        made = {one.number: one.day for one in life.shown if one.kind in ("promise", "appointment")}
        settled = [one for one in life.shown if one.kind in ("settled", "outcome")]
        assert all(made[one.number] <= one.day for one in settled)


def test_paces_differ_from_one_person_to_another() -> None:
    stayed = [one for one in lives(7, 200) if one.left is None]
    many = [sum(one.kind == "contact" for one in life.shown) for life in stayed]
    assert min(many) < 10
    assert max(many) > 30


def test_the_lives_import_nothing_of_the_product() -> None:
    """Who makes the lives and who notices a silence share no code."""
    tree = ast.parse(Path(measured_lives.__file__).read_text(encoding="utf-8"))
    named = [one.module or "" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
    named += [
        alias.name for one in ast.walk(tree) if isinstance(one, ast.Import) for alias in one.names
    ]
    assert not [name for name in named if name.startswith("o2r")]
