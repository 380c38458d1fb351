"""Dossiers of an export of Démarches simplifiées: which column is what, and what is wrong. Pure.

The export names its own columns (« ID », « Email », « Établissement SIRET »…); the fields of the
form come after, under the labels that the State service chose.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from o2r.accounts.siret import problem as siret_problem
from o2r.accounts.siret import without_separators
from o2r.calls.applications.dossier_cells import Facts, guess_fact, read_facts
from o2r.calls.applications.sections import TEXTS
from o2r.projects.exchange import values
from o2r.projects.exchange.tables import Line
from o2r.territory.folding import fold

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
UNFINISHED = "il n’est encore qu’un brouillon : il n’a pas été déposé."
LEFT_OUT = {
    "brouillon": UNFINISHED,
    "refuse": "il a été refusé dans Démarches simplifiées.",
    "sans suite": "il a été classé sans suite.",
    "classe sans suite": "il a été classé sans suite.",
    "abandonne": "son auteur l’a abandonné.",
    "supprime": "il a été supprimé dans Démarches simplifiées.",
    "retire": "son auteur l’a retiré.",
}
"""Why a dossier is left out, by its folded state."""
RECEIVED = ("", "depose", "en construction", "en instruction", "accepte")
"""A dossier « en construction » was sent: who sent it may still correct it, that is all."""
LATE = "il a été déposé après la clôture de l’appel, et rien ne dit de le reprendre."


@dataclass(frozen=True)
class Dossier:
    """One dossier: an application to be. ``answers``: texts by code, from the chosen columns.

    ``notes``: what is not taken over as it is written; ``unread``: those of its facts, which stay
    with the application until someone has completed it. ``is_late``: sent after the closing.
    """

    line: int
    number: str
    name: str
    deposited_at: datetime
    siret: str = ""
    email: str = ""
    title: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    is_late: bool = False


@dataclass(frozen=True)
class LeftOut:
    """A dossier that does not become an application, and why, in French."""

    line: int
    number: str
    name: str
    reason: str


@dataclass(frozen=True)
class Wrong:
    """A line that cannot be taken, and why, in French."""

    line: int
    message: str


@dataclass(frozen=True)
class Found:
    """What a file holds: dossiers in the order of their deposit; the others in that of the file."""

    dossiers: tuple[Dossier, ...]
    left_out: tuple[LeftOut, ...] = ()
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True)
class Rules:
    """How a call reads its dossiers. ``zone``: the time zone in which the file writes its hours.

    ``closes``: the instant from which a dossier is late, None when it is not known. ``years``: of
    its conventions.
    """

    zone: str
    closes: datetime | None = None
    years: int = 3


def known_columns(headers: Iterable[str]) -> dict[str, str]:
    """What the columns of every export are, by their meaning."""
    found: dict[str, str] = {}
    names = {fold(header): header for header in reversed(list(headers))}
    for meaning, possible in OURS.items():
        column = next((names[name] for name in possible if name in names), None)
        if column is not None:
            found[meaning] = column
    return found


def free_columns(headers: Iterable[str]) -> list[str]:
    """The columns that the form of the call added: to be matched with our texts."""
    known = set(known_columns(headers).values())
    return [header for header in headers if header and header not in known]


def guess(columns: Iterable[str], years: int) -> dict[str, str]:
    """What each free column most likely is: the same label, folded. Empty for none."""
    ours = {fold(text.label): code for code, text in TEXTS.items()}
    ours |= {fold("Intitulé du projet"): TITLE, fold("Titre du projet"): TITLE}
    names = {column: fold(column) for column in columns}
    return {column: ours.get(name) or guess_fact(name, years) for column, name in names.items()}


def missing_columns(headers: Iterable[str]) -> list[str]:
    """The columns that an export must have and that this file has not, by their names."""
    known = known_columns(headers)
    return [LABELS[meaning] for meaning in REQUIRED if meaning not in known]


def read_dossiers(lines: Iterable[Line], mapping: Mapping[str, str], rules: Rules) -> Found:
    """What the lines of an export are: dossiers, those that are left out, lines that are wrong.

    ``mapping``: by column, the code of one of our texts, of a fact, or ``title``.
    """
    found: dict[str, Dossier] = {}
    left_out: list[LeftOut] = []
    wrong: list[Wrong] = []
    for line in lines:
        read = _dossier(line, mapping, rules)
        if isinstance(read, Wrong):
            wrong.append(read)
        elif isinstance(read, LeftOut):
            left_out.append(read)
        elif read.number in found:
            wrong.append(Wrong(line.number, f"le dossier {read.number} figure deux fois."))
        else:
            found[read.number] = read
    ordered = sorted(found.values(), key=lambda one: (one.deposited_at, one.number))
    return Found(tuple(ordered), tuple(left_out), tuple(wrong))


def _dossier(line: Line, mapping: Mapping[str, str], rules: Rules) -> Dossier | LeftOut | Wrong:
    columns = known_columns(line.cells)
    cell = {meaning: line.cells[column].strip() for meaning, column in columns.items()}
    number, name = cell.get("number", "")[:60], cell.get("name", "")[:200]
    state = fold(cell.get("state", ""))
    # A draft has no day of deposit: its state is looked at first.
    if number and state in LEFT_OUT:
        return LeftOut(line.number, number, name, LEFT_OUT[state])
    absent = [LABELS[meaning] for meaning in REQUIRED if not cell.get(meaning)]
    if absent:
        return Wrong(line.number, f"la colonne « {absent[0]} » est vide.")
    if state not in RECEIVED:
        return Wrong(
            line.number,
            f"« {cell['state']} » n’est pas un état de dossier de Démarches simplifiées.",
        )
    try:
        deposited = values.instant(cell["deposited"], ZoneInfo(rules.zone))
    except values.Refused:
        return Wrong(line.number, f"« {cell['deposited']} » n’est pas une date de dépôt.")
    siret, notes = without_separators(cell.get("siret", "")), []
    if siret and (said := siret_problem(siret)):
        notes.append(f"{said} : il n’est pas repris.")
        siret = ""
    answers = _answers(line, mapping)
    title = answers.pop(TITLE, "")[:200]
    facts, unread = read_facts(answers, rules.years)
    return Dossier(
        line=line.number,
        number=number,
        name=name,
        deposited_at=deposited,
        siret=siret,
        email=cell.get("email", ""),
        title=title,
        answers={code: text for code, text in answers.items() if code in TEXTS},
        facts=facts,
        notes=(*notes, *unread),
        unread=unread,
        is_late=rules.closes is not None and deposited >= rules.closes,
    )


def _answers(line: Line, mapping: Mapping[str, str]) -> dict[str, str]:
    """What a line says, by the code of what its columns are; several columns are put together."""
    found: dict[str, str] = {}
    for column, code in mapping.items():
        text = line.cells.get(column, "").strip()
        if code and text:
            found[code] = f"{found[code]}\n\n{text}" if code in found else text
    return found
