"""What a call says, as a version keeps it, and what changed from one version to the next.

A version holds plain JSON: it can be read again long after the models have moved on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from o2r.calls.enums import EnvelopeRule, MemberRule
from o2r.calls.models import Call, Criterion
from o2r.calls.phases import NOT_PUBLISHED, Edge, hour_words
from o2r.core.money import euros
from o2r.projects.enums import AttentionPoint, Public, Stage
from o2r.projects.footprint import footprint
from o2r.territory.geography import current_geography
from o2r.territory.time_zones import hour_of

_TEXTS = {
    "title": "Intitulé",
    "context": "Contexte",
    "priorities": "Priorités",
    "publics_note": "Publics, en toutes lettres",
    "zone_note": "Périmètre, en toutes lettres",
    "form_url": "Formulaire de dépôt",
    "source_url": "Page où l’appel est publié",
    "contact_email": "Adresse pour les questions",
}
_LISTS: dict[str, tuple[str, Any]] = {
    "publics": ("Publics", Public),
    "attention_points": ("Points d’attention", AttentionPoint),
    "stages": ("Étapes attendues", Stage),
    "required_stages": ("Étapes obligatoires", Stage),
}
_AMOUNTS = {"envelope": "Enveloppe", "floor_amount": "Montant minimal d’un financement"}
_DAYS = {
    "opens_on": "Jour d’ouverture",
    "closes_on": "Jour de clôture",
    "source_seen_on": "Page lue le",
}
_HOURS = {"opens_hour": "Heure d’ouverture", "closes_hour": "Heure de clôture"}
_RULES: dict[str, tuple[str, Any]] = {
    "member_rule": ("Une organisation dans deux candidatures", MemberRule),
    "envelope_rule": ("Une demande au-dessus de l’enveloppe", EnvelopeRule),
}
_NUMBERS = {"convention_years": "Durée des conventions, en années"}
_HERE = "receives_here"
_TIME_ZONE = "time_zone"
_ZONE = "zone"
_ENVELOPES = "envelopes"
_PIECES = "pieces"
_GRID = "grid"
LABELS: dict[str, str] = {
    **_TEXTS,
    **{code: label for code, (label, _) in _LISTS.items()},
    _ZONE: "Périmètre",
    **_AMOUNTS,
    _ENVELOPES: "Enveloppes départementales",
    **_NUMBERS,
    _TIME_ZONE: "Fuseau horaire",
    **_DAYS,
    **_HOURS,
    _HERE: "Où déposer",
    **{code: label for code, (label, _) in _RULES.items()},
    _PIECES: "Pièces demandées",
    _GRID: "Grille de lecture",
}
"""Everything a version compares, in the order in which it is read: all that is public. How many
people read an application, and from which gap one more does, stays inside the service."""


def content_of(call: Call) -> dict[str, Any]:
    """The whole call, as plain JSON. Reads its envelopes, criteria and pieces."""
    content: dict[str, Any] = {code: getattr(call, code) for code in _TEXTS}
    content |= {code: list(getattr(call, code)) for code in _LISTS}
    content |= {code: _number(getattr(call, code)) for code in _AMOUNTS}
    content |= {code: getattr(call, code) for code in (*_NUMBERS, *_RULES, _HERE, _TIME_ZONE)}
    content |= {code: _iso(getattr(call, code)) for code in (*_DAYS, *_HOURS)}
    content[_ZONE] = {"expression": call.zone_expression, "vintage": call.zone_vintage}
    content[_ENVELOPES] = {one.department: str(one.amount) for one in call.envelopes.all()}
    content[_PIECES] = [
        {
            "label": one.label,
            "required": one.is_required,
            "each": one.is_per_member,
            "help": one.help_text,
        }
        for one in call.pieces.all()
    ]
    content[_GRID] = _grid(call) if call.grid_is_published else []
    return content


def _grid(call: Call) -> list[dict[str, Any]]:
    """The published grid; of a hidden one, nothing is kept that everyone would then compare."""
    rows = list(call.criteria.all())
    codes = {one.pk: one.code for one in rows}
    return [_line(one, codes[one.parent_id] if one.parent_id else None) for one in rows]


def _line(one: Criterion, family: str | None) -> dict[str, Any]:
    return {
        "code": one.code,
        "label": one.label,
        "family": family,
        "help": one.help_text,
        "weight": str(one.weight),
        "lowest": str(one.lowest),
        "highest": str(one.highest),
        "anchors": one.anchors,
        "eliminatory": one.is_eliminatory,
        "below": _number(one.eliminatory_below) if one.is_eliminatory else None,
    }


def _number(value: Any) -> str | None:
    return None if value is None else str(value)


def _iso(value: date | time | None) -> str | None:
    return None if value is None else value.isoformat()


@dataclass(frozen=True)
class Change:
    """One thing that a version changed, in words."""

    code: str
    label: str
    before: str
    after: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """What ``after`` changes, in the order in which a call is read.

    What one of the two did not keep yet, written by an older edition of the platform, is no change.
    """
    return tuple(
        Change(code, label, shown(code, before[code]), shown(code, after[code]))
        for code, label in LABELS.items()
        if code in before and code in after and _differ(before[code], after[code])
    )


def _differ(before: Any, after: Any) -> bool:
    return bool(_comparable(before, after) != _comparable(after, before))


def _comparable(value: Any, other: Any) -> Any:
    """A value, or rows with what the rows of the other version keep too."""
    if not (isinstance(value, list) and value and isinstance(value[0], dict) and other):
        return value
    names = value[0].keys() & other[0].keys()
    return [{name: row[name] for name in names} for row in value]


def opening_and_closing(content: Mapping[str, Any]) -> tuple[Edge, Edge]:
    """When a version says that the call opens and closes."""
    return _edge(content, "opens"), _edge(content, "closes")


def _edge(content: Mapping[str, Any], name: str) -> Edge:
    day, hour = content.get(f"{name}_on"), content.get(f"{name}_hour")
    return Edge(
        date.fromisoformat(day) if day else None,
        time.fromisoformat(hour) if hour else None,
        content.get(_TIME_ZONE, ""),
    )


def number(value: Decimal | str) -> str:
    """A weight or a mark, as French people write it: « 1 », « 2,5 »."""
    return f"{Decimal(value).normalize():f}".replace(".", ",")


def shown(code: str, value: Any) -> str:
    """A value of a version, in French; « non publié » for what a call does not say."""
    if value in (None, "", [], {}):
        return NOT_PUBLISHED
    return "\n".join(_shown(code, value)) or NOT_PUBLISHED


def _shown(code: str, value: Any) -> Iterator[str]:
    if code in _LISTS:
        yield ", ".join(str(_LISTS[code][1](one).label) for one in value)
    elif code in _RULES:
        yield str(_RULES[code][1](value).label)
    elif code in _AMOUNTS:
        yield euros(value)
    elif code in _DAYS:
        yield f"{date.fromisoformat(value):%d/%m/%Y}"
    elif code in _HOURS:
        yield hour_words(time.fromisoformat(value))
    elif code == _HERE:
        yield "sur cette plateforme" if value else "ailleurs"
    elif code == _TIME_ZONE:
        yield hour_of(value)
    elif code == _ZONE:
        yield footprint(value["expression"], value["vintage"]).label if value["expression"] else ""
    elif code == _ENVELOPES:
        yield from _envelopes(value)
    elif code == _PIECES:
        yield from (_piece(one) for one in value)
    elif code == _GRID:
        families = {one.get("family") for one in value}
        for one in value:
            yield from _criterion(one, is_marked=one["code"] not in families)
    else:
        yield str(value)


def _envelopes(value: Mapping[str, str]) -> Iterator[str]:
    units = current_geography().units
    for code, amount in sorted(value.items()):
        unit = units.get(f"dep:{code}")
        yield f"{unit.name if unit else code} : {euros(amount)}"


def _piece(one: Mapping[str, Any]) -> str:
    each = ", par chaque membre" if one["each"] else ""
    more = f" : {one['help']}" if one.get("help") else ""
    return f"{one['label']}{'' if one['required'] else ' (facultatif)'}{each}{more}"


def _criterion(one: Mapping[str, Any], *, is_marked: bool) -> Iterator[str]:
    """A line of the grid, then what is looked at and what its marks mean."""
    said = [f"poids {number(one['weight'])}"]
    if is_marked and one.get("highest"):
        said.append(scale(one["lowest"], one["highest"]))
    if one["eliminatory"]:
        said.append(eliminatory(one.get("below")))
    if one.get("family"):
        said.append(f"famille {one['family']}")
    yield f"{one['code']} {one['label']} ({', '.join(said)})"
    if one.get("help"):
        yield one["help"]
    for anchor in one.get("anchors") or ():
        yield f"{number(anchor['value'])} : {anchor['text']}"


def scale(lowest: Decimal | str, highest: Decimal | str) -> str:
    """« note de 0 à 5 »."""
    return f"note de {number(lowest)} à {number(highest)}"


def eliminatory(below: Decimal | str | None) -> str:
    """« éliminatoire en dessous de 2 »."""
    return "éliminatoire" if below is None else f"éliminatoire en dessous de {number(below)}"
