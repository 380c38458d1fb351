"""Where the services of a page are: a drawing of the server, without JavaScript.

The list is what counts: each mark bears the rank of a line, and nothing is told by its place alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from o2r.territory.drawing import frame
from o2r.territory.official import Commune
from o2r.territory.static_map import static_map

SMALLEST = 40.0
"""Units of the drawing, about 1.2 km each: never closer."""
MARGIN = 1.4
AROUND = 130.0


@dataclass(frozen=True)
class Mark:
    """A service on the map: the ranks of the lines that stand at one point."""

    ranks: tuple[int, ...]
    x: float
    y: float

    @property
    def text(self) -> str:
        """« 3 », or « 3+ » when several stand there."""
        return f"{self.ranks[0]}+" if len(self.ranks) > 1 else str(self.ranks[0])


def marks_of(points: Sequence[tuple[int, float | None, float | None]]) -> list[Mark]:
    """The marks of numbered points (rank, latitude, longitude), those that are drawn."""
    drawing, placed = static_map(), dict[tuple[float, float], list[int]]()
    for rank, latitude, longitude in points:
        if latitude is None or longitude is None:
            continue
        place = drawing.place(latitude, longitude)
        if place is not None:
            placed.setdefault(place, []).append(rank)
    return [Mark(tuple(ranks), *place) for place, ranks in placed.items()]


def services_map(marks: Sequence[Mark], commune: Commune | None) -> SafeString:
    """The marks among the départements around, and a cross where the commune is; nothing when
    there is no mark."""
    if not marks:
        return mark_safe("")
    centre = None
    if commune is not None and commune.lat is not None and commune.lon is not None:
        centre = static_map().place(commune.lat, commune.lon)
    points = [(mark.x, mark.y) for mark in marks] + ([centre] if centre else [])
    left, top, side = _window(points)
    size = side / 26
    outlines = format_html_join(
        "",
        '<path class="static-map__department" d="{}"/>',
        (
            (shape.path,)
            for shape in static_map().departments
            if abs(shape.x - left - side / 2) < side / 2 + AROUND
            and abs(shape.y - top - side / 2) < side / 2 + AROUND
        ),
    )
    drawn = format_html_join(
        "",
        '<g><circle class="service-mark" cx="{0}" cy="{1}" r="{2}"/>'
        '<text class="service-mark__rank" x="{0}" y="{1}" font-size="{2}">{3}</text></g>',
        ((mark.x, mark.y, round(size, 1), mark.text) for mark in reversed(marks)),
    )
    here = _here(centre, size, commune.name) if centre and commune else ""
    label = _label(marks, commune)
    box = f"{left:g} {top:g} {side:g} {side:g}"
    return frame(box, label, mark_safe(outlines + here + drawn))  # noqa: S308


def _window(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """The square around points: left, top, side."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    side = max((max(xs) - min(xs)) * MARGIN, (max(ys) - min(ys)) * MARGIN, SMALLEST)
    left, top = (max(xs) + min(xs) - side) / 2, (max(ys) + min(ys) - side) / 2
    return round(left, 1), round(top, 1), round(side, 1)


def _here(centre: tuple[float, float], size: float, name: str) -> SafeString:
    """A cross where the commune is, and its name."""
    x, y = centre
    return format_html(
        '<path class="service-map__here" d="M{} {}H{}M{} {}V{}"/>'
        '<text class="service-map__name" x="{}" y="{}" font-size="{}">{}</text>',
        *(round(number, 1) for number in (x - size, y, x + size, x, y - size, y + size)),
        *(round(number, 1) for number in (x + size * 1.2, y - size * 0.5, size)),
        name,
    )


def _label(marks: Sequence[Mark], commune: Commune | None) -> str:
    count = sum(len(mark.ranks) for mark in marks)
    around = f" autour de {commune.name}" if commune else ""
    return f"Carte des services de cette page{around} : {count}, numérotés comme dans la liste."
