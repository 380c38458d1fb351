"""The national schema data·inclusion at the door: French fields in, English fields inside. Pure.

A record is validated by the official package of v1; one of v0 is said in v1 first. A code outside
an official list does not refuse the record: it is taken aside, reported and kept, because lists
change faster than directories.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pydantic
import pydantic_core
from data_inclusion.schema import v1

from o2r.network.directory import former_schema
from o2r.network.directory.codes import CATEGORIES, listed
from o2r.network.directory.enums import SchemaVersion
from o2r.territory.typography import typographic

ZONE = "zone_codes"
"""The codes of the eligibility zone: not a column, the zone is an expression."""

# A field that is not here is not kept: above all contact_nom_prenom, because the name of a person
# is not needed to orient someone.
COMMON_FIELDS = {
    "id": "external_id",
    "source": "source",
    "nom": "name",
    "date_maj": "updated_on",
    "description": "description",
    "lien_source": "source_url",
    "code_postal": "postal_code",
    "code_insee": "commune",
    "adresse": "address",
    "telephone": "phone",
    "courriel": "email",
    "horaires_accueil": "opening_hours",
}
STRUCTURE_FIELDS = {**COMMON_FIELDS, "siret": "siret", "site_web": "website"}
STRUCTURE_LISTS = {"reseaux_porteurs": "networks"}
SERVICE_FIELDS = {
    **COMMON_FIELDS,
    "latitude": "latitude",
    "longitude": "longitude",
    "structure_id": "structure",
    "frais": "fees",
    "frais_precisions": "fees_details",
    "publics_precisions": "publics_details",
    "conditions_acces": "access_conditions",
    "lien_mobilisation": "contact_url",
    "mobilisation_precisions": "contact_details",
    "volume_horaire_hebdomadaire": "weekly_hours",
    "nombre_semaines": "weeks",
}
SERVICE_LISTS = {
    "type": "kinds",
    "thematiques": "themes",
    "publics": "publics",
    "modes_accueil": "access_modes",
    "modes_mobilisation": "contact_modes",
    "mobilisable_par": "contacted_by",
    "zone_eligibilite": ZONE,
}
IDENTIFIERS = ("id", "structure_id", "source")
LONGEST_CODE = 255
BOUNDS = {
    "nombre_semaines": 1000,
    "volume_horaire_hebdomadaire": 168,
    "latitude": 90,
    "longitude": 180,
}
"""The schema has none; a column, a week and a globe have."""
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
    """A record with English fields. ``lists``: its codes, known alone; ``unknown``: those outside
    the official lists, by French field name; ``version``: the schema it was written in."""

    values: dict[str, Any]
    lists: dict[str, list[str]]
    unknown: dict[str, list[str]] = field(default_factory=dict)
    version: SchemaVersion = SchemaVersion.V1


def structure_record(raw: Mapping[str, Any]) -> Record:
    """A *structure* of the schema. Raises InvalidRecord."""
    _storable(raw)
    if former_schema.looks_former(raw):
        said, aside = former_schema.structure_of(raw)
        return _former(_record(said, v1.Structure, STRUCTURE_FIELDS, STRUCTURE_LISTS), aside)
    return _record(raw, v1.Structure, STRUCTURE_FIELDS, STRUCTURE_LISTS)


def service_record(raw: Mapping[str, Any]) -> Record:
    """A *service* of the schema. Raises InvalidRecord."""
    _storable(raw)
    if former_schema.looks_former(raw):
        said, aside = former_schema.service_of(raw)
        kinds = said.pop("types")
        read = _former(_record(said, v1.Service, SERVICE_FIELDS, SERVICE_LISTS), aside)
        return replace(read, lists=read.lists | {"kinds": kinds})
    return _record(raw, v1.Service, SERVICE_FIELDS, SERVICE_LISTS)


def _storable(raw: Mapping[str, Any]) -> None:
    """Refuse what no database stores, and no page shows. Raises InvalidRecord."""
    wrong = [name for name, value in raw.items() if not _is_storable(name, value)]
    if wrong:
        named = ", ".join(name for name in wrong if name.isprintable()) or "inconnu"
        raise InvalidRecord(typographic(f"champ {named} : il contient un caractère illisible"))


def _is_storable(*texts: Any) -> bool:
    return all(
        _is_storable(*text) if isinstance(text, list) else _is_readable(text) for text in texts
    )


def _is_readable(text: Any) -> bool:
    """Whether a text holds neither a NUL nor half of a character."""
    return not isinstance(text, str) or not any(
        letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in text
    )


def _former(read: Record, aside: dict[str, list[str]]) -> Record:
    """The same, written in v0: v1 has neither categories as thématiques nor régions."""
    themes = [code for code in read.unknown.get("thematiques", []) if code in listed(CATEGORIES)]
    zone = [
        code
        for code in read.unknown.get("zone_eligibilite", [])
        if code.startswith(former_schema.REGION_PREFIX)
    ]
    kept = {"thematiques": themes, "zone_eligibilite": zone}
    unknown = {
        name: left
        for name, values in read.unknown.items()
        if (left := [one for one in values if one not in kept.get(name, [])])
    }
    lists = dict(read.lists)
    for name, found in kept.items():
        if found:
            lists[SERVICE_LISTS[name]] = [*lists[SERVICE_LISTS[name]], *found]
    return replace(read, lists=lists, unknown=unknown | aside, version=SchemaVersion.V0)


def _record(
    raw: Mapping[str, Any],
    schema: type[pydantic.BaseModel],
    fields: Mapping[str, str],
    lists: Mapping[str, str],
) -> Record:
    given = {name: value for name, value in raw.items() if value not in (None, "", [])}
    read, unknown = _read(given, schema)
    _within_bounds(read)
    valid = read.model_dump(mode="json", exclude_none=True)
    values = {ours: valid.get(theirs) for theirs, ours in fields.items()}
    for name, value in values.items():
        if value is None and name not in NUMBERS:
            values[name] = ""
    return Record(
        values,
        {ours: _sorted(valid.get(theirs)) for theirs, ours in lists.items()},
        unknown,
    )


def _within_bounds(read: pydantic.BaseModel) -> None:
    """Refuse numbers that are none, or are of nothing. Raises InvalidRecord."""
    given = {name: getattr(read, name, None) for name in BOUNDS}
    wrong = [
        f"champ {name} : ce nombre ne se peut pas"
        for name, value in given.items()
        # Not « greater »: what is not a number is not within either.
        if value is not None and not -BOUNDS[name] <= value <= BOUNDS[name]
    ]
    if wrong:
        raise InvalidRecord(typographic(" ; ".join(wrong)))


def _sorted(value: Any) -> list[str]:
    """Codes as a list: one alone, several in the order of the alphabet, or none."""
    if value in (None, ""):
        return []
    return [value] if isinstance(value, str) else sorted(set(value))


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
    name = str(problem["loc"][0])
    in_a_list = name in {**SERVICE_LISTS, **STRUCTURE_LISTS} and len(problem["loc"]) > 1
    return problem["type"] == "enum" or in_a_list


def _reason(problem: dict[str, Any]) -> str:
    name = str(problem["loc"][0]) if problem["loc"] else "enregistrement"
    if name == "courriel":
        return "champ courriel : ce n’est pas une adresse électronique"
    said = str(problem["msg"]).removeprefix("Value error, ")
    return f"champ {name} : {_REASONS.get(str(problem['type']), said)}"
