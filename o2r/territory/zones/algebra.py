"""Evaluating an expression, and the operations on zones. One integer per set of communes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress

from o2r.territory.enums import UnitKind
from o2r.territory.official import Commune, Geography
from o2r.territory.typography import typographic
from o2r.territory.zones.binding import BoundTerm
from o2r.territory.zones.cover import PartialUnit, cover, partial_units
from o2r.territory.zones.errors import ZoneError
from o2r.territory.zones.sentence import describe, sentence
from o2r.territory.zones.structure import Description


@dataclass(frozen=True, slots=True)
class Note:
    """Something accepted, but worth showing to whoever wrote the expression.

    Either a removal that stands partly outside of the zone (``inside`` communes out of ``total``
    were in it), or an addition that adds nothing (``inside == total``).
    """

    term: str
    name: str
    adds: bool
    inside: int
    total: int

    @property
    def message(self) -> str:
        """The note in French."""
        if self.adds:
            return typographic(
                f"« {self.term} » ({self.name}) n'ajoute rien : il est déjà dans la zone."
            )
        return typographic(
            f"« - {self.term} » ({self.name}) n'était qu'en partie dans la zone : "
            f"{self.inside} commune{'s' if self.inside > 1 else ''} sur {self.total}."
        )


def evaluate(terms: Sequence[BoundTerm]) -> tuple[int, tuple[Note, ...]]:
    """The set of communes of signed units, read left to right, and what is worth noting.

    Raises ``ZoneError`` when a removal removes nothing, or when nothing is left at the end.
    """
    bits = 0
    notes: list[Note] = []
    for term in terms:
        unit = term.unit
        # Only & | ^ between non-negative integers: ~ makes CPython copy both operands.
        inside = unit.bits & bits
        if term.adds:
            if inside == unit.bits:
                notes.append(Note(unit.term, unit.name, True, len(unit), len(unit)))
            bits |= unit.bits
        else:
            if not inside:
                raise ZoneError(_removes_nothing(term), term=unit.term)
            if inside != unit.bits:
                count = inside.bit_count()
                notes.append(Note(unit.term, unit.name, False, count, len(unit)))
            bits ^= inside
    if not bits:
        last = terms[-1].unit
        raise ZoneError(
            f"La zone est vide : après « - {last.term} » ({last.name}), il ne reste aucune "
            "commune. Retirez ce terme, ou ajoutez un territoire après lui.",
            term=last.term,
        )
    return bits, tuple(notes)


def _removes_nothing(term: BoundTerm) -> str:
    return (
        f"« - {term.unit.term} » ({term.unit.name}) ne retire rien : aucune de ses communes n'est "
        "dans ce qui est écrit à sa gauche. L'expression se lit de gauche à droite. Supprimez ce "
        "retrait, déplacez-le, ou ajoutez d'abord le territoire qui le contient."
    )


@dataclass(frozen=True, eq=False)
class Zone:
    """A set of communes of one vintage, with the recipe it comes from when there is one.

    ``code in zone`` · ``|`` union · ``&`` intersection · ``-`` difference · ``~`` complement within
    France (métropole and the five DROM) · ``len`` number of communes. Two zones are equal when
    they hold the same communes of the same vintage, whatever their recipes. An operation may give
    an empty zone; an expression may not.
    """

    geography: Geography
    bits: int = field(repr=False)
    recipe: str = ""
    terms: tuple[BoundTerm, ...] = field(default=(), repr=False)
    notes: tuple[Note, ...] = ()

    def __contains__(self, code: str) -> bool:
        """Whether a current commune, given by its INSEE code, is in the zone.

        Raises ``ZoneError`` on a code that is not a commune of the vintage: answering "no" for a
        former code would exclude someone by mistake.
        """
        position = self.geography.position.get(code)
        if position is None:
            raise ZoneError(
                f"« {code} » n'est pas le code d'une commune en {self.geography.year}. "
                "Cherchez d'abord la commune actuelle.",
                term=f"com:{code}",
            )
        return bool(self._octets[position >> 3] >> (position & 7) & 1)

    @cached_property
    def _octets(self) -> bytes:
        # Reading one bit of an integer shifts all of it; a byte is reached directly.
        return self.bits.to_bytes(len(self.geography.communes) // 8 + 1, "little")

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __iter__(self) -> Iterator[Commune]:
        """The communes, by code."""
        return self.geography.select(self.bits)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Zone):
            return NotImplemented
        return self.bits == other.bits and self.geography is other.geography

    def __hash__(self) -> int:
        return hash((self.geography.year, self.bits))

    def _combine(self, other: "Zone", bits: int) -> "Zone":
        if self.geography is not other.geography:
            raise ZoneError(
                f"Ces deux zones n'ont pas le même millésime ({self.geography.year} et "
                f"{other.geography.year}). Recalculez l'une des deux dans le millésime de l'autre."
            )
        return Zone(self.geography, bits)

    def __or__(self, other: "Zone") -> "Zone":
        return self._combine(other, self.bits | other.bits)

    def __and__(self, other: "Zone") -> "Zone":
        return self._combine(other, self.bits & other.bits)

    def __sub__(self, other: "Zone") -> "Zone":
        return self._combine(other, self.bits ^ (self.bits & other.bits))

    def __invert__(self) -> "Zone":
        france = self.geography.france.bits
        return Zone(self.geography, france ^ (france & self.bits))

    def __le__(self, other: "Zone") -> bool:
        """Whether every commune of this zone is in the other."""
        return not (self - other).bits

    @property
    def vintage(self) -> int:
        """The year of the official geographic code the zone is resolved in."""
        return self.geography.year

    @cached_property
    def expression(self) -> str:
        """The normalised recipe. A zone made by an operation has its shortest cover as a recipe.

        Empty for an empty zone, which no expression can write.
        """
        if self.recipe or not self.bits:
            return self.recipe
        plain = " + ".join(self._cover)
        france = self.geography.france.bits
        if self.bits | france != france:
            return plain
        removals = cover(self.geography, france ^ self.bits)
        return min(plain, " - ".join([str(UnitKind.FR), *removals]), key=len)

    @cached_property
    def description(self) -> Description:
        """The structure behind the sentence: it denotes exactly the communes of the zone."""
        return describe(self.geography, self.bits, self.terms)

    @cached_property
    def label(self) -> str:
        """The zone as a French sentence, for output only: "Isère (hors CC …) ; Puy-de-Dôme"."""
        return sentence(self.geography, self.description)

    @cached_property
    def population(self) -> int:
        """Inhabitants (municipal population of the vintage)."""
        return self.geography.population(self.bits)

    @cached_property
    def _cover(self) -> tuple[str, ...]:
        return cover(self.geography, self.bits)

    @cached_property
    def _partial(self) -> tuple[PartialUnit, ...]:
        return partial_units(self.geography, self.bits)

    def cover(self) -> tuple[str, ...]:
        """The fewest official codes, without régions: ``("dep:01", "epci:…", "com:…")``."""
        return self._cover

    def partial_epci(self) -> tuple[PartialUnit, ...]:
        """The EPCI that the zone cuts, with the number of their communes inside."""
        return self._partial

    def codes(self) -> tuple[str, ...]:
        """The INSEE codes of the communes, sorted."""
        return tuple(compress(self.geography.codes, self.geography.flags(self.bits)))
