"""The applications to a call, and their budgets, as rows of a spreadsheet. Pure.

Amounts are numbers of euros; days are dates, in the time zone of the call.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from o2r.calls.applications import hours
from o2r.calls.applications.content import Content
from o2r.calls.applications.facts import in_words
from o2r.core.exports import Cell, Row

_SEPARATOR = " ; "


@dataclass(frozen=True)
class Received:
    """One application received. ``mean``, ``dispersion``: None while marks are hidden.

    ``arrived_at``: None when nothing says when what now counts came.
    """

    number: int | None
    state: str
    content: Content
    arrived_at: datetime | None = None
    mean: Decimal | None = None
    dispersion: Decimal | None = None


def applications_header(rows: Sequence[Received]) -> list[str]:
    """The titles of the columns, with as many years as these applications have."""
    return [
        *("Numéro", "Intitulé", "État", "Chef de file", "SIRET du chef de file", "Membres"),
        *("Nombre de membres", "Territoire", "Communes", "Publics", "Étapes"),
        "Personnes accompagnées par an",
        *(f"Aide demandée, année {year} (€)" for year in _years(rows)),
        *("Aide demandée, total (€)", "Jour d’arrivée", "Heure d’arrivée"),
        *("Moyenne des lectures", "Écart entre lecteurs"),
    ]


def applications_rows(rows: Sequence[Received], zone: ZoneInfo) -> Iterator[Row]:
    """One row for each application; ``zone``: the time zone of the call."""
    years = _years(rows)
    for one in rows:
        content, lead = one.content, one.content.lead
        arrived = one.arrived_at.astimezone(zone) if one.arrived_at else None
        yield (
            one.number,
            content.title,
            one.state,
            lead.name if lead else "",
            lead.siret if lead else "",
            _SEPARATOR.join(member.name for member in content.members if not member.is_lead),
            len(content.members),
            content.zone.label,
            content.zone.communes,
            in_words("publics", list(content.publics)),
            in_words("stages", list(content.stages)),
            content.places,
            *(content.balance.of_year(year).requested for year in years),
            content.balance.requested,
            arrived.date() if arrived else None,
            f"{hours.hour(arrived, zone, exact=True)} ({hours.place(zone)})" if arrived else "",
            one.mean,
            one.dispersion,
        )


def _years(rows: Sequence[Received]) -> range:
    """From the first year to the last one that someone is asked for, or filled in."""
    last = [one.content.call.years for one in rows]
    last += [line.year for one in rows for line in one.content.budget]
    return range(1, max(last, default=1) + 1)


BUDGETS_HEADER = (
    "Numéro",
    "Intitulé",
    "Membre",
    "SIRET",
    "Chef de file",
    "Année",
    "Sens",
    "Groupe",
    "Compte",
    "Poste",
    "En nature",
    "Aide demandée à l’appel",
    "Montant (€)",
)


def budgets_rows(rows: Sequence[Received]) -> Iterator[Row]:
    """One row for each application, member, year and line of the chart of accounts."""
    for one in rows:
        members = {member.key: member for member in one.content.members}
        order = {account.code: rank for rank, account in enumerate(one.content.call.chart)}
        places = {key: rank for rank, key in enumerate(members)}
        lines = sorted(
            (line for line in one.content.budget if line.member in members),
            key=lambda line: (
                *(places[line.member], line.year),
                *(order.get(line.account, len(order)), line.account),
            ),
        )
        for line in lines:
            member = members[line.member]
            yield (
                *(one.number, one.content.title, member.name, member.siret, member.is_lead),
                line.year,
                *_account(one.content, line.account),
                line.amount,
            )


def _account(content: Content, code: str) -> tuple[Cell, ...]:
    """What an account is; its code alone when the chart no longer has it."""
    chart = content.call.chart
    if code not in chart:
        return ("", "", code, "", None, None)
    known = chart[code]
    return (
        *(known.side.label, known.group, code, known.label),
        *(known.is_in_kind, code == chart.requested),
    )
