"""Maps that the server draws: without JavaScript, without WebGL, on paper.

Classes are those of ``territory/css/map.css`` and of ``public_map.css``. The outlines of France are
one file of their own, fetched once and reused by reference: a page adds only what it says on top.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from o2r.projects.footprint import Footprint
from o2r.projects.models import FundedProject
from o2r.projects.selectors import WhiteZones
from o2r.public_map.selectors import Found
from o2r.territory.drawing import frame, zone_drawing
from o2r.territory.geography import current_geography
from o2r.territory.static_map import static_map

SCALE = (0, 20, 40, 60, 80)
"""Lower bounds, in per cent of the population, of levels 1 to 5 (level 0: everyone is covered)."""


@cache
def base_map() -> str:
    """The outlines of France as an SVG file, each département under the identifier ``dep-38``."""
    drawing = static_map()
    paths = format_html_join(
        "", '<path id="dep-{}" d="{}"/>', ((d.code, d.path) for d in drawing.departments)
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}"><g id="france">{}</g></svg>',
        drawing.view_box,
        paths,
    )


def _insets() -> SafeString:
    return format_html_join(
        "",
        '<rect class="static-map__frame" x="{}" y="{}" width="{}" height="{}" rx="6"/>',
        (inset.frame for inset in static_map().insets),
    )


def counters_map(found: Iterable[Found]) -> SafeString:
    """France with, in each département, the number of projects whose marker stands there."""
    numbers = Counter(row.place.marker.department for row in found)
    drawing = static_map()
    counted = [shape for shape in drawing.departments if numbers[shape.code]]
    circles = format_html_join(
        "",
        '<g><circle class="static-map__marker" cx="{0}" cy="{1}" r="13"/>'
        '<text class="static-map__count" x="{0}" y="{1}">{2}</text></g>',
        ((shape.x, shape.y, numbers[shape.code]) for shape in counted),
    )
    total = sum(numbers.values())
    label = f"Carte de France : {total} projet{'s' if total > 1 else ''}"
    if counted:
        names = ", ".join(f"{shape.name} {numbers[shape.code]}" for shape in counted)
        label += f". Par département : {names}."
    outlines = format_html(
        '<use class="static-map__department" href="{}#france"/>', reverse("public_map:base_map")
    )
    return frame(drawing.view_box, label, mark_safe(_insets() + outlines + circles))  # noqa: S308


def coverage_map(uncovered: WhiteZones) -> SafeString:
    """France by share of the inhabitants of each département without any project."""
    base = reverse("public_map:base_map")
    shares = department_shares(uncovered)
    uses = format_html_join(
        "",
        '<use class="static-map__department scale-{}" href="{}#dep-{}"/>',
        (
            (level_of(shares.get(shape.code)), base, shape.code)
            for shape in static_map().departments
        ),
    )
    label = "Part des habitants sans projet, par département. Le tableau donne les mêmes chiffres."
    return frame(static_map().view_box, label, mark_safe(_insets() + uses))  # noqa: S308


def department_shares(uncovered: WhiteZones) -> dict[str, float]:
    """Per cent (0–100) of the inhabitants of each département of the place without any project."""
    geography = current_geography()
    shares = {}
    for item in uncovered.departments:
        population = geography.population(item.unit.bits)
        shares[item.unit.code] = 100 * item.population / population if population else 0.0
    return shares


def level_of(share: float | None) -> int:
    """The step of the scale, 0 (everyone is covered) to 5."""
    if share is None:
        return 0
    return sum(share > bound for bound in SCALE)


def zone_map(project: FundedProject) -> SafeString:
    """The zone of a project among the départements around it."""
    place: Footprint = project.footprint
    return zone_drawing(place.zone, f"Territoire du projet : {place.label}")


def scale_labels() -> list[tuple[int, str]]:
    """The key of the scale: level and words."""
    steps = zip(SCALE[1:], (*SCALE[2:], 100), strict=True)
    return [
        (0, "tous les habitants ont un projet"),
        (1, f"moins de {SCALE[1]} % sans projet"),
        *((rank, f"{low} à {high} %") for rank, (low, high) in enumerate(steps, start=2)),
    ]
