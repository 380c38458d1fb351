"""From terms to units: each code is looked up in one vintage, and refused with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from o2r.territory.enums import UnitKind
from o2r.territory.official import Geography, Unit
from o2r.territory.zones.errors import ZoneError
from o2r.territory.zones.grammar import Term


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit of an imported list (QPV or FRR): its name and the INSEE codes of its communes."""

    name: str
    communes: tuple[str, ...]


class LocalLists(Protocol):
    """Where ``qpv:`` and ``frr:`` terms are looked up: the lists imported in the database."""

    def is_imported(self, kind: UnitKind) -> bool:
        """Whether a list of this kind has been imported."""
        ...

    def find(self, kind: UnitKind, code: str) -> ListedUnit | None:
        """The unit of this code in the list in force, or ``None``."""
        ...


class NoLists:
    """No list imported."""

    def is_imported(self, kind: UnitKind) -> bool:
        return False

    def find(self, kind: UnitKind, code: str) -> ListedUnit | None:
        return None


_default_lists: LocalLists = NoLists()


def set_default_lists(lists: LocalLists) -> None:
    """Say where ``qpv:`` and ``frr:`` terms are looked up when no list is given."""
    global _default_lists
    _default_lists = lists


@dataclass(frozen=True, slots=True)
class BoundTerm:
    """A signed unit of one vintage."""

    adds: bool
    unit: Unit


def bind(
    terms: Sequence[Term], geo: Geography, lists: LocalLists | None = None
) -> tuple[BoundTerm, ...]:
    """The unit behind each term. Raises ``ZoneError`` on a code that is unknown or former.

    ``lists`` answers for ``qpv:`` and ``frr:`` terms; by default the lists of the application.
    """
    lists = lists or _default_lists
    return tuple(BoundTerm(term.adds, _unit(term, geo, lists)) for term in terms)


def _unit(term: Term, geo: Geography, lists: LocalLists) -> Unit:
    if term.kind.is_local:
        return _local_unit(term, geo, lists)
    unit = geo.unit(term.kind, term.code)
    if unit is None:
        raise ZoneError(_why_unknown(term, geo), term=term.name)
    return unit


def _why_unknown(term: Term, geo: Geography) -> str:
    if term.kind is UnitKind.COM:
        former = geo.former.get(term.code)
        if former:
            successor = geo.commune(former.successor)
            name = f" ({successor.name})" if successor else ""
            return (
                f"« {term.name} » ({former.name}) n'est plus une commune en {geo.year}. "
                f"Son territoire est dans la commune {former.successor}{name} : "
                f"écrivez « com:{former.successor} » si vous voulez toute cette commune."
            )
        district = geo.districts.get(term.code)
        if district:
            return (
                f"« {term.name} » est un arrondissement municipal ({district.name}), pas une "
                "commune : une zone ne descend pas sous la commune. "
                f"Écrivez « com:{district.commune} » pour la commune entière."
            )
    others = [
        f"« {unit.term} » ({unit.name})"
        for kind in (UnitKind.REG, UnitKind.DEP, UnitKind.EPCI, UnitKind.EPT, UnitKind.COM)
        if kind is not term.kind and (unit := geo.unit(kind, term.code))
    ]
    padded = geo.unit(term.kind, f"0{term.code}")
    if padded:
        others.insert(0, f"« {padded.term} » ({padded.name})")
    hint = f" Vouliez-vous écrire {' ou '.join(others)} ?" if others else ""
    return (
        f"« {term.name} » : aucun territoire de type {term.kind.noun} ne porte le code {term.code} "
        f"dans le code officiel géographique de {geo.year}. Vérifiez le code.{hint}"
    )


def _local_unit(term: Term, geo: Geography, lists: LocalLists) -> Unit:
    plural = "quartiers prioritaires (QPV)" if term.kind is UnitKind.QPV else "communes FRR"
    if not lists.is_imported(term.kind):
        raise ZoneError(
            f"« {term.name} » : la liste officielle des {plural} n'a pas été importée dans cette "
            f"instance. Téléchargez-la, puis lancez « o2r import_{term.kind} FICHIER.csv ».",
            term=term.name,
        )
    found = lists.find(term.kind, term.code)
    if found is None:
        raise ZoneError(
            f"« {term.name} » : ce code n'est pas dans la liste des {plural} importée. Vérifiez "
            f"le code, ou importez une liste plus récente avec « o2r import_{term.kind} ».",
            term=term.name,
        )
    if term.kind is UnitKind.QPV and not term.adds:
        raise ZoneError(
            f"« - {term.name} » : un quartier ne peut pas être retiré. Une zone est un ensemble de "
            "communes entières ; retirer le quartier retirerait toute sa commune. Retirez la "
            "commune avec « com: » si c'est ce que vous voulez.",
            term=term.name,
        )
    # A list follows its own calendar: a code merged since then stands for its successor.
    codes = {geo.former[code].successor if code in geo.former else code for code in found.communes}
    missing = sorted(code for code in codes if code not in geo.position)
    if missing:
        raise ZoneError(
            f"« {term.name} » : la liste importée cite la commune {missing[0]}, absente du code "
            f"officiel géographique de {geo.year}. Importez une liste du même millésime.",
            term=term.name,
        )
    return Unit(term.kind, term.code, found.name, geo.bits(codes), str(term.kind))
