"""From a record of the schema to the columns of a structure or of a service. Pure."""

from datetime import date
from typing import Any

from o2r.network.directory.enums import referring_body_of
from o2r.network.directory.records import ZONE, Record
from o2r.network.directory.zoning import expression_of
from o2r.territory.official import Geography

UNKNOWN_ZONE = "zone_eligibilite"


def structure_columns(record: Record) -> dict[str, Any]:
    """What an export says of a structure: neither its account nor its checked mailbox."""
    networks = record.lists["networks"]
    return _common(record) | {"networks": networks, "referring_body": referring_body_of(networks)}


def service_columns(record: Record, geo: Geography) -> dict[str, Any]:
    """What an export says of a service, its zone as an expression and its point on the ground.

    A code that is nowhere in the vintage is kept with the values outside the schema.
    """
    columns = _common(record)
    columns.pop("structure")
    lists = dict(record.lists)
    columns["zone"], nowhere = expression_of(lists.pop(ZONE), geo)
    if nowhere:
        unknown = columns["unknown_values"]
        kept = [*unknown.get(UNKNOWN_ZONE, []), *nowhere]
        columns["unknown_values"] = unknown | {UNKNOWN_ZONE: kept}
    return columns | lists | _point(columns, geo)


def _common(record: Record) -> dict[str, Any]:
    return record.values | {
        "updated_on": date.fromisoformat(record.values["updated_on"]),
        "schema_version": str(record.version),
        "unknown_values": record.unknown,
    }


def _point(columns: dict[str, Any], geo: Geography) -> dict[str, Any]:
    """The point of the producer, else the centre of the commune, said so."""
    if columns["latitude"] is not None and columns["longitude"] is not None:
        return {"is_at_commune_centre": False}
    commune = geo.commune(columns["commune"])
    if commune is None or commune.lat is None:
        return {"latitude": None, "longitude": None, "is_at_commune_centre": False}
    return {"latitude": commune.lat, "longitude": commune.lon, "is_at_commune_centre": True}
