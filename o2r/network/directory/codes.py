"""The lists of codes of data·inclusion and of the register: read once from ``data/network``. Pure.

Codes are those of the schema in force (v1); ``from_v0`` says what a former code becomes.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from django.conf import settings

THEMES, CATEGORIES, PUBLICS = "thematiques", "thematiques_categories", "publics"
KINDS, FEES, RECEPTIONS = "types_de_services", "frais", "modes_accueil"
CONTACT_MODES, CONTACTED_BY = "modes_mobilisation", "personnes_mobilisatrices"
NETWORKS = "reseaux_porteurs"
EVERYONE = "tous-publics"
SEPARATOR = "--"


@dataclass(frozen=True, slots=True)
class Code:
    """One row of a list. ``category``: of a thématique."""

    code: str
    label: str
    description: str = ""
    category: str = ""


def _folder() -> Path:
    return Path(settings.O2R_DATA_DIR) / "network"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def listed(name: str) -> Mapping[str, Code]:
    """One list of the schema v1, by code, in its order. Raises OSError for an unknown list."""
    rows = _rows(_folder() / "data_inclusion" / "v1" / f"{name}.csv")
    return MappingProxyType(
        {
            row["code"]: Code(
                row["code"], row["label"], row["description"], row.get("categorie") or ""
            )
            for row in rows
        }
    )


@cache
def listed_v0(name: str) -> Mapping[str, Code]:
    """One list of the former schema v0, by code."""
    rows = _rows(_folder() / "data_inclusion" / "v0" / f"{name}.csv")
    return MappingProxyType(
        {row["value"]: Code(row["value"], row["label"], row["description"]) for row in rows}
    )


@cache
def reasons() -> Mapping[str, Code]:
    """Why no service was suitable, by code (``unmet_need_reasons.csv``, provisional)."""
    rows = _rows(_folder() / "unmet_need_reasons.csv")
    return MappingProxyType({row["code"]: Code(row["code"], row["label"]) for row in rows})


@cache
def _former() -> Mapping[tuple[str, str], tuple[str, ...]]:
    rows = _rows(_folder() / "data_inclusion" / "v0_to_v1.csv")
    return MappingProxyType({(row["list"], row["v0"]): tuple(row["v1"].split()) for row in rows})


def from_v0(name: str, code: str) -> tuple[str, ...]:
    """What a code of v0 becomes in the list ``name`` of v1; empty when nothing says the same."""
    mapped = _former().get((name, code))
    if mapped is not None:
        return mapped
    return (code,) if code in listed(name) else ()


def label(name: str, code: str) -> str:
    """The label of a code; the code itself when no list holds it."""
    found = listed(name).get(code)
    return found.label if found else code


def labels(name: str, codes: Iterable[str]) -> list[str]:
    """The labels of some codes, in their order."""
    return [label(name, code) for code in codes]


def category_of(theme: str) -> str:
    """``mobilite`` of ``mobilite--preparer-un-permis``, and of itself."""
    return theme.split(SEPARATOR, 1)[0]


def theme_label(theme: str) -> str:
    """The label of a thématique or of a category: both are asked for in the same place."""
    return label(THEMES if SEPARATOR in theme else CATEGORIES, theme)


def is_theme(theme: str) -> bool:
    """Whether it is a thématique or a category of the schema in force."""
    return theme in listed(THEMES) or theme in listed(CATEGORIES)
