"""The territory that people, or a form, write: « 38 – Isère », « Grenoble (38185) ».

A name alone is read as ``unit_names`` does; here, a code stands beside it, or its nature before.
"""

import re
from collections.abc import Collection, Iterator

from o2r.territory.enums import UnitKind
from o2r.territory.folding import fold
from o2r.territory.official import Unit
from o2r.territory.unit_names import ALL_KINDS, UnitNameError, UnknownName, find_unit
from o2r.territory.zones import ZoneError

LONGEST_NAME = 200
"""Characters of a name: a longer one is a text, in which no name is looked for."""
_OFFICIAL = (UnitKind.DEP, UnitKind.EPCI, UnitKind.EPT, UnitKind.COM)
"""What a bare number designates: « 84 » is Vaucluse, never a région."""
_OF_DIGITS = re.compile(r"[0-9][0-9ABab][0-9 ]{0,9}")
_CODE_FIRST = re.compile(r"([0-9][0-9AB][0-9]{0,7})\s*(?:[-–—:]\s*|\s)(?=\D)(.+)", re.IGNORECASE)
_CODE_LAST = re.compile(r"(.+?)\s*\(?([0-9][0-9AB][0-9]{3}|[0-9]{9})\)?", re.IGNORECASE)
_NATURE = re.compile(
    r"(?:le |la |l[’'])?(?:département|dpt|dép\.?|commune|ville)\s+"
    r"(?:de la |de l[’']|du |des |de |d[’'])?(.+)",
    re.IGNORECASE,
)


def read_unit(text: str, kinds: Collection[UnitKind] = ALL_KINDS) -> Unit:
    """The territory that people, or a form, write, among ``kinds``.

    Raises UnitNameError, ZoneError.
    """
    if len(text) > LONGEST_NAME:
        raise UnknownName(f"« {text[:60]}… » n’est le nom d’aucun territoire.", text)
    official = [kind for kind in _OFFICIAL if kind in kinds]
    if _OF_DIGITS.fullmatch(text):
        return find_unit(text.replace(" ", ""), kinds=official)
    try:
        return find_unit(text, kinds=kinds)
    except UnknownName:
        for name, code in _coded(text):
            for spelling in (f"{name} ({code})", code):
                unit = _known(spelling, official)
                if unit and _agree(name, unit):
                    return unit
        bare = _NATURE.fullmatch(text)
        unit = _known(bare[1], official) if bare else None
        if unit is None:
            raise
        return unit


def _coded(text: str) -> Iterator[tuple[str, str]]:
    if first := _CODE_FIRST.fullmatch(text):
        yield first[2], first[1]
    if last := _CODE_LAST.fullmatch(text):
        yield last[1], last[2]


def _known(text: str, kinds: Collection[UnitKind]) -> Unit | None:
    try:
        return find_unit(text, kinds=kinds)
    except (UnitNameError, ZoneError):
        return None


def _agree(name: str, unit: Unit) -> bool:
    """Whether a code and the name beside it are of the same territory."""
    said, official = fold(name), fold(unit.name)
    return bool(said) and (said in official or official in said)
