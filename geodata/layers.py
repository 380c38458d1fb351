"""Display layers: communes, EPCI, départements and régions made from one simplified coverage."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geodata.codes import Vintage
from geodata.files import write_json_gz
from geodata.polygons import Coverage, on_grid, union

# Smallest detail kept, as the side in degrees of a square of the same area: about 400 m, four
# pixels at zoom 10, where the tiles end.
FINE_DETAIL = 0.004


@dataclass(frozen=True)
class Layers:
    """The four levels of the map; any two of them share the vertices of their common borders."""

    communes: Coverage
    epci: Coverage
    departments: Coverage
    regions: Coverage


def fine_layers(communes: Coverage, vintage: Vintage) -> Layers:
    """Simplify the communes once, then dissolve: a border is the same line in every layer."""
    simple = simplify(communes, FINE_DETAIL)
    return Layers(
        communes=simple,
        epci=dissolve(simple, vintage.epci_of),
        departments=dissolve(simple, _parents(simple, vintage, "departement")),
        regions=dissolve(simple, _parents(simple, vintage, "region")),
    )


def simplify(coverage: Coverage, detail: float) -> Coverage:
    """Remove vertices, never moving one nor opening a gap (Visvalingam on the whole coverage)."""
    return Coverage(coverage.codes, shapely.coverage_simplify(coverage.shapes, detail))


def dissolve(coverage: Coverage, parent_of: Mapping[str, str]) -> Coverage:
    """Join the polygons that have the same parent; those without a parent are left out."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, code in enumerate(coverage.codes):
        if code in parent_of:
            groups[parent_of[code]].append(index)
    parents = sorted(groups)
    shapes = [union(coverage.shapes[groups[parent]]) for parent in parents]
    return Coverage(parents, np.array(shapes))


def feature_collection(coverage: Coverage, names: Mapping[str, str]) -> dict[str, Any]:
    """GeoJSON of a coverage (RFC 7946: outer rings counterclockwise), features sorted by code."""
    shapes = shapely.orient_polygons(shapely.normalize(on_grid(coverage.shapes)))
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": code, "name": names[code]},
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
            for code, shape in zip(coverage.codes, shapes, strict=True)
        ],
    }


def write_layers(folder: Path, layers: Layers, vintage: Vintage) -> None:
    """Write every GeoJSON file, the communes by département."""
    for name, records in (
        ("epci", vintage.epci),
        ("departments", vintage.departments),
        ("regions", vintage.regions),
    ):
        names = {code: str(record["nom"]) for code, record in records.items()}
        collection = feature_collection(getattr(layers, name), names)
        write_json_gz(folder / f"{name}.geojson.gz", collection)
    names = {code: str(record["nom"]) for code, record in vintage.communes.items()}
    by_department: dict[str, list[str]] = defaultdict(list)
    for code in layers.communes.codes:
        by_department[vintage.communes[code]["departement"]].append(code)
    for department, codes in by_department.items():
        collection = feature_collection(layers.communes.select(codes), names)
        write_json_gz(folder / "communes" / f"{department}.geojson.gz", collection)


def _parents(coverage: Coverage, vintage: Vintage, level: str) -> dict[str, str]:
    return {code: str(vintage.communes[code][level]) for code in coverage.codes}
