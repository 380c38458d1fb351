"""Drawings of zones made by the server: without JavaScript, without WebGL, on paper.

Classes are those of ``territory/css/map.css``; nothing is coloured here.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from o2r.territory.enums import UnitKind
from o2r.territory.official import Unit
from o2r.territory.outline import unit_geometry, zone_geometry
from o2r.territory.static_map import static_map
from o2r.territory.zones import Zone

_MARGIN, _SMALLEST_VIEW = 1.35, 70.0
_NEIGHBOURHOOD = 110.0
"""In units of the drawing, about 1.2 km each: how far around a zone outlines are drawn."""


def frame(view_box: str, label: str, content: SafeString) -> SafeString:
    """An SVG image with its description."""
    return format_html(
        '<svg class="static-map" viewBox="{}" role="img" aria-label="{}">{}</svg>',
        view_box,
        label,
        content,
    )


def zone_drawing(zone: Zone | None, label: str = "", *, within: Zone | None = None) -> SafeString:
    """A zone, and the perimeter it must stay in, among the départements around them.

    ``label`` describes it to those who do not see. Without any of the two, France alone.
    """
    said = label or (f"Carte de la zone : {zone.label}" if zone else "Carte, sans zone encore")
    return frame(*_drawn(zone, within, said))


@lru_cache(maxsize=128)
def _drawn(zone: Zone | None, within: Zone | None, label: str) -> tuple[str, str, SafeString]:
    path = static_map().path(zone_geometry(zone)) if zone else ""
    around = static_map().path(zone_geometry(within)) if within else ""
    box = _window(path + around)
    drawn = _paths([("perimeter", around), ("zone", path)])
    return _view_box(box), label, mark_safe(_departments(box) + drawn)  # noqa: S308


def shaded_drawing(levels: Mapping[str, int], label: str, *, within: Zone) -> SafeString:
    """The EPCI of a perimeter, each in the shade of its level (0 to 5), by code.

    Shades say nothing alone: ``label`` and a table beside give the figures.
    """
    around = static_map().path(zone_geometry(within))
    box = _window(around)
    shaded = format_html_join(
        "",
        '<path class="static-map__department scale-{}" d="{}"/>',
        (
            (level, _unit_path(within, code))
            for code, level in sorted(levels.items())
            if _unit_path(within, code)
        ),
    )
    content = _departments(box) + shaded + _paths([("perimeter", around)])
    return frame(_view_box(box), label, mark_safe(content))  # noqa: S308


def _unit_path(within: Zone, code: str) -> str:
    unit = within.geography.unit(UnitKind.EPCI, code)
    return _path_of(unit) if unit else ""


@lru_cache(maxsize=2048)
def _path_of(unit: Unit) -> str:
    return static_map().path(unit_geometry(unit))


def _departments(box: tuple[float, float, float, float]) -> SafeString:
    """The outlines of the départements in the box or near it."""
    x, y, width, height = box
    near = (
        ("department", shape.path)
        for shape in static_map().departments
        if x - _NEIGHBOURHOOD <= shape.x <= x + width + _NEIGHBOURHOOD
        and y - _NEIGHBOURHOOD <= shape.y <= y + height + _NEIGHBOURHOOD
    )
    return _paths(near)


def _paths(drawn: Iterable[tuple[str, str]]) -> SafeString:
    paths = ((kind, path) for kind, path in drawn if path)
    return format_html_join("", '<path class="static-map__{}" d="{}"/>', paths)


def _view_box(box: tuple[float, float, float, float]) -> str:
    return " ".join(f"{number:g}" for number in box)


def _window(path: str) -> tuple[float, float, float, float]:
    """The part of the drawing to show around a path: x, y, width, height."""
    numbers = [float(n) for n in path.replace("M", " ").replace("L", " ").replace("Z", " ").split()]
    if not numbers:
        left, top, width, height = (float(n) for n in static_map().view_box.split())
        return left, top, width, height
    xs, ys = numbers[0::2], numbers[1::2]
    side_x = max((max(xs) - min(xs)) * _MARGIN, _SMALLEST_VIEW)
    side_y = max((max(ys) - min(ys)) * _MARGIN, _SMALLEST_VIEW * 0.7)
    centre_x, centre_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return (
        round(centre_x - side_x / 2, 1),
        round(centre_y - side_y / 2, 1),
        round(side_x, 1),
        round(side_y, 1),
    )
