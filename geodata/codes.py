"""Official codes, one folder per year: communes, EPCI, EPT, départements, régions, old codes.

The only authority is the Etalab list (INSEE's Code officiel géographique, DGCL's list of EPCI,
La Poste's postal codes). Each year is a separate release of the same npm package.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geodata.files import write_csv

YEARS = (2024, 2025, 2026)
CURRENT_YEAR = max(YEARS)

Record = dict[str, Any]


@dataclass(frozen=True)
class Vintage:
    """The raw lists of one release, indexed by code.

    `communes` holds current communes only; `delegates` the communes déléguées and associées,
    whose code may also be that of a current commune (the former chief town keeps its code).
    """

    year: int
    communes: Mapping[str, Record]
    delegates: Mapping[str, Record]
    districts: Mapping[str, Record]
    epci: Mapping[str, Record]
    ept: Mapping[str, Record]
    departments: Mapping[str, Record]
    regions: Mapping[str, Record]
    epci_of: Mapping[str, str] = field(default_factory=dict)
    ept_of: Mapping[str, str] = field(default_factory=dict)

    @property
    def with_geometry(self) -> list[str]:
        """Codes of the communes of metropolitan France and of the five DROM, in order."""
        return [code for code, record in self.communes.items() if record["zone"] != "com"]


def read_vintage(folder: Path, year: int) -> Vintage:
    """Read one release of the Etalab package.

    Args:
        folder: the installed package (holds `data/communes.json`).
        year: vintage of the Code officiel géographique.
    """
    communes = _read(folder, "communes")
    epci, ept = _by_code(_read(folder, "epci")), _by_code(_read(folder, "ept"))
    return Vintage(
        year=year,
        communes=_by_code(r for r in communes if r["type"] == "commune-actuelle"),
        delegates=_by_code(
            r for r in communes if r["type"] in ("commune-deleguee", "commune-associee")
        ),
        districts=_by_code(r for r in communes if r["type"] == "arrondissement-municipal"),
        epci=epci,
        ept=ept,
        departments=_by_code(_read(folder, "departements")),
        regions=_by_code(_read(folder, "regions")),
        epci_of=_members(epci),
        ept_of=_members(ept),
    )


def former_communes(vintage: Vintage) -> dict[str, str]:
    """Former code -> code of the current commune that holds its territory.

    A commune déléguée or associée names its present chief town; where the history of codes
    (`anciensCodes`) says otherwise, the present status wins. A code that is still that of a
    current commune is never former.
    """
    successors = {
        former: code
        for code, record in vintage.communes.items()
        for former in record.get("anciensCodes", ())
    }
    successors |= {code: str(record["chefLieu"]) for code, record in vintage.delegates.items()}
    return {
        former: successor
        for former, successor in sorted(successors.items())
        if former not in vintage.communes
    }


def commune_rows(
    vintage: Vintage, points: Mapping[str, tuple[float, float, str]]
) -> list[tuple[object, ...]]:
    """Rows of `communes.csv`; `points` gives latitude, longitude (degrees) and their source."""
    rows: list[tuple[object, ...]] = []
    for code, record in vintage.communes.items():
        latitude, longitude, source = points.get(code, (None, None, ""))
        rows.append(
            (
                code,
                record["nom"],
                record["departement"],
                vintage.epci_of.get(code, ""),
                vintage.ept_of.get(code, ""),
                record.get("population", ""),
                " ".join(sorted(record.get("codesPostaux", ()))),
                "" if latitude is None else f"{latitude:.5f}",
                "" if longitude is None else f"{longitude:.5f}",
                source,
            )
        )
    return rows


def write_vintage(
    folder: Path,
    vintage: Vintage,
    former_names: Mapping[str, str],
    points: Mapping[str, tuple[float, float, str]],
) -> dict[str, int]:
    """Write the seven CSV files of one vintage; return the number of rows of each.

    Args:
        folder: destination, created when missing.
        vintage: the lists of the year.
        former_names: last known name of each former code (all vintages together).
        points: centre of each commune, empty for past vintages.
    """
    tables: dict[str, tuple[str, list[tuple[object, ...]]]] = {
        "communes": (
            "code,name,department,epci,ept,population,postal_codes,lat,lon,point_source",
            commune_rows(vintage, points),
        ),
        "epci": ("code,name,kind", [(c, r["nom"], r["type"]) for c, r in vintage.epci.items()]),
        "ept": ("code,name", [(c, r["nom"]) for c, r in vintage.ept.items()]),
        "departments": (
            "code,name,region,kind",
            [
                (c, r["nom"], r["region"], _status(r, "departement"))
                for c, r in vintage.departments.items()
            ],
        ),
        "regions": (
            "code,name,kind",
            [(c, r["nom"], _status(r, "region")) for c, r in vintage.regions.items()],
        ),
        "former_communes": (
            "code,name,successor",
            [(c, former_names.get(c, ""), s) for c, s in former_communes(vintage).items()],
        ),
        "districts": (
            "code,name,commune,postal_codes",
            [
                (c, r["nom"], r["commune"], " ".join(sorted(r["codesPostaux"])))
                for c, r in vintage.districts.items()
            ],
        ),
    }
    for name, (header, rows) in tables.items():
        write_csv(folder / f"{name}.csv", header.split(","), rows)
    return {name: len(rows) for name, (_, rows) in tables.items()}


def places(
    vintage: Vintage, points: Mapping[str, tuple[float, float, str]]
) -> list[dict[str, Any]]:
    """Communes with a centre, most populous first: what a map may name."""
    found: list[dict[str, Any]] = [
        {
            "code": code,
            "name": vintage.communes[code]["nom"],
            "population": vintage.communes[code].get("population", 0),
            "lat": round(latitude, 5),
            "lon": round(longitude, 5),
        }
        for code, (latitude, longitude, _) in points.items()
    ]
    return sorted(found, key=lambda place: (-place["population"], place["code"]))


def known_names(history_folder: Path, vintages: Iterable[Vintage]) -> dict[str, str]:
    """Last known name of every commune code since 1943.

    Args:
        history_folder: the release of the Etalab package that carries the history of codes.
        vintages: lists of the recent years, oldest first; they overrule the history.
    """
    history = sorted(_read(history_folder, "historique-communes"), key=_end_of_life)
    names = {str(record["code"]): str(record["nom"]) for record in history}
    for vintage in vintages:
        for records in (vintage.delegates, vintage.communes):
            names |= {code: str(record["nom"]) for code, record in records.items()}
    return names


def _end_of_life(record: Record) -> tuple[str, str]:
    """Sort key: date of the end of a commune's state (those still alive last), then its id."""
    return str(record.get("dateFin", "9999")), str(record["id"])


def _read(folder: Path, name: str) -> list[Record]:
    records: list[Record] = json.loads((folder / "data" / f"{name}.json").read_bytes())
    return records


def _by_code(records: Iterable[Record]) -> dict[str, Record]:
    indexed = {str(record["code"]): record for record in records}
    return dict(sorted(indexed.items()))


def _members(groups: Mapping[str, Record]) -> dict[str, str]:
    """Commune code -> code of the group that counts it as a member (one at most)."""
    return {
        str(member["code"]): code for code, group in groups.items() for member in group["membres"]
    }


def _status(record: Record, ordinary: str) -> str:
    return "collectivite" if record["zone"] == "com" else ordinary
