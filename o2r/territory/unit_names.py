"""From a name written by a person to one territorial unit — or a refusal that lists the candidates.

Used by imports and commands, never to guess: only the exact name is accepted (accents, hyphens,
"St", case and the letters CC, CA, CU before an EPCI do not count). What is stored afterwards is the
term (``epci:200085751``), not the name.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from o2r.territory.enums import UnitKind
from o2r.territory.folding import expand, fold
from o2r.territory.geography import current_geography
from o2r.territory.official import Commune, Geography, Unit
from o2r.territory.search import commune_label, search_communes
from o2r.territory.typography import typographic
from o2r.territory.zones import ZoneError, bind, parse

ALL_KINDS = (UnitKind.FR, UnitKind.DEP, UnitKind.REG, UnitKind.EPCI, UnitKind.EPT, UnitKind.COM)
"""What a name may designate, the largest first."""
_PREFIX = re.compile(r"^(?:cc|ca|cu|communaute de communes|communaute d agglomeration) ")
_LINK = re.compile(r"^(?:de la|de l|du|des|de|d) ")
_SHOWN = 8


class UnitNameError(ValueError):
    """A name that does not designate one unit. ``text`` is what was typed."""

    def __init__(self, message: str, text: str) -> None:
        self.message = typographic(message)
        super().__init__(self.message)
        self.text = text


class UnknownName(UnitNameError):
    """No unit bears this name."""


class AmbiguousName(UnitNameError):
    """Several units bear this name: ``candidates``."""

    def __init__(self, text: str, candidates: tuple[Unit, ...], labels: list[str]) -> None:
        shown = " ; ".join(labels[:_SHOWN])
        more = f" ; et {len(labels) - _SHOWN} autres" if len(labels) > _SHOWN else ""
        super().__init__(
            f"« {text} » désigne {len(labels)} territoires : {shown}{more}. Écrivez le code, "
            "ou précisez le département entre parenthèses.",
            text,
        )
        self.candidates = candidates


def _spellings(unit: Unit) -> set[str]:
    name = expand(fold(unit.name))
    spellings = {name}
    if unit.kind is UnitKind.EPCI:
        spellings.add(_PREFIX.sub("", name))
        spellings.add(_LINK.sub("", _PREFIX.sub("", name)))
    if unit.kind is UnitKind.EPT:
        spellings.add(f"ept {name}")
    if unit.kind is UnitKind.FR:
        spellings.add("france")
    return spellings


@lru_cache(maxsize=2)
def _names(geo: Geography) -> dict[str, tuple[Unit | Commune, ...]]:
    names: dict[str, list[Unit | Commune]] = {}
    for unit in geo.units.values():
        for spelling in _spellings(unit):
            names.setdefault(spelling, []).append(unit)
    for commune in geo.communes:
        names.setdefault(expand(fold(commune.name)), []).append(commune)
    return {name: tuple(units) for name, units in names.items()}


def find_unit(
    text: str, geo: Geography | None = None, *, kinds: Collection[UnitKind] = ALL_KINDS
) -> Unit:
    """The unit that ``text`` names: "Isère", "Entre Bièvre et Rhône", "Saint-Denis (93)", "dep:38".

    ``kinds`` narrows what may be found. Units with the very same communes (Paris, the commune and
    the département; Guadeloupe, the région and the département) are one: the larger kind is given.
    Raises ``AmbiguousName`` with the candidates, ``UnknownName`` with suggestions, ``ZoneError``
    when ``text`` is a term with an unusable code.
    """
    geography = geo or current_geography()
    if ":" in text or text.strip().lower() == UnitKind.FR:
        terms = parse(text)
        if len(terms) == 1:
            return bind(terms, geography)[0].unit
        raise ZoneError(
            f"« {text} » réunit plusieurs territoires : un seul est attendu.", term=text
        )
    name, qualifier = _split(text)
    found: tuple[Unit | Commune, ...] = _names(geography).get(expand(fold(name)), ())
    if qualifier and not found:
        found = _names(geography).get(expand(fold(text)), ())
        qualifier = "" if found else qualifier
    if not found:
        # "communauté de communes …" where the official name says "CC …".
        bare = _PREFIX.sub("", expand(fold(name)))
        named = _names(geography).get(bare, ()) if bare != expand(fold(name)) else ()
        found = tuple(
            item for item in named if isinstance(item, Unit) and item.kind is UnitKind.EPCI
        )
    if not found:
        found = _with_code(name, geography)
    if qualifier:
        found = tuple(item for item in found if _is_in(item, qualifier, geography))
    candidates = [
        geography.commune_unit(item.index) if isinstance(item, Commune) else item for item in found
    ]
    units = _one_per_set([unit for unit in candidates if unit.kind in kinds])
    if not units:
        raise UnknownName(_suggestions(text, name), text)
    if len(units) > 1:
        raise AmbiguousName(text, tuple(units), [_label(unit, geography) for unit in units])
    return units[0]


def _split(text: str) -> tuple[str, str]:
    parts = re.fullmatch(r"\s*(.+?)\s*\(([^()]*)\)\s*", text)
    return (parts[1], parts[2]) if parts else (text, "")


def _with_code(text: str, geo: Geography) -> tuple[Unit, ...]:
    code = text.strip().upper()
    return tuple(unit for kind in ALL_KINDS[1:] if (unit := geo.unit(kind, code)))


def _is_in(item: Unit | Commune, qualifier: str, geo: Geography) -> bool:
    """Whether every word of the qualifier — département, its code, a postal code — is true."""
    communes = [item] if isinstance(item, Commune) else list(geo.select(item.bits))
    true = {fold(geo.department(commune).name) for commune in communes}
    true |= {commune.department.lower() for commune in communes}
    true |= {code for commune in communes for code in commune.postal_codes}
    return all(fold(part) in true for part in qualifier.split(","))


def _one_per_set(units: list[Unit]) -> list[Unit]:
    order = {kind: rank for rank, kind in enumerate(ALL_KINDS)}
    kept: dict[int, Unit] = {}
    for unit in sorted(units, key=lambda unit: order[unit.kind]):
        kept.setdefault(unit.bits, unit)
    return list(kept.values())


def _label(unit: Unit, geo: Geography) -> str:
    if unit.kind is UnitKind.COM:
        return f"{unit.term} {commune_label(geo, geo.communes[unit.bits.bit_length() - 1])}"
    return f"{unit.term} {unit.name}"


def _suggestions(text: str, name: str) -> str:
    close = ", ".join(match.label for match in search_communes(name, 3))
    return (
        f"« {text} » n'est le nom d'aucun territoire du code officiel géographique. "
        + (f"Communes proches : {close}. " if close else "")
        + "Vérifiez l'orthographe, ou écrivez le code (par exemple « epci:200085751 »)."
    )
