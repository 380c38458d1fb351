"""The official geography of this instance: vintages found in ``data/territory``, each read once."""

from functools import cache
from pathlib import Path

from django.conf import settings

from o2r.core.lasting import keep_for_good
from o2r.territory.official import (
    Commune,
    District,
    FormerCommune,
    Geography,
    GeographyError,
    Unit,
    load,
)

__all__ = [
    "Commune",
    "District",
    "FormerCommune",
    "Geography",
    "GeographyError",
    "Unit",
    "available_vintages",
    "current_geography",
    "geography",
]


def _folder() -> Path:
    return Path(settings.O2R_DATA_DIR) / "territory"


@cache
def available_vintages() -> tuple[int, ...]:
    """The years of the official code (COG) present, oldest first."""
    years = sorted(
        int(path.name) for path in _folder().glob("[0-9][0-9][0-9][0-9]") if path.is_dir()
    )
    if not years:
        raise GeographyError(
            f"Aucun millésime de la géographie officielle dans {_folder()}. "
            "Reconstruisez les données avec « make geodata »."
        )
    return tuple(years)


@cache
def geography(year: int) -> Geography:
    """The geography of one vintage. Raises ``GeographyError`` when the year is not there."""
    if year not in available_vintages():
        known = ", ".join(str(known) for known in available_vintages())
        raise GeographyError(
            f"Le millésime {year} n'est pas dans les données. Millésimes présents : {known}."
        )
    vintage = load(_folder() / str(year), year)
    keep_for_good()
    return vintage


def current_geography() -> Geography:
    """The newest vintage present."""
    return geography(available_vintages()[-1])
