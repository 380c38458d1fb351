"""The algebra of zones: pure functions on sets of communes. Start here.

    zone = resolve("dep:38 - epci:200085751")
    zone.label                 # "Isère (hors CC Entre Bièvre et Rhône)"
    "38344" in zone            # False
    len(zone), zone.population, zone.cover(), zone.partial_epci(), zone.notes

What is stored is ``zone.expression``, the recipe, with ``zone.vintage``; the sentence and the sets
are computed. See ``grammar`` for the expressions, ``sentence`` for the rule of the sentences.
"""

from functools import lru_cache

from o2r.territory.official import Geography, default_geography
from o2r.territory.zones.algebra import Note, Zone, evaluate
from o2r.territory.zones.binding import BoundTerm, ListedUnit, LocalLists, NoLists, bind
from o2r.territory.zones.cover import PartialUnit, cover, partial_units
from o2r.territory.zones.errors import ZoneError
from o2r.territory.zones.grammar import Term, normalise, parse, write
from o2r.territory.zones.structure import Clause, Description, Part

__all__ = [
    "BoundTerm",
    "Clause",
    "Description",
    "ListedUnit",
    "LocalLists",
    "NoLists",
    "Note",
    "Part",
    "PartialUnit",
    "Term",
    "Zone",
    "ZoneError",
    "bind",
    "cover",
    "evaluate",
    "normalise",
    "parse",
    "partial_units",
    "resolve",
    "write",
]


def resolve(
    expression: str, geo: Geography | None = None, *, lists: LocalLists | None = None
) -> Zone:
    """The zone of an expression in one vintage (the newest one by default).

    ``lists`` answers for ``qpv:`` and ``frr:`` terms (by default, the lists imported in this
    instance). Raises ``ZoneError``, whose message is French and names the term at fault.
    """
    geography = geo or default_geography()
    terms = parse(expression)
    if any(term.kind.is_local for term in terms):
        # A list may be imported again at any moment.
        return _zone(terms, geography, lists)
    return _official_zone(terms, geography)


def _zone(terms: tuple[Term, ...], geography: Geography, lists: LocalLists | None) -> Zone:
    bound = bind(terms, geography, lists)
    bits, notes = evaluate(bound)
    return Zone(geography, bits, write(terms), bound, notes)


@lru_cache(maxsize=8192)
def _official_zone(terms: tuple[Term, ...], geography: Geography) -> Zone:
    # Official units never change within a vintage: the same object, with the sentence and the
    # cover it has already computed, serves every page.
    return _zone(terms, geography, None)
