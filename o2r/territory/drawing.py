"""Drawings of zones made by the server: without JavaScript, without WebGL, on paper.

Classes are those of ``territory/css/map.css``; nothing is coloured here.
"""

from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from o2r.territory.outline import zone_geometry
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
    drawing = static_map()
    path = drawing.path(zone_geometry(zone)) if zone else ""
    around = drawing.path(zone_geometry(within)) if within else ""
    x, y, width, height = _window(path + around)
    near = format_html_join(
        "",
        '<path class="static-map__department" d="{}"/>',
        (
            (shape.path,)
            for shape in drawing.departments
            if x - _NEIGHBOURHOOD <= shape.x <= x + width + _NEIGHBOURHOOD
            and y - _NEIGHBOURHOOD <= shape.y <= y + height + _NEIGHBOURHOOD
        ),
    )
    drawn = format_html_join(
        "",
        '<path class="static-map__{}" d="{}"/>',
        [(kind, d) for kind, d in (("perimeter", around), ("zone", path)) if d],
    )
    return f"{x:g} {y:g} {width:g} {height:g}", label, mark_safe(near + drawn)  # noqa: S308


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
