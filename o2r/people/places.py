"""What the territory says of a commune where somebody lives: département, FRR, QPV.

The lists of QPV and FRR are imported by the instance; without them, nothing is known and nothing is
guessed. A commune is in the FRR or not; it holds QPV or not, and then only the person knows whether
they live in one.
"""

from dataclasses import dataclass

from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography
from o2r.territory.models import LocalUnit
from o2r.territory.search import commune_label

EVERY_FRR = "FR"
"""The unit of the imported list that holds all the communes of the FRR."""


@dataclass(frozen=True)
class Surroundings:
    """What is known around a commune. None: no list was imported."""

    department: str
    in_frr: bool | None
    holds_qpv: bool | None


class UnknownCommune(ValueError):
    """The code is not the one of a commune of the vintage."""


def around(code: str) -> Surroundings:
    """What is known of a commune. Four queries at most. Raises UnknownCommune."""
    commune = current_geography().commune(code)
    if commune is None:
        raise UnknownCommune(code)
    units = LocalUnit.objects.all()
    frr = units.find(UnitKind.FRR, EVERY_FRR)
    holds_qpv = None
    if units.is_imported(UnitKind.QPV):
        rows = units.filter(list__kind=UnitKind.QPV, list__is_in_force=True).order_by("code")
        holds_qpv = any(code in communes for communes in rows.values_list("communes", flat=True))
    return Surroundings(
        commune.department, None if frr is None else code in frr.communes, holds_qpv
    )


def place_name(code: str) -> str:
    """« Vénissieux (Rhône, 69200) »; the code alone when the vintage no longer knows it."""
    geography = current_geography()
    commune = geography.commune(code)
    return commune_label(geography, commune) if commune else code


def short_place_name(code: str) -> str:
    """« Vénissieux »; the code alone when the vintage no longer knows it."""
    commune = current_geography().commune(code)
    return commune.name if commune else code
