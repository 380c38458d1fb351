"""Display layers: communes, EPCI, départements and régions made from one simplified coverage."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geodata.codes import Vintage
from geodata.files import write_json, write_json_gz
from geodata.polygons import Coverage, on_grid, union

# Smallest detail kept, as the side in degrees of a square of the same area. Fine: about 400 m,
# four pixels at zoom 10, where the tiles end. Light: what a whole country needs on one screen.
FINE_DETAIL = 0.004
LIGHT_DETAIL = 0.025

LABELLED_POPULATION = 20_000


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


def light_layers(layers: Layers, vintage: Vintage) -> Layers:
    """The same layers for one screen of the whole country, again sharing their borders.

    What is simplified is the part of an EPCI inside a département, since 89 EPCI stand on
    several: the corners of communes along a border may then go. `communes` holds these parts.
    """
    department_of = _parents(layers.communes, vintage, "departement")
    region_of = _parents(layers.communes, vintage, "region")
    part_of = {c: f"{d}|{vintage.epci_of.get(c, '')}" for c, d in department_of.items()}
    region_of_part = {part_of[code]: region for code, region in region_of.items()}
    parts = simplify(dissolve(layers.communes, part_of), LIGHT_DETAIL)
    epci_of = {part: part.split("|")[1] for part in parts.codes if not part.endswith("|")}
    return Layers(
        communes=parts,
        epci=dissolve(parts, epci_of),
        departments=dissolve(parts, {part: part.split("|")[0] for part in parts.codes}),
        regions=dissolve(parts, region_of_part),
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


def write_layers(folder: Path, layers: Layers, light: Layers, vintage: Vintage) -> None:
    """Write every GeoJSON file: fine layers, light layers, and communes by département."""
    for name, records in (
        ("epci", vintage.epci),
        ("departments", vintage.departments),
        ("regions", vintage.regions),
    ):
        names = {code: str(record["nom"]) for code, record in records.items()}
        for target, source in ((folder, layers), (folder / "light", light)):
            collection = feature_collection(getattr(source, name), names)
            write_json_gz(target / f"{name}.geojson.gz", collection)
    names = {code: str(record["nom"]) for code, record in vintage.communes.items()}
    by_department: dict[str, list[str]] = defaultdict(list)
    for code in layers.communes.codes:
        by_department[vintage.communes[code]["departement"]].append(code)
    for department, codes in by_department.items():
        collection = feature_collection(layers.communes.select(codes), names)
        write_json_gz(folder / "communes" / f"{department}.geojson.gz", collection)


def write_labels(path: Path, places: Iterable[Mapping[str, Any]]) -> int:
    """Write the towns worth a label on a map of the country, most populous first."""
    labels = [
        {key: place[key] for key in ("code", "name", "population", "lat", "lon")}
        for place in places
        if place["population"] > LABELLED_POPULATION
    ]
    write_json(path, labels)
    return len(labels)


def _parents(coverage: Coverage, vintage: Vintage, level: str) -> dict[str, str]:
    return {code: str(vintage.communes[code][level]) for code in coverage.codes}
