"""One line of a file of conventions: its cells checked, or what is wrong in them."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from o2r.accounts.enums import OrganisationKind
from o2r.core import clock
from o2r.core.money import BadAmount, read_amount
from o2r.projects.conventions.exchange.columns import REQUIRED, YEARS
from o2r.projects.exchange import values
from o2r.projects.exchange.cells import CellError, Cells
from o2r.projects.exchange.rows import OrganisationRow
from o2r.projects.exchange.tables import Line
from o2r.territory.geography import available_vintages

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of a line; amounts in euros."""

    amount: Decimal | None
    avenant_signed_on: date | None
    paid: Decimal | None
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class ConventionRow:
    """A convention as a file describes it. ``project``: a slug, or empty."""

    reference: str
    title: str
    region: str
    project: str
    bearer: OrganisationRow
    zone_expression: str
    zone_vintage: int
    starts_on: date
    signed_on: date | None
    commitment_number: str
    total_cost: Decimal | None
    cost_method: str
    years: tuple[YearRow, ...]


def amount(cell: str) -> Decimal | None:
    """« 125 000,50 » or « 125000.50 », in euros; nothing means none."""
    try:
        return read_amount(cell)
    except BadAmount as error:
        raise values.Refused(f"« {cell} » ne se lit pas. {error}") from error


def code_of_region(cell: str) -> str:
    """Two characters of the official code, or nothing."""
    if cell and not re.fullmatch(r"[0-9]{1,3}", cell):
        raise values.Refused(f"« {cell} » n’est pas un code de région : deux chiffres")
    return cell.zfill(2) if cell else ""


def _known_kind(cell: str) -> OrganisationKind:
    return values.one_of(OrganisationKind)(cell) if cell else OrganisationKind.UNKNOWN


def parse(line: Line) -> ConventionRow | list[CellError]:
    """The convention of a line, or all that is wrong in it (one error per column at most)."""
    cells, vintage = Cells(line, REQUIRED), available_vintages()[-1]
    has_zone = bool(line.cells.get("territoire", ""))
    row = ConventionRow(
        reference=cells.read("reference", values.text(60), ""),
        title=cells.read("intitule", values.text(200), ""),
        region=cells.read("region", code_of_region, ""),
        project=cells.read("projet", lambda cell: values.identifier(cell) if cell else "", ""),
        bearer=OrganisationRow(
            name=cells.read("porteur", values.organisation, ""),
            kind=cells.read("porteur_type", _known_kind, OrganisationKind.UNKNOWN),
            siret=cells.read("porteur_siret", values.siret_number, ""),
        ),
        zone_expression=cells.read("territoire", values.zone(vintage), "") if has_zone else "",
        zone_vintage=vintage,
        starts_on=cells.read("debut", values.day, None) or clock.today(),
        signed_on=cells.read("signature", values.day, None),
        commitment_number=cells.read("engagement", values.text(40), ""),
        total_cost=cells.read("cout_total", amount, None),
        cost_method=cells.read("methode_cout", values.text(5000), ""),
        years=tuple(_year(cells, rank) for rank in YEARS),
    )
    _check_together(row, cells)
    return cells.errors or row


def _year(cells: Cells, rank: int) -> YearRow:
    return YearRow(
        amount=cells.read(f"montant_{rank}", amount, None),
        avenant_signed_on=cells.read(f"avenant_{rank}_le", values.day, None),
        paid=cells.read(f"verse_{rank}", amount, None),
        paid_on=cells.read(f"verse_{rank}_le", values.day, None),
    )


def _check_together(row: ConventionRow, cells: Cells) -> None:
    """What one cell alone cannot tell."""
    today = clock.today()
    if not row.project and not row.zone_expression:
        cells.refuse(
            "territoire",
            "sans projet déjà présent, dites où le projet intervient (par exemple dep:69)",
        )
    if row.signed_on and row.signed_on > today:
        cells.refuse("signature", "la date n’est pas encore venue")
    for rank, year in enumerate(row.years, start=1):
        if year.paid and not year.paid_on:
            cells.refuse(f"verse_{rank}_le", "un versement porte sa date")
        if year.paid and not year.amount:
            cells.refuse(f"montant_{rank}", "sans avenant financier, rien n’a pu être versé")
        if year.paid and year.amount and year.paid > year.amount:
            cells.refuse(f"verse_{rank}", "le versé dépasse le montant de l’avenant")
        if year.paid and not row.signed_on:
            cells.refuse("signature", "une convention qui n’est pas signée n’a rien versé")
        for column, day in (
            (f"avenant_{rank}_le", year.avenant_signed_on),
            (f"verse_{rank}_le", year.paid_on),
        ):
            if day and day > today:
                cells.refuse(column, "la date n’est pas encore venue")
