"""The colours of the map of the room, as classes: one character for each unit. Pure.

``0`` white zone, ``1`` covered once, ``2`` covered several times, ``3`` partly covered. A commune
is never partly covered; an EPCI or a département covered several times may be so in part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress
from operator import add

from o2r.territory.enums import UnitKind
from o2r.territory.official import Geography, Unit
from o2r.territory.zones.selection_coverage import SelectionCoverage

WHITE, ONCE, TWICE, PARTLY = "0", "1", "2", "3"
_CLASSES = bytes.maketrans(b"\x00\x01\x02", b"012")


@dataclass(frozen=True)
class Units:
    """The units of a perimeter, always in this order: codes of départements, EPCI, communes."""

    departments: tuple[str, ...]
    epci: tuple[str, ...]
    communes: tuple[str, ...]


def units_of(geo: Geography, perimeter: int) -> Units:
    """What the map colours."""
    return Units(
        departments=tuple(unit.code for unit in _touched(geo, UnitKind.DEP, perimeter)),
        epci=tuple(unit.code for unit in _touched(geo, UnitKind.EPCI, perimeter)),
        communes=tuple(commune.code for commune in geo.select(perimeter)),
    )


def beyond(geo: Geography, perimeter: int) -> int:
    """What the units of ``units_of`` hold outside of the perimeter: the map leaves it plain."""
    found = 0
    for kind in (UnitKind.DEP, UnitKind.EPCI):
        for unit in _touched(geo, kind, perimeter):
            found |= unit.bits
    return found ^ (found & perimeter)


def classes_of(geo: Geography, perimeter: int, coverage: SelectionCoverage) -> dict[str, str]:
    """The class of each unit, in the order of ``units_of``: three texts."""
    counts = coverage.epcis
    return {
        "departments": "".join(
            _class_of_set(unit.bits & perimeter, coverage)
            for unit in _touched(geo, UnitKind.DEP, perimeter)
        ),
        "epci": "".join(
            _class(one.communes, one.covered, one.overlapped)
            for code in _epci_codes(geo, perimeter)
            for one in (counts[code],)
        ),
        "communes": _communes(geo, perimeter, coverage),
    }


def _communes(geo: Geography, perimeter: int, coverage: SelectionCoverage) -> str:
    covered = geo.flags(perimeter ^ coverage.white)
    twice = geo.flags(coverage.overlaps)
    counted = bytes(map(add, covered, twice))
    return bytes(compress(counted, geo.flags(perimeter))).translate(_CLASSES).decode()


def _class_of_set(bits: int, coverage: SelectionCoverage) -> str:
    white = (bits & coverage.white).bit_count()
    total = bits.bit_count()
    return _class(total, total - white, (bits & coverage.overlaps).bit_count())


def _class(total: int, covered: int, twice: int) -> str:
    if not covered:
        return WHITE
    if covered < total:
        return PARTLY
    return TWICE if twice else ONCE


_known: dict[tuple[int, UnitKind, int], tuple[Unit, ...]] = {}


def _touched(geo: Geography, kind: UnitKind, perimeter: int) -> tuple[Unit, ...]:
    """The units of a kind in a perimeter, by code: kept for the life of the process."""
    key = (geo.year, kind, perimeter)
    if key not in _known:
        if len(_known) > 64:
            _known.clear()
        units = (unit for unit in geo.of_kind(kind) if unit.bits & perimeter)
        _known[key] = tuple(sorted(units, key=lambda unit: unit.code))
    return _known[key]


def _epci_codes(geo: Geography, perimeter: int) -> Iterator[str]:
    return (unit.code for unit in _touched(geo, UnitKind.EPCI, perimeter))
