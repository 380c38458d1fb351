"""``projets-o2r.geojson`` (RFC 7946) and ``projets-o2r.json``: same columns, with real lists."""

from collections.abc import Iterable
from typing import Any

from o2r.projects.open_data.fields import FIELDS
from o2r.projects.open_data.rows import OpenProject

DECIMALS = 5


def as_json(row: OpenProject) -> dict[str, Any]:
    """A project as a JSON object: lists stay lists, an absent text or date is null."""
    values: dict[str, Any] = {}
    for field in FIELDS:
        value = field.value(row)
        if isinstance(value, tuple):
            values[field.name] = list(value)
        else:
            values[field.name] = None if value == "" else field.written(row)
    return values


def documents(rows: Iterable[OpenProject]) -> list[dict[str, Any]]:
    """``projets-o2r.json``: the list of projects."""
    return [as_json(row) for row in rows]


def feature(row: OpenProject) -> dict[str, Any]:
    """A project as a point on the most populous commune of its zone."""
    geometry = None
    if row.latitude is not None and row.longitude is not None:
        position = [round(row.longitude, DECIMALS), round(row.latitude, DECIMALS)]
        geometry = {"type": "Point", "coordinates": position}
    return {"type": "Feature", "id": row.id, "geometry": geometry, "properties": as_json(row)}


def collection(rows: Iterable[OpenProject]) -> dict[str, Any]:
    """``projets-o2r.geojson``. The zones themselves are lists of communes, not outlines."""
    return {"type": "FeatureCollection", "features": [feature(row) for row in rows]}
