"""The map of the room drawn by the server: for who has no JavaScript, no WebGL, or a printer.

Three sets of communes, three patterns: read without colour. Classes are those of ``room.css``.
"""

from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from o2r.calls.selection.colours import ONCE, TWICE, WHITE
from o2r.calls.selection.figures import Figures, Ground
from o2r.territory.drawing import frame
from o2r.territory.official import Geography
from o2r.territory.outline import zone_geometry
from o2r.territory.static_map import static_map
from o2r.territory.zones import Zone

_MARGIN = 12.0
_NAMES = {WHITE: "white", ONCE: "once", TWICE: "twice"}
_PATTERNS = SafeString(
    '<defs><pattern id="room-white" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path class="room-map__stroke room-map__stroke--white" d="M0 0L6 6M6 0L0 6"/></pattern>'
    '<pattern id="room-twice" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<path class="room-map__stroke room-map__stroke--twice" d="M0 2.5H5"/></pattern></defs>'
)


def room_drawing(ground: Ground, figures: Figures) -> SafeString:
    """The perimeter among the départements, with what is white, covered once or several times."""
    perimeter = _path(ground.geo, ground.perimeter)
    box = _window(perimeter)
    coverage = figures.coverage
    once = ground.perimeter ^ coverage.white ^ coverage.overlaps
    sets = {WHITE: coverage.white, ONCE: once, TWICE: coverage.overlaps}
    layers = format_html_join(
        "",
        '<path class="room-map__{0}" d="{1}"/>{2}',
        (
            (_NAMES[name], path, _hatched(name, path))
            for name, bits in sets.items()
            if bits and (path := _path(ground.geo, bits))
        ),
    )
    content = format_html(
        '{}{}{}<path class="room-map__perimeter" d="{}"/>{}',
        _PATTERNS,
        _departments("static-map__department", box),
        layers,
        perimeter,
        _departments("room-map__border", box),
    )
    label = f"Carte du scénario : {len(figures.white)} zones blanches, décrites dans le tableau."
    return frame(" ".join(f"{part:g}" for part in box), label, content)


def _hatched(name: str, path: str) -> SafeString:
    if name == ONCE:
        return SafeString("")
    return format_html('<path fill="url(#room-{})" d="{}"/>', _NAMES[name], path)


@lru_cache(maxsize=256)
def _path(geo: Geography, bits: int) -> str:
    return static_map().path(zone_geometry(Zone(geo, bits)))


def _departments(name: str, box: tuple[float, float, float, float]) -> SafeString:
    x, y, width, height = box
    reach = 60.0
    return format_html_join(
        "",
        '<path class="{}" d="{}"/>',
        (
            (name, shape.path)
            for shape in static_map().departments
            if x - reach <= shape.x <= x + width + reach
            and y - reach <= shape.y <= y + height + reach
        ),
    )


@lru_cache(maxsize=64)
def _window(path: str) -> tuple[float, float, float, float]:
    numbers = [float(n) for n in path.replace("M", " ").replace("L", " ").replace("Z", " ").split()]
    if not numbers:
        left, top, width, height = (float(n) for n in static_map().view_box.split())
        return left, top, width, height
    xs, ys = numbers[0::2], numbers[1::2]
    return (
        round(min(xs) - _MARGIN, 1),
        round(min(ys) - _MARGIN, 1),
        round(max(xs) - min(xs) + 2 * _MARGIN, 1),
        round(max(ys) - min(ys) + 2 * _MARGIN, 1),
    )
