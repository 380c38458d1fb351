"""Lines between territories, each drawn once and without the coast.

Outlines of polygons draw every common border twice, and the shore with it; a calm map wants the
line between two régions, and nothing where the land ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import shapely

Vertex = tuple[float, float]
Line = list[Vertex]


@dataclass(frozen=True)
class Borders:
    """Lines between two régions, and lines between two départements of one région."""

    regions: list[Line]
    departments: list[Line]


def inner_borders(rings: Mapping[str, Iterable[Line]], region_of: Mapping[str, str]) -> Borders:
    """Find the common borders of départements.

    Args:
        rings: closed rings of each département; neighbours share the exact same vertices.
        region_of: région of each département.
    """
    sides: dict[tuple[Vertex, Vertex], set[str]] = defaultdict(set)
    for code, lines in rings.items():
        for line in lines:
            for start, end in pairwise(line):
                sides[min(start, end), max(start, end)].add(code)
    between_regions: list[tuple[Vertex, Vertex]] = []
    inside_regions: list[tuple[Vertex, Vertex]] = []
    for segment, departments in sorted(sides.items()):
        if len(departments) > 1:
            regions = {region_of[code] for code in departments}
            (between_regions if len(regions) > 1 else inside_regions).append(segment)
    return Borders(_joined(between_regions), _joined(inside_regions))


def _joined(segments: list[tuple[Vertex, Vertex]]) -> list[Line]:
    """Segments put end to end into lines as long as possible."""
    merged = shapely.line_merge(shapely.multilinestrings([list(s) for s in segments]))
    lines = [shapely.get_coordinates(part).tolist() for part in shapely.get_parts(merged)]
    return sorted([(x, y) for x, y in line] for line in lines)
