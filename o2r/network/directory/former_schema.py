"""A record of the former schema data·inclusion v0, said in v1. Pure.

v0 left the API in April 2026, and data written in it will be met for years. What v1 has no word for
is taken aside, as a code outside a list is: shown, never lost.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from o2r.network.directory import codes

SEPARATOR = "--"
ZONE_KINDS = {"commune", "epci", "departement", "region", "pays"}
REGION_PREFIX = "region-"
_RENAMED = {"horaires_ouverture": "horaires_accueil", "accessibilite": "accessibilite_lieu"}
_SAME = (
    *("source", "nom", "commune", "code_postal", "code_insee", "adresse", "complement_adresse"),
    *("longitude", "latitude", "telephone", "courriel", "site_web", "siret", "date_maj"),
    *("lien_source", "modes_accueil"),
)


def looks_former(record: Mapping[str, Any]) -> bool:
    """Whether a record is written in v0: it has fields that v1 took away."""
    names = ("presentation_resume", "presentation_detail", "profils", "zone_diffusion_type")
    return any(name in record for name in (*names, "typologie", "types", "labels_nationaux"))


def structure_of(record: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """A structure in v1, and the codes that v1 has no word for, by French field name."""
    said = _common(record)
    networks, aside = _said(record, "labels_nationaux", codes.NETWORKS)
    typology = str(record.get("typologie") or "").lower()
    if typology in codes.listed(codes.NETWORKS):
        networks = list(dict.fromkeys([*networks, typology]))
    return said | {"reseaux_porteurs": networks}, _aside(labels_nationaux=aside)


def service_of(record: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """A service in v1, and the codes that v1 has no word for, by French field name."""
    said = _common(record)
    said["structure_id"] = _identifier(record, record.get("structure_id"))
    themes, no_theme = _said(record, "thematiques", codes.THEMES)
    publics, no_public = _said(record, "profils", codes.PUBLICS)
    kinds, no_kind = _said(record, "types", codes.KINDS)
    fees, no_fees = _said(record, "frais", codes.FEES)
    by_them = _said(record, "modes_orientation_beneficiaire", codes.CONTACT_MODES)
    by_us = _said(record, "modes_orientation_accompagnateur", codes.CONTACT_MODES)
    whom = [name for name, (found, _) in (("usagers", by_them), ("professionnels", by_us)) if found]
    said |= {
        "thematiques": themes,
        # In v1, « tous publics » stands alone.
        "publics": [codes.EVERYONE] if codes.EVERYONE in publics else publics,
        "types": kinds,
        "frais": fees[0] if fees else None,
        "frais_precisions": record.get("frais_autres"),
        "publics_precisions": record.get("profils_precisions"),
        "conditions_acces": _joined(record.get("pre_requis"), record.get("justificatifs")),
        "modes_mobilisation": list(dict.fromkeys([*by_them[0], *by_us[0]])),
        "mobilisable_par": whom,
        "lien_mobilisation": record.get("formulaire_en_ligne") or record.get("prise_rdv"),
        "mobilisation_precisions": _joined(
            record.get("modes_orientation_accompagnateur_autres"),
            record.get("modes_orientation_beneficiaire_autres"),
        ),
        "zone_eligibilite": _zone(record),
    }
    return said, _aside(thematiques=no_theme, profils=no_public, types=no_kind, frais=no_fees)


def _common(record: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: record.get(name) for name in _SAME}
    said |= {new: record.get(old) for old, new in _RENAMED.items()}
    said["id"] = _identifier(record, record.get("id"))
    said["description"] = record.get("presentation_detail") or record.get("presentation_resume")
    return said


def _identifier(record: Mapping[str, Any], identifier: Any) -> str:
    """v1 puts the producer before the identifier that v0 kept apart."""
    text = str(identifier or "")
    if not text or SEPARATOR in text:
        return text
    return f"{record.get('source', '')}{SEPARATOR}{text}"


def _said(record: Mapping[str, Any], field: str, name: str) -> tuple[list[str], list[str]]:
    """The codes of a field in the list ``name`` of v1, and those that have no word there."""
    found: list[str] = []
    aside: list[str] = []
    for code in _list(record.get(field)):
        said = codes.from_v0(name, code)
        if not said and name == codes.THEMES and codes.is_theme(code):
            said = (code,)
        found += said
        aside += [] if said else [code]
    return list(dict.fromkeys(found)), aside


def _list(value: Any) -> list[str]:
    if value in (None, ""):
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _zone(record: Mapping[str, Any]) -> list[str]:
    kind, code = record.get("zone_diffusion_type"), str(record.get("zone_diffusion_code") or "")
    if kind == "pays":
        return ["france"]
    if kind not in ZONE_KINDS or not code:
        return []
    return [f"{REGION_PREFIX}{code}" if kind == "region" else code]


def _joined(*values: Any) -> str | None:
    texts = [text for value in values for text in _list(value)]
    return " ; ".join(texts) or None


def _aside(**found: Iterable[str]) -> dict[str, list[str]]:
    return {name: list(values) for name, values in found.items() if values}
