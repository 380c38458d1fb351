"""What a call says, as a version keeps it, and what changed from one version to the next.

A version holds plain JSON: it can be read again long after the models have moved on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from o2r.calls.enums import EnvelopeRule, MemberRule
from o2r.calls.models import Call
from o2r.core.money import euros
from o2r.projects.enums import AttentionPoint, Public, Stage
from o2r.projects.footprint import footprint
from o2r.territory.geography import current_geography

NOT_PUBLISHED = "non publié"

_TEXTS = {
    "title": "Intitulé",
    "context": "Contexte",
    "priorities": "Priorités",
    "publics_note": "Publics, en toutes lettres",
    "zone_note": "Périmètre, en toutes lettres",
    "form_url": "Formulaire de dépôt",
    "contact_email": "Adresse pour les questions",
    "time_zone": "Fuseau horaire",
}
_LISTS: dict[str, tuple[str, Any]] = {
    "publics": ("Publics", Public),
    "attention_points": ("Points d’attention", AttentionPoint),
    "stages": ("Étapes attendues", Stage),
    "required_stages": ("Étapes obligatoires", Stage),
}
_AMOUNTS = {"envelope": "Enveloppe", "floor_amount": "Montant minimal d’un financement"}
_DAYS = {"opens_on": "Jour d’ouverture", "closes_on": "Jour de clôture"}
_HOURS = {"opens_hour": "Heure d’ouverture", "closes_hour": "Heure de clôture"}
_RULES: dict[str, tuple[str, Any]] = {
    "member_rule": ("Une organisation dans deux candidatures", MemberRule),
    "envelope_rule": ("Une demande au-dessus de l’enveloppe", EnvelopeRule),
}
_NUMBERS = {"convention_years": "Durée des conventions, en années"}
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
    **_DAYS,
    **_HOURS,
    **{code: label for code, (label, _) in _RULES.items()},
    _PIECES: "Pièces demandées",
    _GRID: "Grille de lecture",
}
"""Everything a version compares, in the order in which it is read."""


def content_of(call: Call) -> dict[str, Any]:
    """The whole call, as plain JSON. Reads its envelopes, criteria and pieces."""
    content: dict[str, Any] = {code: getattr(call, code) for code in _TEXTS}
    content |= {code: list(getattr(call, code)) for code in _LISTS}
    content |= {code: _number(getattr(call, code)) for code in _AMOUNTS}
    content |= {code: getattr(call, code) for code in (*_NUMBERS, *_RULES)}
    content |= {code: _iso(getattr(call, code)) for code in (*_DAYS, *_HOURS)}
    content[_ZONE] = {"expression": call.zone_expression, "vintage": call.zone_vintage}
    content[_ENVELOPES] = {one.department: str(one.amount) for one in call.envelopes.all()}
    content[_PIECES] = [
        {"label": one.label, "required": one.is_required, "each": one.is_per_member}
        for one in call.pieces.all()
    ]
    content[_GRID] = (
        [
            {
                "code": one.code,
                "label": one.label,
                "weight": str(one.weight),
                "eliminatory": one.is_eliminatory,
            }
            for one in call.criteria.all()
        ]
        if call.grid_is_published
        else []
    )
    return content


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
    """What ``after`` changes, in the order in which a call is read."""
    return tuple(
        Change(code, label, shown(code, before.get(code)), shown(code, after.get(code)))
        for code, label in LABELS.items()
        if before.get(code) != after.get(code)
    )


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
        yield f"{time.fromisoformat(value):%H:%M:%S}".removesuffix(":00")
    elif code == _ZONE:
        yield footprint(value["expression"], value["vintage"]).label if value["expression"] else ""
    elif code == _ENVELOPES:
        yield from _envelopes(value)
    elif code == _PIECES:
        yield from (_piece(one) for one in value)
    elif code == _GRID:
        yield from (_criterion(one) for one in value)
    else:
        yield str(value)


def _envelopes(value: Mapping[str, str]) -> Iterator[str]:
    units = current_geography().units
    for code, amount in sorted(value.items()):
        unit = units.get(f"dep:{code}")
        yield f"{unit.name if unit else code} : {euros(amount)}"


def _piece(one: Mapping[str, Any]) -> str:
    each = ", par chaque membre" if one["each"] else ""
    return f"{one['label']}{'' if one['required'] else ' (facultatif)'}{each}"


def _criterion(one: Mapping[str, Any]) -> str:
    flag = ", éliminatoire" if one["eliminatory"] else ""
    return f"{one['code']} {one['label']} (poids {one['weight']}{flag})"
