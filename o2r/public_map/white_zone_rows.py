"""Rows of the tables of « zones sans projet »."""

from dataclasses import dataclass

from o2r.projects.selectors import UncoveredUnit, WhiteZones
from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography


@dataclass(frozen=True)
class DepartmentRow:
    """``share`` is the per cent (0–100) of the inhabitants without any project."""

    name: str
    communes_without: int
    communes: int
    population_without: int
    share: int


@dataclass(frozen=True)
class EpciRow:
    name: str
    departments: str
    communes: int
    population: int


def department_rows(uncovered: WhiteZones) -> list[DepartmentRow]:
    """Départements of the place with someone left out, most inhabitants left out first."""
    geography = current_geography()
    return [
        DepartmentRow(
            name=item.unit.name,
            communes_without=item.communes,
            communes=len(item.unit),
            population_without=item.population,
            share=round(100 * item.population / max(1, geography.population(item.unit.bits))),
        )
        for item in uncovered.departments
    ]


def epci_row(item: UncoveredUnit) -> EpciRow:
    """An EPCI where nothing is covered, with the départements it straddles."""
    departments = current_geography().of_kind(UnitKind.DEP)
    names = [unit.name for unit in departments if unit.bits & item.unit.bits]
    return EpciRow(item.unit.name, ", ".join(names), item.communes, item.population)
