"""Where the points of a small line chart fall. Pure: the table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT, MARGIN = 320, 120, 12


@dataclass(frozen=True)
class Point:
    """A day and a value, and where they fall."""

    x: int
    y: int


@dataclass(frozen=True)
class Chart:
    """A line chart of a scale from ``low`` to ``high``; ``line``: as SVG writes it."""

    points: tuple[Point, ...]
    low: str
    high: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def line(self) -> str:
        return " ".join(f"{one.x},{one.y}" for one in self.points)


def chart_of(
    values: Sequence[tuple[date, float]], *, low: float, high: float, told: tuple[str, str]
) -> Chart | None:
    """The chart of values in the order of their days, on the whole scale: a small change looks
    small. None for less than two. ``told``: the ends of the scale, in words."""
    if len(values) < 2 or high <= low:
        return None
    days = [day.toordinal() for day, _ in values]
    span = max(days) - min(days)
    inside_x, inside_y = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    points = []
    for rank, (day, (_, value)) in enumerate(zip(days, values, strict=True)):
        # All on one day: side by side.
        share = (day - min(days)) / span if span else rank / (len(values) - 1)
        height = (min(max(value, low), high) - low) / (high - low)
        points.append(
            Point(round(MARGIN + share * inside_x), round(HEIGHT - MARGIN - height * inside_y))
        )
    return Chart(tuple(points), *told)
