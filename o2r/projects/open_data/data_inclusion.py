"""The projects in the national schema of the offer of inclusion, data·inclusion v1.

A bearer is a *structure*, a project is a *service*: partners' tools (Dora, les emplois de
l'inclusion…) can read them without typing anything again.
"""

from collections.abc import Iterable
from typing import Any

from o2r.projects.enums import Public, Stage
from o2r.projects.models.project import IMPLIED_PUBLICS
from o2r.projects.open_data.rows import OpenProject

SOURCE = "o2r"
EXAMPLE_SOURCE = "o2r-exemple"
"""Producer of the fictional rows of a demonstration: the schema has no flag for them."""

_SOCIAL_LINK = "remobilisation--lien-social"
_SELF_CONFIDENCE = "remobilisation--bien-etre-confiance-en-soi"


def export(rows: Iterable[OpenProject]) -> dict[str, list[dict[str, Any]]]:
    """``{"structures": […], "services": […]}``, valid for the official schema package."""
    kept = list(rows)
    structures: dict[str, dict[str, Any]] = {}
    for row in kept:
        found = structure(row)
        known = structures.get(found["id"])
        if known is None or known["date_maj"] < found["date_maj"]:
            structures[found["id"]] = found
    return {
        "structures": sorted(structures.values(), key=lambda item: str(item["id"])),
        "services": [service(row) for row in kept],
    }


def structure(row: OpenProject) -> dict[str, Any]:
    """The bearer of a project as a *structure*."""
    bearer = row.bearer
    return _filled(
        source=_source(row),
        id=_structure_id(row),
        nom=_name(bearer.name),
        date_maj=row.updated_on.isoformat(),
        siret=bearer.siret,
        site_web=bearer.website,
        lien_source=row.page_url,
        reseaux_porteurs=[bearer.network] if bearer.network else None,
    )


def service(row: OpenProject) -> dict[str, Any]:
    """A project as a *service*.

    The zone is the minimal cover, without any code of région, as the schema asks. Opening hours
    are free text here and OpenStreetMap syntax there: they go with the ways of getting in touch.
    """
    return _filled(
        source=_source(row),
        structure_id=_structure_id(row),
        id=f"{_source(row)}--{row.id}",
        nom=_name(row.title),
        description=row.description if len(row.description) >= 5 else _described(row),
        lien_source=row.page_url,
        date_maj=row.updated_on.isoformat(),
        type="accompagnement",
        thematiques=_topics(row),
        publics=publics(row),
        publics_precisions=row.uncertain_note,
        telephone=row.phone,
        courriel=row.email,
        modes_accueil=["en-presentiel"],
        zone_eligibilite=[code.partition(":")[2] for code in row.territory_codes],
        lien_mobilisation=row.form_url or (row.page_url if row.has_relay else None),
        modes_mobilisation=_ways(row),
        mobilisable_par=["professionnels"],
        mobilisation_precisions=row.opening_hours,
    )


def publics(row: OpenProject) -> list[str] | None:
    """Publics with those that attention points imply; None when nothing is known."""
    implied = {
        public
        for public, points in IMPLIED_PUBLICS.items()
        if any(point in row.attention_points for point in points)
    }
    if Public.EVERYONE in row.publics:
        return [Public.EVERYONE.value]
    found = {*row.publics, *implied}
    return [code for code in Public.values if code in found] or None


def _source(row: OpenProject) -> str:
    return EXAMPLE_SOURCE if row.is_example else SOURCE


def _structure_id(row: OpenProject) -> str:
    return f"{_source(row)}--{row.bearer.id}"


def _name(name: str) -> str:
    """Between 3 and 150 characters, without a final full stop."""
    return name[:150].rstrip(". ").ljust(3, "…")


def _described(row: OpenProject) -> str:
    return (
        "Offre de repérage et de remobilisation des personnes éloignées de l’emploi, portée par "
        f"{row.bearer.name}. Territoire : {row.territory}."
    )


def _topics(row: OpenProject) -> list[str]:
    return [_SOCIAL_LINK, *([_SELF_CONFIDENCE] if Stage.REMOBILISATION in row.stages else [])]


def _ways(row: OpenProject) -> list[str] | None:
    ways = []
    if row.email:
        ways.append("envoyer-un-courriel")
    if row.phone:
        ways.append("telephoner")
    if row.form_url or row.has_relay:
        ways.append("utiliser-lien-mobilisation")
    return ways or None


def _filled(**values: Any) -> dict[str, Any]:
    """The values that say something: the schema wants absent rather than empty."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}
