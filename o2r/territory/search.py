"""Searching a commune as people type it: name, postal code, INSEE code, arrondissement.

Answers are ranked by quality of the match, then by population. The département and the postal code
are always in the label: 1,441 names are shared by several communes.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from heapq import nsmallest

from o2r.core.lasting import keep_for_good
from o2r.territory.folding import fold
from o2r.territory.geography import current_geography
from o2r.territory.name_index import EXACT, TYPO, WORD, NameIndex
from o2r.territory.official import Commune, District, Geography

MAX_QUERY = 80
"""Characters read; the longest name of a commune has 45."""

_SUR = re.compile(r"\bs\s*/\s*", re.IGNORECASE)
_AFTER_DIGITS = "\U0010ffff"
_FORMERLY = re.compile(r",\s*anciennement\b", re.IGNORECASE)
_CODE = re.compile(r"\d{2,5}|2[ab]\d{0,3}")
_DISTRICT = re.compile(
    r"(?P<city>[a-z ]*[a-z]) ?0?(?P<number>\d{1,2})"
    r"(?: ?(?:ers?|e|eme|ieme|nd|nde))?(?: ?arr(?:ondissement|dt|d|t)?)?"
)


class MatchKind(StrEnum):
    """What, in the commune, answered the query."""

    NAME = "name"
    TYPO = "typo"
    POSTAL_CODE = "postal_code"
    INSEE_CODE = "insee_code"
    DISTRICT = "district"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class CommuneMatch:
    """One answer. ``label`` can be typed back: searching it finds the same commune first."""

    commune: Commune
    label: str
    kind: MatchKind


_Hit = tuple[int, bool, int]
"""Quality (the lower the better), whether the name is a former one, rank."""


@dataclass(frozen=True, slots=True)
class _Query:
    """A query taken apart: the words of the name, and what narrows it down."""

    name: str
    codes: tuple[str, ...] = ()
    department: str = ""
    outside: str = ""
    """All that stands outside of the parentheses, folded."""

    @property
    def narrows(self) -> bool:
        """Whether something was typed beside the name."""
        return bool(self.codes or self.department)

    def accepts(self, commune: Commune) -> bool:
        """Whether the commune agrees with the codes and the département typed with the name."""
        if self.department and commune.department != self.department:
            return False
        return all(
            commune.department == code
            or commune.code.startswith(code)
            or any(postal.startswith(code) for postal in commune.postal_codes)
            for code in self.codes
        )


class CommuneIndex:
    """The index of one vintage. Built in about a second, then read only."""

    def __init__(self, geo: Geography) -> None:
        self.geo = geo
        self._communes = sorted(geo.communes, key=lambda commune: -commune.population)
        self._former = [row for row in geo.former.values() if row.successor in geo.position]
        self._successors = [geo.communes[geo.position[row.successor]] for row in self._former]
        self._names = NameIndex((c.name, rank) for rank, c in enumerate(self._communes))
        self._former_names = NameIndex((row.name, rank) for rank, row in enumerate(self._former))
        self._departments = {
            fold(geo.department(commune).name): commune.department for commune in geo.communes
        }
        # (code in lower case, INSEE after postal, rank of the commune), to be read by beginning.
        self._codes = sorted(
            [
                (code, False, rank)
                for rank, c in enumerate(self._communes)
                for code in c.postal_codes
            ]
            + [(c.code.lower(), True, rank) for rank, c in enumerate(self._communes)]
        )
        self._districts: dict[str, District] = {}
        for district in geo.districts.values():
            for code in (district.code, *district.postal_codes):
                self._districts[code] = district

    def search(self, query: str, limit: int = 8) -> list[CommuneMatch]:
        """Up to ``limit`` communes, best match first then most populous first."""
        query = query[:MAX_QUERY]
        folded = fold(query)
        if _CODE.fullmatch(folded):
            return self._by_digits(folded, limit)
        parsed = self._parse(query)
        if not parsed.name:
            return self._by_digits(parsed.codes[0], limit) if parsed.codes else []
        district = self._district(parsed)
        if district:
            return [self._district_match(district)]
        found = self._by_name(parsed, limit)
        if not _as_typed(found):
            # "Roussillon Isère"; else what narrows the name down may be wrong: better the exact
            # homonyms elsewhere than a name that is only close.
            found = self._in_named_department(parsed, limit) or found
            anywhere = self._by_name(_Query(parsed.name), limit) if parsed.narrows else []
            if not found or (not _as_typed(found) and _as_typed(anywhere)):
                found = anywhere
        return _distinct([self._name_match(hit, parsed) for hit in found], limit)

    # --- Codes -----------------------------------------------------------------------------

    def _by_digits(self, code: str, limit: int) -> list[CommuneMatch]:
        district = self._districts.get(code)
        matches = [self._district_match(district)] if district else []
        former = self.geo.former.get(code.upper())
        start = bisect_left(self._codes, (code,))
        end = bisect_left(self._codes, (code + _AFTER_DIGITS,), lo=start)
        found = self._codes[start:end]
        best = nsmallest(limit, [rank for _, is_insee, rank in found if not is_insee])
        matches += [
            self._match(self._communes[rank], MatchKind.POSTAL_CODE, postal_code=code)
            for rank in best
        ]
        # A number may be the postal code of many communes and the INSEE code of another one, which
        # must not be pushed out of the list.
        best = nsmallest(limit, [rank for _, is_insee, rank in found if is_insee])
        insee = [self._match(self._communes[rank], MatchKind.INSEE_CODE) for rank in best]
        matches = matches[: limit - 1] + insee if len(code) == 5 else matches + insee
        if former and not matches:
            successor = self.geo.communes[self.geo.position[former.successor]]
            matches = [self._match(successor, MatchKind.FORMER, former_name=former.name)]
        return _distinct(matches, limit)

    # --- Names -----------------------------------------------------------------------------

    def _parse(self, query: str) -> _Query:
        """Take apart "Roussillon (Isère, 38150)", "Saint-Denis 93", "69200 Vénissieux"."""
        query = _FORMERLY.split(query)[0]
        inner = " ".join(re.findall(r"\(([^()]*)\)", query))
        outer = re.sub(r"\([^()]*\)", " ", query)
        departments = [fold(part) for part in inner.split(",") if fold(part) in self._departments]
        if not departments and not re.search(r"\d{2}", inner):
            # Part of the official name: "Château-Chinon (Ville)".
            outer = query
        words = fold(_SUR.sub(" sur ", outer)).split()
        codes = [word for word in words if _CODE.fullmatch(word)]
        # "69001 à 69009" names every code of the city, not the first one.
        within = [word for word in fold(inner).split() if _CODE.fullmatch(word)]
        codes += within if len(within) == 1 else []
        return _Query(
            " ".join(word for word in words if not _CODE.fullmatch(word)),
            tuple(code.upper() for code in codes),
            self._departments[departments[0]] if departments else "",
            " ".join(words),
        )

    def _by_name(self, query: _Query, limit: int) -> list[_Hit]:
        """Current names, and former ones a little lower: (quality, former, rank)."""
        keep = _keeper(query, self._communes)
        hits = [(2 * m, False, r) for m, r in self._names.search(query.name, limit, keep)]
        if len(hits) < limit:
            found = self._former_names.search(query.name, limit, _keeper(query, self._successors))
            # A former name that is only close is noise beside a current one that is right.
            right = _as_typed(hits)
            hits += [(2 * m + 3, True, r) for m, r in found if m <= WORD or not right]
        return sorted(hits)

    def _in_named_department(self, query: _Query, limit: int) -> list[_Hit]:
        """In "Roussillon Isère", the last words are the département."""
        words = query.name.split()
        for length in range(1, min(5, len(words))):
            department = self._departments.get(" ".join(words[-length:]))
            if department:
                narrowed = _Query(" ".join(words[:-length]), query.codes, department)
                return self._by_name(narrowed, limit)
        return []

    def _district(self, query: _Query) -> District | None:
        """The arrondissement of "Lyon 7e", "Paris 18", "Lyon 69007"; ``None`` when it is none."""
        for code in query.codes:
            district = self._districts.get(code)
            if district and fold(query.name) in fold(district.name):
                return district
        parts = _DISTRICT.fullmatch(query.outside)
        if not parts:
            return None
        cities = {
            self._communes[rank].code
            for match, rank in self._names.search(parts["city"], 3)
            if match in (EXACT, TYPO)
        }
        return next(
            (
                district
                for district in self.geo.districts.values()
                if district.commune in cities and f" {int(parts['number'])}e" in district.name
            ),
            None,
        )

    # --- Labels ----------------------------------------------------------------------------

    def _name_match(self, hit: _Hit, query: _Query) -> CommuneMatch:
        quality, is_former, rank = hit
        if is_former:
            former_name = self._former[rank].name
            return self._match(self._successors[rank], MatchKind.FORMER, former_name=former_name)
        kind = MatchKind.NAME if quality <= 2 * WORD else MatchKind.TYPO
        shown = next((code for code in query.codes if len(code) == 5), "")
        return self._match(self._communes[rank], kind, postal_code=shown)

    def _match(
        self, commune: Commune, kind: MatchKind, *, postal_code: str = "", former_name: str = ""
    ) -> CommuneMatch:
        label = commune_label(self.geo, commune, postal_code)
        if former_name:
            label += f", anciennement {former_name}"
        return CommuneMatch(commune, label, kind)

    def _district_match(self, district: District) -> CommuneMatch:
        commune = self.geo.communes[self.geo.position[district.commune]]
        department = self.geo.department(commune).name
        name = district.name.replace("Arrondissement", "arrondissement")
        label = f"{name} ({department}, {district.postal_codes[0]})"
        return CommuneMatch(commune, label, MatchKind.DISTRICT)


def _keeper(query: _Query, communes: list[Commune]) -> Callable[[int], bool] | None:
    """What the index must keep: the ranks of the communes that agree with the query."""
    if not query.narrows:
        return None
    return lambda rank: query.accepts(communes[rank])


def _as_typed(hits: list[_Hit]) -> bool:
    """Whether a current name answers without any typing mistake."""
    return any(quality <= 2 * WORD and not is_former for quality, is_former, _ in hits)


def _distinct(matches: list[CommuneMatch], limit: int) -> list[CommuneMatch]:
    """One answer per commune, the first one."""
    kept: dict[str, CommuneMatch] = {}
    for match in matches:
        kept.setdefault(match.commune.code, match)
    return list(kept.values())[:limit]


def commune_label(geo: Geography, commune: Commune, postal_code: str = "") -> str:
    """As "Vénissieux (Rhône, 69200)". ``postal_code`` is the one to show among several."""
    codes = commune.postal_codes
    if postal_code in codes:
        shown = postal_code
    elif len(codes) <= 3:
        shown = ", ".join(codes) or f"code {commune.code}"
    else:
        # Cities with arrondissements have a code for each; Paris has one more for its 16th.
        usual = codes[:-1] if commune.code == "75056" else codes
        in_a_row = int(usual[-1]) - int(usual[0]) == len(usual) - 1
        shown = (
            f"{usual[0]} à {usual[-1]}" if in_a_row else f"{codes[0]} et {len(codes) - 1} autres"
        )
    return f"{commune.name} ({geo.department(commune).name}, {shown})"


@lru_cache(maxsize=2)
def _index(geo: Geography) -> CommuneIndex:
    index = CommuneIndex(geo)
    keep_for_good()
    return index


def search_communes(query: str, limit: int = 8) -> list[CommuneMatch]:
    """The communes of the current vintage that answer ``query``, best first. About 2 ms.

    The index is built at the first call (about a second).
    """
    return _index(current_geography()).search(query, limit)
