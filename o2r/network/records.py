"""The national schema data·inclusion v1 at the door: French fields in, English fields inside.

A record is validated by the official package. A code outside an official list does not refuse the
record: it is taken aside, reported and kept, because lists change faster than directories.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pydantic
import pydantic_core
from data_inclusion.schema import v1

from o2r.network.enums import CodeKind
from o2r.territory.typography import typographic

# A field that is not here is not kept: above all contact_nom_prenom, because the name of a person
# is not needed to orient someone.
COMMON_FIELDS = {
    "id": "id",
    "source": "source",
    "nom": "name",
    "date_maj": "updated_on",
    "description": "description",
    "lien_source": "source_url",
    "commune": "city",
    "code_postal": "postal_code",
    "code_insee": "insee_code",
    "adresse": "address",
    "complement_adresse": "address_more",
    "latitude": "latitude",
    "longitude": "longitude",
    "telephone": "phone",
    "courriel": "email",
    "horaires_accueil": "opening_hours",
}
STRUCTURE_FIELDS = {
    **COMMON_FIELDS,
    "siret": "siret",
    "site_web": "website",
    "accessibilite_lieu": "accessibility_url",
    "reseaux_porteurs": "networks",
}
SERVICE_FIELDS = {
    **COMMON_FIELDS,
    "structure_id": "structure_id",
    "type": "kind",
    "frais": "fees",
    "frais_precisions": "fees_details",
    "publics_precisions": "publics_details",
    "conditions_acces": "access_conditions",
    "lien_mobilisation": "contact_url",
    "mobilisation_precisions": "contact_details",
    "volume_horaire_hebdomadaire": "weekly_hours",
    "nombre_semaines": "weeks",
}
LISTS = {
    "thematiques": CodeKind.TOPIC,
    "publics": CodeKind.PUBLIC,
    "zone_eligibilite": CodeKind.ZONE,
    "modes_accueil": CodeKind.RECEPTION,
    "modes_mobilisation": CodeKind.CONTACT_MODE,
    "mobilisable_par": CodeKind.CONTACTED_BY,
}
IDENTIFIERS = ("id", "structure_id", "source")
LONGEST_CODE = 255
# Fields that may be empty as numbers; the other empty fields are empty texts.
NUMBERS = ("latitude", "longitude", "weekly_hours", "weeks")

_REASONS = {
    "missing": "il est obligatoire",
    "string_type": "ce n’est pas un texte",
    "string_too_short": "le texte est trop court",
    "string_too_long": "le texte est trop long",
    "string_pattern_mismatch": "le code n’a pas la bonne forme",
    "url_parsing": "ce n’est pas une adresse de site",
    "url_scheme": "l’adresse commence par https:// ou http://",
    "date_from_datetime_parsing": "ce n’est pas une date AAAA-MM-JJ",
    "date_parsing": "ce n’est pas une date AAAA-MM-JJ",
    "float_parsing": "ce n’est pas un nombre",
    "int_parsing": "ce n’est pas un nombre entier",
    "set_type": "ce n’est pas une liste",
    "list_type": "ce n’est pas une liste",
    "too_short": "la liste est vide",
}


class InvalidRecord(ValueError):
    """A record that the schema refuses. The message lists its fields, in French."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record of the schema with English fields, its lists of codes, and what is unknown.

    ``codes`` holds every code, known or not; ``unknown`` only those outside the official lists, by
    French field name.
    """

    values: dict[str, Any]
    codes: dict[CodeKind, list[str]] = field(default_factory=dict)
    unknown: dict[str, list[str]] = field(default_factory=dict)


def structure_record(raw: Mapping[str, Any]) -> Record:
    """A *structure* of the schema. Raises InvalidRecord."""
    return _record(raw, v1.Structure, STRUCTURE_FIELDS)


def service_record(raw: Mapping[str, Any]) -> Record:
    """A *service* of the schema. Raises InvalidRecord."""
    return _record(raw, v1.Service, SERVICE_FIELDS)


def _record(
    raw: Mapping[str, Any], schema: type[pydantic.BaseModel], fields: Mapping[str, str]
) -> Record:
    given = {name: value for name, value in raw.items() if value not in (None, "", [])}
    read, unknown = _read(given, schema)
    valid = read.model_dump(mode="json", exclude_none=True)
    values = {ours: valid.get(theirs) for theirs, ours in fields.items()}
    for theirs, ours in fields.items():
        if theirs in unknown:
            kept = unknown[theirs]
            values[ours] = [*(values[ours] or []), *kept] if ours == "networks" else kept[0]
        elif values[ours] is None and ours not in NUMBERS:
            values[ours] = [] if ours == "networks" else ""
    codes = {
        kind: [*sorted(set(valid.get(name) or [])), *unknown.get(name, [])]
        for name, kind in LISTS.items()
        if name in schema.model_fields
    }
    return Record(values, codes, unknown)


def _read(
    given: dict[str, Any], schema: type[pydantic.BaseModel]
) -> tuple[pydantic.BaseModel, dict[str, list[str]]]:
    """The record as the schema reads it, and the codes that no official list holds, by field.

    Raises InvalidRecord for anything else the schema refuses.
    """
    long = [name for name in IDENTIFIERS if len(str(given.get(name, ""))) > LONGEST_CODE]
    reasons = [f"champ {name} : le texte est trop long" for name in long]
    unknown: dict[str, list[str]] = {}
    read = None
    try:
        read = schema(**given)
    except pydantic.ValidationError as error:
        problems = error.errors(include_url=False, include_context=False)
        reasons += [_reason(dict(problem)) for problem in problems if not _is_code(problem)]
        unknown = _take_unknown(given, problems)
    if reasons:
        raise InvalidRecord(typographic(" ; ".join(dict.fromkeys(reasons))))
    return read or schema(**given), unknown


def _take_unknown(
    given: dict[str, Any], problems: list[pydantic_core.ErrorDetails]
) -> dict[str, list[str]]:
    """Remove from ``given`` the codes outside their lists, and return them by field."""
    unknown: dict[str, list[str]] = {}
    for problem in filter(_is_code, problems):
        values = unknown.setdefault(str(problem["loc"][0]), [])
        # The schema may give several reasons for one code.
        if str(problem["input"]) not in values:
            values.append(str(problem["input"])[:LONGEST_CODE])
    for name, values in unknown.items():
        listed = given[name] if isinstance(given[name], list) else []
        given[name] = [value for value in listed if str(value)[:LONGEST_CODE] not in values]
        if not given[name]:
            del given[name]
    return unknown


def _is_code(problem: pydantic_core.ErrorDetails) -> bool:
    """Whether the problem is only a code outside its list (or a territory of no known shape)."""
    in_a_list = str(problem["loc"][0]) in LISTS and len(problem["loc"]) > 1
    return problem["type"] == "enum" or in_a_list


def _reason(problem: dict[str, Any]) -> str:
    name = str(problem["loc"][0]) if problem["loc"] else "enregistrement"
    if name == "courriel":
        return "champ courriel : ce n’est pas une adresse électronique"
    said = str(problem["msg"]).removeprefix("Value error, ")
    return f"champ {name} : {_REASONS.get(str(problem['type']), said)}"
