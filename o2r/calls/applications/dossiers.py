"""Dossiers of an export of Démarches simplifiées: which column is what, and what is wrong. Pure.

The export names its own columns (« ID », « Email », « Établissement SIRET »…); the fields of the
form come after, under the labels that the State service chose.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from o2r.accounts.siret import problem as siret_problem
from o2r.accounts.siret import without_separators
from o2r.calls.applications.sections import TEXTS
from o2r.projects.exchange.tables import Line

TITLE = "title"
OURS = {
    "number": ("id", "n dossier", "numero de dossier"),
    "email": ("email", "adresse electronique"),
    "state": ("etat du dossier",),
    "siret": ("etablissement siret", "siret"),
    "name": ("etablissement raison sociale", "entreprise raison sociale", "raison sociale"),
    "deposited": ("depose le", "date de depot"),
}
"""What we read of the columns that every export has, by their folded names."""
REQUIRED = ("number", "name", "deposited")
LABELS = {"number": "ID", "name": "Établissement Raison sociale", "deposited": "Déposé le"}
_WORDS = re.compile(r"[^a-z0-9]+")
_DAYS = ("%Y-%m-%d", "%d/%m/%Y")
_HOURS = ("", " %H:%M:%S", " %H:%M", "T%H:%M:%S", " %Hh%M")


@dataclass(frozen=True)
class Dossier:
    """One dossier: an application to be. ``answers``: texts by code, from the chosen columns."""

    line: int
    number: str
    name: str
    deposited_at: datetime
    siret: str = ""
    email: str = ""
    title: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wrong:
    """A line that cannot be taken, and why, in French."""

    line: int
    message: str


def folded(name: str) -> str:
    """A name without case, accents or punctuation: ``« Déposé le »`` is ``depose le``."""
    plain = unicodedata.normalize("NFKD", name.lower())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _WORDS.sub(" ", bare).strip()


def known_columns(headers: Iterable[str]) -> dict[str, str]:
    """What the columns of every export are, by their meaning."""
    found: dict[str, str] = {}
    names = {folded(header): header for header in reversed(list(headers))}
    for meaning, possible in OURS.items():
        column = next((names[name] for name in possible if name in names), None)
        if column is not None:
            found[meaning] = column
    return found


def free_columns(headers: Iterable[str]) -> list[str]:
    """The columns that the form of the call added: to be matched with our texts."""
    known = set(known_columns(headers).values())
    return [header for header in headers if header and header not in known]


def guess(columns: Iterable[str]) -> dict[str, str]:
    """The text that each free column most likely is: the same label, folded. Empty for none."""
    ours = {folded(text.label): code for code, text in TEXTS.items()}
    ours |= {folded("Intitulé du projet"): TITLE, folded("Titre du projet"): TITLE}
    return {column: ours.get(folded(column), "") for column in columns}


def missing_columns(headers: Iterable[str]) -> list[str]:
    """The columns that an export must have and that this file has not, by their names."""
    known = known_columns(headers)
    return [LABELS[meaning] for meaning in REQUIRED if meaning not in known]


def read_dossiers(
    lines: Iterable[Line], mapping: Mapping[str, str], zone: str
) -> tuple[list[Dossier], list[Wrong]]:
    """The dossiers in the order of their deposit, and the lines that are not.

    ``mapping``: the code of one of our texts, or ``title``, by column; ``zone``: the time zone in
    which the file writes its hours.
    """
    found: dict[str, Dossier] = {}
    wrong: list[Wrong] = []
    for line in lines:
        read = _dossier(line, mapping, ZoneInfo(zone))
        if isinstance(read, Wrong):
            wrong.append(read)
        elif read.number in found:
            wrong.append(Wrong(line.number, f"le dossier {read.number} figure deux fois."))
        else:
            found[read.number] = read
    return sorted(found.values(), key=lambda one: (one.deposited_at, one.number)), wrong


def _dossier(line: Line, mapping: Mapping[str, str], zone: ZoneInfo) -> Dossier | Wrong:
    columns = known_columns(line.cells)
    cell = {meaning: line.cells[column].strip() for meaning, column in columns.items()}
    absent = [LABELS[meaning] for meaning in REQUIRED if not cell.get(meaning)]
    if absent:
        return Wrong(line.number, f"la colonne « {absent[0]} » est vide.")
    deposited = _instant(cell["deposited"], zone)
    if deposited is None:
        return Wrong(line.number, f"« {cell['deposited']} » n’est pas une date de dépôt.")
    siret, notes = without_separators(cell.get("siret", "")), []
    if siret and (said := siret_problem(siret)):
        notes.append(f"{said} : il n’est pas repris.")
        siret = ""
    answers: dict[str, str] = {}
    for column, code in mapping.items():
        text = line.cells.get(column, "").strip()
        if code and text:
            answers[code] = f"{answers[code]}\n\n{text}" if code in answers else text
    return Dossier(
        line=line.number,
        number=cell["number"][:60],
        name=cell["name"][:200],
        deposited_at=deposited,
        siret=siret,
        email=cell.get("email", ""),
        title=answers.pop(TITLE, "")[:200],
        answers=answers,
        notes=tuple(notes),
    )


def _instant(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        for form in (day + hour for day in _DAYS for hour in _HOURS):
            try:
                read = datetime.strptime(text, form)  # noqa: DTZ007 — its zone is given below
                break
            except ValueError:
                continue
        else:
            return None
    return read if read.tzinfo else read.replace(tzinfo=zone)
