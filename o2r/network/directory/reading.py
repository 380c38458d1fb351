"""Reading files of the directory: JSON, JSON lines or CSV, one record at a time. Pure."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from o2r.accounts.errors import DomainError

LISTS = (
    "thematiques",
    "publics",
    "zone_eligibilite",
    "modes_accueil",
    "modes_mobilisation",
    "mobilisable_par",
    "reseaux_porteurs",
)
WHOLE = ("structures", "services")
_NO_EXPORT = (
    "Le fichier « {name} » a trop de niveaux, ou un nombre trop long, pour être un export. "
    "Téléchargez-le de nouveau, puis recommencez."
)


class UnreadableFile(DomainError):
    """A file that is neither JSON lines nor CSV, or not in UTF-8."""


def read_export(
    file_name: str, content: bytes
) -> tuple[list[tuple[int, dict[str, Any]]], list[tuple[int, dict[str, Any]]]]:
    """The structures and the services of one JSON file, each with its rank, from 1.

    An object with the keys ``structures`` and ``services``, as data·inclusion publishes them.
    Raises UnreadableFile.
    """
    name = PurePath(file_name).name
    try:
        whole = json.loads(_text(file_name, content))
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            f"Le fichier « {name} » n’est pas du JSON ({error.msg}, ligne {error.lineno}). "
            "Téléchargez l’export de nouveau, puis recommencez."
        ) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableFile(_NO_EXPORT.format(name=name)) from error
    lists = [whole.get(key) for key in WHOLE] if isinstance(whole, dict) else [None]
    if not all(isinstance(rows, list) for rows in lists):
        raise UnreadableFile(
            f"Le fichier « {name} » n’a pas la forme d’un export : il attend un objet avec deux "
            "listes, « structures » et « services ». Sinon, donnez deux fichiers avec "
            "--structures et --services."
        )
    structures, services = ([*enumerate(rows, start=1)] for rows in lists)  # type: ignore[arg-type]
    for rank, row in (*structures, *services):
        if not isinstance(row, dict):
            raise UnreadableFile(f"Ligne {rank} : un objet JSON est attendu (entre accolades).")
    return structures, services


def read(file_name: str, content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records of a file, each with its line number. Raises UnreadableFile."""
    text = _text(file_name, content)
    suffix = PurePath(file_name).suffix.lower()
    if suffix in (".jsonl", ".ndjson"):
        return _json_lines(text)
    if suffix == ".csv":
        return _csv_lines(text)
    raise UnreadableFile(
        f"Le fichier « {PurePath(file_name).name} » n’est ni un JSON par lignes (.jsonl, .ndjson), "
        "ni un CSV. Convertissez-le, puis recommencez."
    )


def _text(file_name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"Le fichier « {PurePath(file_name).name} » n’est pas en UTF-8. Enregistrez-le dans ce "
            "codage, puis recommencez."
        ) from error


def _json_lines(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (RecursionError, ValueError) as error:
            why = getattr(error, "msg", "trop de niveaux, ou un nombre trop long")
            raise UnreadableFile(
                f"Ligne {number} : ce n’est pas du JSON ({why}). Le fichier attend un objet "
                "JSON par ligne."
            ) from error
        if not isinstance(record, dict):
            raise UnreadableFile(
                f"Ligne {number} : un objet JSON est attendu (entre accolades), un par ligne."
            )
        yield number, record


def _csv_lines(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    for row in _rows(reader):
        record: dict[str, Any] = {name: value for name, value in row.items() if name and value}
        for name in LISTS:
            if name in record:
                record[name] = _list(record[name])
        yield reader.line_num, record


def _rows(reader: "csv.DictReader[str]") -> Iterator[dict[str, str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise UnreadableFile(
            f"Ligne {reader.line_num} : ce n’est pas du CSV ({error}). Enregistrez le fichier de "
            "nouveau, puis recommencez."
        ) from error


def _list(cell: str) -> list[str]:
    """A list in a cell: a JSON array, or codes between commas (braces are accepted)."""
    if cell.startswith("["):
        try:
            return [str(item) for item in json.loads(cell)]
        except json.JSONDecodeError:
            pass
    return [piece.strip(" '\"") for piece in cell.strip("{}[]").split(",") if piece.strip(" '\"")]
