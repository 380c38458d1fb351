"""From a sheet to the columns of a template, and back: a mapping that is data, not code. Pure.

The import template of « Ma Démarche FSE+ » 2021-2027 is not public: whoever has it says once what
each of its columns is, and how it writes dates and choices. The mapping kept is this JSON::

    {"columns": [
      {"column": "Sexe", "field": "sexe", "form": "valeurs", "values": {"F": "Femme", …}},
      {"column": "Date d'entrée", "field": "date_entree", "form": "jj/mm/aaaa"},
      {"column": "Colonne que nous n'avons pas", "field": ""}]}

A value goes out as its column writes it, and comes back as the sheet keeps it: nothing is lost.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from o2r.pathways.fse.answers import WrongValue, value_of
from o2r.pathways.fse.fields import BY_CODE, FIELDS, Answers, Choices, Field, Kind

FRENCH_DAY, ISO_DAY = "jj/mm/aaaa", "aaaa-mm-jj"
PLAIN, BY_VALUE = "", "valeurs"
OPERATION, REFERENCE = "operation_numero", "reference"
BESIDE: dict[str, str] = {
    OPERATION: "Numéro de l’opération",
    REFERENCE: "Référence de la fiche",
}
"""What a row also holds: of which operation, and of which sheet. Neither is an answer."""
MOST_COLUMNS = 200
LONGEST_TITLE = 200


class WrongMapping(ValueError):
    """This cannot be a mapping; ``str(error)`` says why and what to do, in French."""


@dataclass(frozen=True)
class Column:
    """One column: its title, the code of what it holds (empty: nothing of ours), how it is
    written. ``values``: what the template writes for each value of a choice."""

    column: str
    field: str = ""
    form: str = PLAIN
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def written(self, value: str) -> str:
        """A value as this column writes it."""
        if value and self.form == FRENCH_DAY:
            return f"{value[8:10]}/{value[5:7]}/{value[:4]}"
        return self.values.get(value, value) if self.form == BY_VALUE else value

    def read(self, cell: str) -> str:
        """The value that a cell holds. Raises WrongValue."""
        one = BY_CODE[self.field]
        text = " ".join(cell.split())
        if self.form == BY_VALUE:
            found = [value for value, said in self.values.items() if said == text]
            found = found or [
                value for value, said in self.values.items() if said.casefold() == text.casefold()
            ]
            text = found[0] if found else text
        return value_of(one, text)


def default_columns() -> tuple[Column, ...]:
    """Our own columns, until somebody brings the official template. Provisional."""
    beside = tuple(Column(title, code) for code, title in BESIDE.items())
    return (*beside, *(column_for(one.label, one.code) for one in FIELDS))


def column_for(title: str, code: str) -> Column:
    """A column that holds a field, written as our own template writes it."""
    one = BY_CODE.get(code)
    if one is None:
        return Column(title, code)
    if one.kind is Kind.DAY:
        return Column(title, code, FRENCH_DAY)
    return Column(title, code, BY_VALUE, dict(one.choices)) if one.choices else Column(title, code)


def to_json(columns: Iterable[Column]) -> dict[str, Any]:
    """What is kept of a mapping."""
    return {
        "columns": [
            {"column": one.column, "field": one.field, "form": one.form, "values": dict(one.values)}
            for one in columns
        ]
    }


def of_json(kept: Mapping[str, Any]) -> tuple[Column, ...]:
    """The columns that ``to_json`` wrote. Raises WrongMapping."""
    try:
        columns = tuple(
            Column(
                str(one["column"]),
                str(one.get("field", "")),
                str(one.get("form", PLAIN)),
                {str(value): str(said) for value, said in one.get("values", {}).items()},
            )
            for one in kept["columns"]
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise WrongMapping("Cette correspondance est illisible. Refaites-la.") from error
    check(columns)
    return columns


def check(columns: Sequence[Column]) -> None:
    """Raises WrongMapping for a mapping by which something would be lost, or read as another."""
    if not 0 < len(columns) <= MOST_COLUMNS:
        raise WrongMapping(f"Un modèle a de 1 à {MOST_COLUMNS} colonnes.")
    titles = [one.column for one in columns]
    if len(set(titles)) < len(titles) or any(not 0 < len(one) <= LONGEST_TITLE for one in titles):
        raise WrongMapping("Deux colonnes ont le même titre, ou l’une n’en a pas. Renommez-les.")
    held = [one.field for one in columns if one.field]
    for code in held:
        if code not in BY_CODE and code not in BESIDE:
            raise WrongMapping(f"« {code} » n’est pas un champ de la fiche.")
        if held.count(code) > 1:
            raise WrongMapping(f"« {title_of(code)} » est dans deux colonnes. Gardez-en une seule.")
    if not held:
        raise WrongMapping("Aucune colonne n’est reliée à la fiche. Reliez-en au moins une.")
    for one in columns:
        _check_values(one)


def _check_values(column: Column) -> None:
    choices: Choices = BY_CODE[column.field].choices if column.field in BY_CODE else ()
    said = [text.casefold() for text in column.values.values()]
    if column.form == BY_VALUE and (len(set(said)) < len(said) or not all(said)):
        raise WrongMapping(
            f"Colonne « {column.column} » : deux réponses s’écrivent de la même façon, ou l’une ne "
            "s’écrit pas. Donnez un texte différent à chacune."
        )
    lost = {value for value, _ in choices} - set(column.values)
    if column.form == BY_VALUE and lost:
        said_of = ", ".join(sorted(lost))
        raise WrongMapping(
            f"Colonne « {column.column} » : il manque ce qui s’écrit pour {said_of}."
        )


def title_of(code: str) -> str:
    """What a field is called on the screens."""
    return BESIDE.get(code) or BY_CODE[code].label


def left_out(columns: Iterable[Column]) -> list[Field]:
    """The fields that no column holds: they stay on the platform."""
    held = {one.field for one in columns}
    return [one for one in FIELDS if one.code not in held]


def row_of(columns: Iterable[Column], answers: Answers, beside: Mapping[str, str]) -> list[str]:
    """A sheet as a row. ``beside``: its operation and its reference."""
    known = {**answers, **beside}
    return [one.written(known.get(one.field, "")) if one.field else "" for one in columns]


@dataclass(frozen=True)
class Row:
    """What a row says. ``wrong``: (title of the column, what is wrong and what to do)."""

    number: int
    answers: dict[str, str]
    beside: dict[str, str]
    wrong: tuple[tuple[str, str], ...]


def read_row(columns: Iterable[Column], number: int, cells: Mapping[str, str]) -> Row:
    """A row of a file by the titles of its columns; those that the file lacks are left alone."""
    answers, beside, wrong = {}, {}, []
    for one in columns:
        cell = cells.get(one.column, "").strip()
        if not one.field or not cell:
            continue
        if one.field in BESIDE:
            beside[one.field] = cell
            continue
        try:
            answers[one.field] = one.read(cell)
        except WrongValue as error:
            wrong.append((one.column, str(error)))
    return Row(number, answers, beside, tuple(wrong))
