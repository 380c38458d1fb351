"""Vector tiles of the public map: one PMTiles file, built by tippecanoe from the same layers."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely

from geodata.borders import inner_borders
from geodata.codes import Vintage
from geodata.layers import Layers, feature_collection
from geodata.neighbours import Land
from geodata.polygons import Coverage, on_grid

FIRST_ZOOM, LAST_ZOOM = 3, 10

# First zoom where the shapes can be told apart; lower, they would only weigh on the first screen.
EPCI_FROM_ZOOM, COMMUNES_FROM_ZOOM = 6, 9

# Points of the grid along a tile, as a power of two: 2,048, or 13 m at zoom 10, the same as the
# grid of the layers.
TILE_DETAIL = 11

# Names appear by size of the commune: least population, rank written in the tile, first zoom.
PLACE_RANKS = (
    (200_000, 1, 3),
    (100_000, 2, 4),
    (50_000, 3, 5),
    (20_000, 4, 6),
    (5_000, 5, 8),
    (0, 6, 10),
)

ATTRIBUTION = "IGN ADMIN EXPRESS COG 2024 · INSEE · Natural Earth"
OUTPUT = "fr.pmtiles"
LAYERS = ("land", "regions", "departments", "epci", "communes", "borders", "places")

Feature = dict[str, Any]


def build_tiles(
    work: Path,
    tippecanoe: Path,
    layers: Layers,
    vintage: Vintage,
    land: Iterable[Land],
    places: Iterable[Mapping[str, Any]],
) -> Path:
    """Build the tiles in the folder `work` and return the path of the file.

    tippecanoe copies its command line into the file: that line holds no path of the machine.

    Raises:
        subprocess.CalledProcessError: tippecanoe failed; its message is on screen.
    """
    work.mkdir(parents=True, exist_ok=True)
    _write(work, "land", map(_land_feature, land))
    for name, records, first in (
        ("regions", vintage.regions, FIRST_ZOOM),
        ("departments", vintage.departments, FIRST_ZOOM),
        ("epci", vintage.epci, EPCI_FROM_ZOOM),
        ("communes", vintage.communes, COMMUNES_FROM_ZOOM),
    ):
        names = {code: str(record["nom"]) for code, record in records.items()}
        features = feature_collection(getattr(layers, name), names)["features"]
        _write(work, name, (_from_zoom(feature, first) for feature in features))
    _write(work, "borders", _border_features(layers.departments, vintage))
    _write(work, "places", map(_place_feature, places))
    command = ["tippecanoe", *_options(), "--output", OUTPUT]
    for name in LAYERS:
        command += ["--named-layer", f"{name}:{name}.geojsonl"]
    subprocess.run(command, executable=tippecanoe, cwd=work, check=True)
    return work / OUTPUT


def place_rank(population: int) -> tuple[int, int]:
    """Rank of a commune among the names of the map, and the first zoom that shows it."""
    return next((rank, zoom) for least, rank, zoom in PLACE_RANKS if population >= least)


def _options() -> list[str]:
    return [
        "--force",
        "--quiet",
        f"--minimum-zoom={FIRST_ZOOM}",
        f"--maximum-zoom={LAST_ZOOM}",
        f"--full-detail={TILE_DETAIL}",
        f"--low-detail={TILE_DETAIL}",
        "--name=France",
        "--description=Communes, EPCI, départements, régions",
        f"--attribution={ATTRIBUTION}",
        "--drop-rate=1",
        "--no-feature-limit",
        "--no-tile-size-limit",
        "--no-tile-stats",
        "--no-simplification-of-shared-nodes",
        "--buffer=4",
        "--preserve-input-order",
    ]


def _write(work: Path, name: str, features: Iterable[Feature]) -> None:
    with (work / f"{name}.geojsonl").open("w", encoding="utf-8") as stream:
        for feature in features:
            stream.write(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) + "\n")


def _from_zoom(feature: Feature, first: int) -> Feature:
    return feature | {"tippecanoe": {"minzoom": first}}


def _land_feature(land: Land) -> Feature:
    return {
        "type": "Feature",
        "properties": {},
        "geometry": json.loads(shapely.to_geojson(land.shape)),
        "tippecanoe": {"minzoom": land.min_zoom, "maxzoom": land.max_zoom},
    }


def _border_features(departments: Coverage, vintage: Vintage) -> Iterator[Feature]:
    """Lines between two régions, then between two départements of a région, without the coast."""
    rings = {
        code: [
            [(x, y) for x, y in shapely.get_coordinates(ring).tolist()]
            for ring in shapely.get_rings(shapely.get_parts(on_grid(shape)))
        ]
        for code, shape in zip(departments.codes, departments.shapes, strict=True)
    }
    borders = inner_borders(rings, {c: r["region"] for c, r in vintage.departments.items()})
    for level, lines in (("region", borders.regions), ("department", borders.departments)):
        for line in lines:
            yield {
                "type": "Feature",
                "properties": {"level": level},
                "geometry": {"type": "LineString", "coordinates": line},
            }


def _place_feature(place: Mapping[str, Any]) -> Feature:
    rank, zoom = place_rank(place["population"])
    return {
        "type": "Feature",
        "properties": {
            "code": place["code"],
            "name": place["name"],
            "population": place["population"],
            "rank": rank,
        },
        "geometry": {"type": "Point", "coordinates": [place["lon"], place["lat"]]},
        "tippecanoe": {"minzoom": zoom},
    }
