"""The ranking, a scenario and the decisions as rows of a spreadsheet.

Amounts are numbers of euros, days are dates. Who declared an interest in an application, was
recused of it or has declared nothing yet, reads what the room shows them: neither its marks, nor
the reasons written on it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from o2r.calls.applications.facts import in_words
from o2r.calls.selection.entries import Entry
from o2r.calls.selection.entries import Row as Line
from o2r.calls.selection.minutes_content import departure_words
from o2r.calls.selection.models import Decision
from o2r.calls.selection.selectors import Drafted
from o2r.core.exports import Cell, Row

_TIED = "Fermée : lien d’intérêts, ou pas encore déclarée"
_CHOSEN = ("Retenue", "Montant du scénario (€)", "Écart au classement", "Motif de l’écart")


def ranking_header(lines: Sequence[Line], *, has_choices: bool) -> list[str]:
    """The titles of the columns. ``has_choices``: a scenario, not the ranking alone."""
    return [
        *("Rang", "Numéro", "Intitulé", "Chef de file", "Membres", "Territoire", "Publics"),
        "Personnes accompagnées par an",
        *(f"Aide demandée, année {year} (€)" for year in _asked_years(lines)),
        *("Aide demandée, total (€)", "Moyenne des lectures", "Écart entre lecteurs"),
        *("Lectures envoyées", "Lectures attendues", "Récusations", "Lecteur de plus demandé"),
        *("Sous un seuil éliminatoire", _TIED),
        *(_CHOSEN if has_choices else ()),
    ]


def ranking_rows(lines: Sequence[Line], *, has_choices: bool) -> Iterator[Row]:
    """One row for each application, in the order of the ranking."""
    years = _asked_years(lines)
    for line in lines:
        entry = line.entry
        asked = dict(enumerate(entry.asked, start=1))
        yield (
            *(entry.rank, entry.number, entry.title, entry.lead, entry.members),
            *(entry.territory, in_words("publics", list(entry.publics)), entry.places),
            *(asked.get(year) for year in years),
            entry.total_asked,
            *_marks(entry),
            entry.is_closed,
            *(_choice(line) if has_choices else ()),
        )


def _marks(entry: Entry) -> tuple[Cell, ...]:
    if entry.is_closed:
        return (None,) * 7
    return (
        *(entry.mean, entry.dispersion, entry.reviews, entry.expected, entry.recused),
        *(entry.needs_another_reader, ", ".join(entry.eliminated_by)),
    )


def _choice(line: Line) -> tuple[Cell, ...]:
    reason = "" if line.entry.is_closed else line.pick.reason
    amount = line.amount if line.pick.kept else None
    return (line.pick.kept, amount, departure_words(line.departure), reason)


def _asked_years(lines: Sequence[Line]) -> range:
    return range(1, max((len(line.entry.asked) for line in lines), default=0) + 1)


def decisions_header(rows: Sequence[Drafted]) -> list[str]:
    """The titles of the columns, with as many years as these decisions have."""
    return [
        *("Rang du classement", "Numéro", "Intitulé", "Chef de file", "Décision"),
        "Rang en liste d’attente",
        *(f"Montant, année {year} (€)" for year in _given_years(rows)),
        *("Montant total (€)", "Motifs", "Écart au classement", "Motif de l’écart"),
        *("Écrite le", "Confirmée le", _TIED),
    ]


def decisions_rows(rows: Sequence[Drafted], zone: ZoneInfo) -> Iterator[Row]:
    """One row for each application compared; ``zone``: the time zone of the call."""
    years = _given_years(rows)
    for row in rows:
        entry, decision = row.entry, row.decision
        about = (entry.rank, entry.number, entry.title, entry.lead)
        if decision is None:
            blank = (None,) * (len(years) + 7)
            yield (*about, "pas encore écrite", *blank, entry.is_closed)
            continue
        given = dict(enumerate(decision.years, start=1))
        yield (
            *(*about, decision.get_outcome_display(), decision.rank),
            *(given.get(year) for year in years),
            decision.amount,
            *_reasons(row, decision),
            *(_day(decision.decided_at, zone), _day(decision.confirmed_at, zone)),
            entry.is_closed,
        )


def _reasons(row: Drafted, decision: Decision) -> tuple[str, str, str]:
    """Why, how it departs from the ranking, and why it does."""
    departure = departure_words(row.departure)
    if row.entry.is_closed:
        return ("", departure, "")
    return (decision.reasons, departure, decision.departure_reason)


def _given_years(rows: Sequence[Drafted]) -> range:
    counts = (len(row.decision.yearly_amounts) for row in rows if row.decision)
    return range(1, max(counts, default=0) + 1)


def _day(instant: datetime | None, zone: ZoneInfo) -> date | None:
    return instant.astimezone(zone).date() if instant else None
