"""The Table Schemas (Frictionless) of the CSV files, ready for schema.data.gouv.fr."""

from typing import Any

from o2r.projects.open_data.fields import FIELDS

SCHEMA_VERSION = "1.0.0"
"""Semantic version of the columns: a column removed or changed is a new major version."""


def projects_schema(*, homepage: str, address: str) -> dict[str, Any]:
    """The schema of ``projets-o2r.csv``. ``homepage`` is the open data page, ``address`` this file.

    The dialect of the file is its own: commas, UTF-8, lists separated by « | ».
    """
    return _schema(
        name="projets-o2r",
        title="Projets de l’offre de repérage et de remobilisation (O2R)",
        description=(
            "Un projet financé par ligne : porteur, territoire, publics, étapes, démarches et "
            "contacts professionnels."
        ),
        homepage=homepage,
        address=address,
        fields=[
            {
                "name": field.name,
                "type": field.type,
                "format": field.format,
                "title": field.title,
                "description": field.description,
                "example": field.example,
                "constraints": field.constraints,
            }
            for field in FIELDS
        ],
        primary_key="identifiant",
    )


def territories_schema(*, homepage: str, address: str) -> dict[str, Any]:
    """The schema of ``territoires-projets.csv``: which commune belongs to which project."""
    fields: list[dict[str, Any]] = [
        {
            "name": "projet_id",
            "type": "string",
            "title": "Identifiant du projet",
            "description": "Renvoie à la colonne « identifiant » de projets-o2r.csv.",
            "example": "o2r-portes-du-sud",
            "constraints": {"required": True},
        },
        {
            "name": "code_commune",
            "type": "string",
            "title": "Code de la commune",
            "description": "Code INSEE d’une commune du territoire du projet.",
            "example": "69259",
            "constraints": {"required": True, "pattern": "^[0-9AB]{5}$"},
        },
        {
            "name": "exemple",
            "type": "boolean",
            "title": "Exemple fictif",
            "description": "Vrai pour un projet inventé, en démonstration seulement.",
            "example": False,
            "constraints": {"required": True},
        },
    ]
    return _schema(
        name="territoires-projets",
        title="Communes des projets O2R",
        description="Une ligne par commune et par projet : la liste qui fait foi.",
        homepage=homepage,
        address=address,
        fields=fields,
        primary_key=["projet_id", "code_commune"],
    )


def _schema(
    *,
    name: str,
    title: str,
    description: str,
    homepage: str,
    address: str,
    fields: list[dict[str, Any]],
    primary_key: str | list[str],
) -> dict[str, Any]:
    return {
        "$schema": "https://frictionlessdata.io/schemas/table-schema.json",
        "name": name,
        "title": title,
        "description": description,
        "version": SCHEMA_VERSION,
        "countryCode": "FR",
        "homepage": homepage,
        "path": address,
        "licenses": [
            {
                "name": "etalab-2.0",
                "title": "Licence Ouverte 2.0",
                "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
            }
        ],
        "fields": fields,
        "primaryKey": primary_key,
        "missingValues": [""],
    }
