"""Believable zones on the real geography, that leave some EPCI without any project."""

import random
from collections.abc import Sequence

from o2r.projects.footprint import footprint
from o2r.territory.distance import distance_km
from o2r.territory.enums import UnitKind
from o2r.territory.geography import Commune, Geography, Unit

LEFT_OUT = 0.14
"""Part of the EPCI of each département that no example covers, so that gaps can be seen."""


class Places:
    """Draws zones in the régions of one vintage."""

    def __init__(self, geo: Geography, rng: random.Random) -> None:
        self.geo = geo
        self.rng = rng
        self._seats = {unit.term: self._seat(unit) for unit in geo.of_kind(UnitKind.EPCI)}
        self._left_out = self._draw_left_out()

    def _seat(self, unit: Unit) -> Commune:
        return max(self.geo.select(unit.bits), key=lambda c: (c.population, -c.index))

    def _draw_left_out(self) -> set[str]:
        """EPCI that stay empty: never the one that holds the largest commune of its département."""
        chosen: set[str] = set()
        for department in self.geo.of_kind(UnitKind.DEP):
            inside = self._epci_of(department)
            capital = max(inside, key=lambda u: self._seats[u.term].population, default=None)
            others = [unit.term for unit in inside if unit is not capital]
            number = round(len(others) * LEFT_OUT + self.rng.random() * 0.6)
            chosen.update(self.rng.sample(others, min(number, len(others))))
        return chosen

    def _epci_of(self, department: Unit) -> list[Unit]:
        """The EPCI whose most populous commune is in the département."""
        return [
            unit
            for unit in self.geo.of_kind(UnitKind.EPCI)
            if self._seats[unit.term].department == department.code
        ]

    def departments(self, region: Unit) -> list[Unit]:
        """The départements of a région, by code."""
        return [unit for unit in self.geo.of_kind(UnitKind.DEP) if unit.bits & region.bits]

    def zone(self, department: Unit, region: Unit) -> str:
        """An expression around a département: a whole one, a part, EPCI, or a few communes.

        It stays inside the région, as a convention does, though some EPCI stand astride two.
        """
        shapes = (self._whole, self._astride, self._neighbours, self._trimmed, self._communes)
        while True:
            shape = self.rng.choices(shapes, weights=(12, 8, 46, 14, 20))[0]
            expression = shape(department)
            if not footprint(expression, self.geo.year).bits & ~region.bits:
                return expression

    def _open(self, department: Unit) -> list[Unit]:
        return [unit for unit in self._epci_of(department) if unit.term not in self._left_out]

    def _whole(self, department: Unit) -> str:
        """The département, less the EPCI that stay empty (an EPCI astride loses what is inside)."""
        removed = [
            unit.term
            for unit in self.geo.of_kind(UnitKind.EPCI)
            if unit.term in self._left_out and unit.bits & department.bits
        ]
        return " - ".join([department.term, *removed])

    def _neighbours(self, department: Unit, most: int = 4) -> str:
        """One EPCI and the nearest ones around it."""
        possible = self._open(department)
        if not possible:
            return department.term
        first = self.rng.choice(possible)
        near = sorted(possible, key=lambda unit: (self._distance(first, unit), unit.code))
        return " + ".join(unit.term for unit in near[: self.rng.randint(1, most)])

    def _astride(self, department: Unit) -> str:
        """EPCI of two départements of the same région."""
        region = next(u for u in self.geo.of_kind(UnitKind.REG) if u.bits & department.bits)
        others = [unit for unit in self.departments(region) if unit is not department]
        if not others:
            return self._neighbours(department)
        other = min(others, key=lambda unit: (self._apart(department, unit), unit.code))
        return f"{self._neighbours(department, 2)} + {self._neighbours(other, 2)}"

    def _trimmed(self, department: Unit) -> str:
        """One EPCI less a few of its communes."""
        possible = [unit for unit in self._open(department) if len(unit) > 12]
        if not possible:
            return self._neighbours(department)
        unit = self.rng.choice(possible)
        seat = self._seats[unit.term]
        others = [c for c in self.geo.select(unit.bits) if c is not seat and c.lat is not None]
        removed = self.rng.sample(others, self.rng.randint(1, 4))
        return " - ".join([unit.term, *sorted(commune.term for commune in removed)])

    def _communes(self, department: Unit) -> str:
        """A town and the communes around it."""
        possible = self._open(department)
        if not possible:
            return department.term
        unit = self.rng.choice(possible)
        seat = self._seats[unit.term]
        around = sorted(
            self.geo.select(unit.bits), key=lambda c: (distance_km(seat, c) or 0.0, c.code)
        )
        chosen = around[: self.rng.randint(3, 9)]
        return " + ".join(commune.term for commune in chosen)

    def _distance(self, one: Unit, other: Unit) -> float:
        return distance_km(self._seats[one.term], self._seats[other.term]) or 0.0

    def _apart(self, one: Unit, other: Unit) -> float:
        return distance_km(self._seat(one), self._seat(other)) or 0.0


def towns(expression: str, geo: Geography, number: int) -> Sequence[Commune]:
    """The most populous communes of a zone."""
    communes = footprint(expression, geo.year).communes
    return sorted(communes, key=lambda commune: -commune.population)[:number]
