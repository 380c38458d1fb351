"""Drawings of a diagnosis, made by the server: the same figures stand in a table beside. Pure.

What has no weight (not talked about, or not to be) is not drawn: a line is cut there, never brought
down to nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from o2r.pathways.diagnosis.enums import Degree

RADIUS = 100.0
MIDDLE = 150.0
STEPS = 4
WIDTH, HEIGHT = 300.0, 90.0
_FEWEST_AXES = 3


@dataclass(frozen=True)
class Axis:
    """One barrier around the radar: its number in the table, its line, where its number stands."""

    number: int
    x: float
    y: float
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Radar:
    """``rings``: the steps of the grid; ``person``, ``professional``: dots, and lines between those
    that follow one another."""

    axes: tuple[Axis, ...]
    rings: tuple[float, ...]
    person: tuple[tuple[float, float], ...]
    professional: tuple[tuple[float, float], ...]
    person_line: str
    professional_line: str


def radar(scores: Sequence[tuple[int, int]]) -> Radar | None:
    """The two points of view around a circle, the heavier the farther; None for too few of them.

    ``scores``: what the person says and what the professional sees, barrier after barrier.
    """
    if len(scores) < _FEWEST_AXES:
        return None
    angles = [2 * pi * rank / len(scores) - pi / 2 for rank in range(len(scores))]
    theirs = [_at(angle, one) for angle, (one, _) in zip(angles, scores, strict=True)]
    ours = [_at(angle, one) for angle, (_, one) in zip(angles, scores, strict=True)]
    return Radar(
        axes=tuple(_axis(rank, angle) for rank, angle in enumerate(angles, 1)),
        rings=tuple(RADIUS * step / STEPS for step in range(1, STEPS + 1)),
        person=tuple(one for one in theirs if one),
        professional=tuple(one for one in ours if one),
        person_line=_line([*theirs, theirs[0]]),
        professional_line=_line([*ours, ours[0]]),
    )


@dataclass(frozen=True)
class History:
    """One barrier along the versions: dots and lines, the heavier the higher."""

    person: tuple[tuple[float, float], ...]
    professional: tuple[tuple[float, float], ...]
    person_line: str
    professional_line: str
    rungs: tuple[float, ...]


def history(scores: Sequence[tuple[int, int]]) -> History:
    """The two points of view, version after version, the oldest first."""
    apart = WIDTH / max(len(scores), 1)
    across = [round(apart * (rank + 0.5), 1) for rank in range(len(scores))]
    theirs = [_along(x, one) for x, (one, _) in zip(across, scores, strict=True)]
    ours = [_along(x, one) for x, (_, one) in zip(across, scores, strict=True)]
    return History(
        person=tuple(one for one in theirs if one),
        professional=tuple(one for one in ours if one),
        person_line=_line(theirs),
        professional_line=_line(ours),
        rungs=tuple(_height(step) for step in range(1, STEPS + 1)),
    )


def _axis(number: int, angle: float) -> Axis:
    far = RADIUS + 18
    return Axis(
        number,
        round(MIDDLE + RADIUS * cos(angle), 1),
        round(MIDDLE + RADIUS * sin(angle), 1),
        round(MIDDLE + far * cos(angle), 1),
        round(MIDDLE + far * sin(angle) + 4, 1),
    )


def _at(angle: float, score: int) -> tuple[float, float] | None:
    if not Degree(score).is_weight:
        return None
    far = RADIUS * score / STEPS
    return round(MIDDLE + far * cos(angle), 1), round(MIDDLE + far * sin(angle), 1)


def _along(x: float, score: int) -> tuple[float, float] | None:
    return (x, _height(score)) if Degree(score).is_weight else None


def _height(step: int) -> float:
    return round(HEIGHT - HEIGHT * (step - 0.5) / STEPS, 1)


def _line(points: Sequence[tuple[float, float] | None]) -> str:
    """The path between dots that follow one another, cut where one is missing."""
    path, pen = [], "M"
    for one in points:
        if one is None:
            pen = "M"
            continue
        path.append(f"{pen}{one[0]} {one[1]}")
        pen = "L"
    return " ".join(path)
