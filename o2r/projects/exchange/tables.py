"""Reading a file into lines of cells, whatever its format. Pure: bytes in, text out."""

import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException

from o2r.accounts.errors import DomainError
from o2r.core.exports import restored
from o2r.core.files.content.office import check_office
from o2r.core.files.content.recognising import recognise
from o2r.core.files.content.types import FileType, Limits, Refused
from o2r.projects.exchange.columns import LIST_SEPARATOR, NAMES, NO, REQUIRED, YES
from o2r.projects.exchange.ods import ods_rows, ods_sheets

MAX_BYTES = 10_000_000
MAX_ROWS = 20_000
FORMATS = ("csv", "xlsx", "geojson")
_EXTENSIONS = {".csv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".geojson": "geojson"}
_EXTENSIONS[".json"] = "geojson"
_EXTENSIONS[".ods"] = "ods"


Header = Callable[[Iterable[str]], list[str]]
"""Makes the names of the columns from the first line; raises TableError for what it refuses."""


class TableError(DomainError):
    """The file as a whole cannot be read. The message says why and what to do."""

    default_field = "file"


_LIMITS = Limits()
_UNREADABLE_WORKBOOK = TableError(
    "Le classeur ne s’ouvre pas : le fichier est abîmé, protégé par un mot de passe, ou n’est pas "
    "un XLSX. Ouvrez-le dans un tableur et enregistrez-le de nouveau en XLSX."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file must hold: the names of its columns, and how people call its rows."""

    names: tuple[str, ...]
    required: tuple[str, ...]
    formats: tuple[str, ...]
    rows: str
    row: str


PROJECTS = Sheet(tuple(NAMES), tuple(REQUIRED), FORMATS, "projets", "projet")
_FREE = Sheet((), (), ("csv", "xlsx", "ods", "geojson"), "lignes", "ligne")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its number as the person sees it, and its cells by column."""

    number: int
    cells: dict[str, str]


def format_of(file_name: str, sheet: Sheet = PROJECTS) -> str:
    """``csv``, ``xlsx``, ``geojson`` or ``ods``, from the name of a file. Raises TableError."""
    found = _EXTENSIONS.get(PurePath(file_name).suffix.lower())
    if found not in sheet.formats and "ods" in sheet.formats:
        raise TableError(
            f"Le fichier « {PurePath(file_name).name} » n’est ni un CSV, ni un classeur XLSX ou "
            "ODS. Enregistrez-le dans l’un de ces formats, avec l’extension .csv, .xlsx ou .ods."
        )
    if found is None or found not in sheet.formats:
        raise TableError(
            f"Le fichier « {PurePath(file_name).name} » n’est ni un CSV, ni un classeur XLSX, ni "
            "un GeoJSON. Enregistrez-le dans l’un de ces formats, avec l’extension .csv, .xlsx "
            "ou .geojson."
        )
    return found


def read(file_name: str, content: bytes, sheet: Sheet = PROJECTS) -> list[Line]:
    """The lines of a file of ``sheet``, blank ones left out. Raises TableError."""
    kind = format_of(file_name, sheet)
    if len(content) > MAX_BYTES:
        raise TableError(
            f"Le fichier pèse {len(content) // 1_000_000} Mo ; la limite est de "
            f"{MAX_BYTES // 1_000_000} Mo. Découpez-le en plusieurs fichiers."
        )
    if not content.strip():
        raise TableError(
            f"Le fichier est vide. Choisissez un fichier qui contient des {sheet.rows}."
        )
    _check_content(kind, content)
    readers = {
        "csv": _csv_lines,
        "xlsx": _xlsx_lines,
        "geojson": _geojson_lines,
        "ods": _ods_lines,
    }
    lines = []
    for line in readers[kind](content, partial(_checked_header, sheet=sheet)):
        if any(line.cells.values()):
            lines.append(line)
        if len(lines) > MAX_ROWS:
            raise TableError(
                f"Le fichier contient plus de {MAX_ROWS} lignes. Découpez-le en plusieurs fichiers."
            )
    if not lines:
        raise TableError(
            f"Le fichier ne contient aucun{'e' * (sheet.row == 'convention')} {sheet.row} sous sa "
            "ligne d’en-tête."
        )
    return lines


def read_freely(file_name: str, content: bytes, sheet: str = "") -> list[Line]:
    """The lines of a CSV, XLSX or ODS file whose columns are not ours, by the names it gives them.

    A name that comes twice is numbered: ``Territoire (2)``. Dates keep their hour. ``sheet``: one
    of ``sheet_names``, the first by default. Raises TableError.
    """
    kind = _free_kind(file_name, content)
    readers: dict[str, Callable[[], Iterator[Line]]] = {
        "csv": lambda: _csv_lines(content, _free_header),
        "xlsx": lambda: _xlsx_lines(content, _free_header, _with_hours, sheet),
        "ods": lambda: _ods_lines(content, _free_header, sheet, hours=True),
    }
    found = readers[kind]()
    lines = [line for line in found if any(line.cells.values())][: MAX_ROWS + 1]
    if not lines or len(lines) > MAX_ROWS:
        raise TableError(f"Le fichier doit contenir de 1 à {MAX_ROWS} lignes sous son en-tête.")
    return lines


def sheet_names(file_name: str, content: bytes) -> tuple[str, ...]:
    """The sheets of a workbook, in its order; none for a CSV. Raises TableError."""
    kind = _free_kind(file_name, content)
    if kind == "csv":
        return ()
    if kind == "ods":
        with _opened_ods():
            return ods_sheets(content)
    with _opened(content) as book:
        return tuple(sheet.title for sheet in book.worksheets)


def _free_kind(file_name: str, content: bytes) -> str:
    """The format of a file whose columns are not ours, once its content was looked at."""
    kind = format_of(file_name, _FREE)
    if kind == "geojson":
        raise TableError("Ce fichier est un GeoJSON. Envoyez un CSV, ou un classeur XLSX ou ODS.")
    if len(content) > MAX_BYTES or not content.strip():
        raise TableError("Le fichier est vide, ou pèse plus de 10 Mo. Vérifiez votre choix.")
    _check_content(kind, content)
    return kind


def _free_header(names: Iterable[str]) -> list[str]:
    header: list[str] = []
    for name in (_cleaned(name) for name in names):
        times = sum(one == name or one.startswith(f"{name} (") for one in header)
        header.append(f"{name} ({times + 1})" if times else name)
    while header and not header[-1]:
        header.pop()
    return header


def _with_hours(value: Any) -> str:
    return value.isoformat(sep=" ") if isinstance(value, datetime) else _as_text(value)


def _check_content(kind: str, content: bytes) -> None:
    """Refuse what is not really of this type, or would unfold without end, before it is parsed."""
    is_workbook = kind in ("xlsx", "ods")
    if not is_workbook:
        _decoded(content)
    try:
        found = recognise(content, kind, _LIMITS)
        if found in (FileType.XLSX, FileType.ODS):
            check_office(io.BytesIO(content), found, _LIMITS)
    except Refused as refusal:
        if is_workbook and not content.startswith(b"PK"):
            raise _UNREADABLE_WORKBOOK from None
        raise TableError(str(refusal)) from None


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise TableError(
            "Le fichier n’est pas en UTF-8 : ses accents seraient perdus. Dans un tableur, "
            "enregistrez-le au format « CSV UTF-8 », ou envoyez le classeur XLSX."
        )
    return text


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.strip().lower())
    return "".join(c for c in plain if not unicodedata.combining(c)).replace(" ", "_")


def _checked_header(names: Iterable[str], sheet: Sheet) -> list[str]:
    header = [_folded(name) for name in names]
    while header and not header[-1]:
        header.pop()
    unknown = [name for name in header if name not in sheet.names]
    if unknown:
        shown = ", ".join(f"« {name or '(sans nom)'} »" for name in unknown[:5])
        raise TableError(
            f"Colonne inconnue : {shown}. Renommez-la ou retirez-la. Colonnes possibles : "
            f"{', '.join(sheet.names)}."
        )
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise TableError(
            f"La colonne « {twice[0]} » figure deux fois dans l’en-tête. Gardez-en une seule."
        )
    missing = [name for name in sheet.required if name not in header]
    if missing:
        raise TableError(
            f"Il manque la colonne {', '.join(f'« {name} »' for name in missing)}. Ajoutez-la à la "
            "ligne d’en-tête, puis remplissez-la."
        )
    return header


def _cleaned(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _read_cell(cell: str) -> str:
    return _cleaned(restored(_cleaned(cell)))


def _csv_lines(content: bytes, header_of: Header) -> Iterator[Line]:
    text = _decoded(content)
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    header: list[str] | None = None
    try:
        for cells in reader:
            number, start = start, reader.line_num + 1
            if header is None:
                if any(cell.strip() for cell in cells):
                    header = header_of(cells)
                continue
            extra = [cell for cell in cells[len(header) :] if cell.strip()]
            if extra:
                raise TableError(
                    f"Ligne {number} : {len(cells)} cellules pour {len(header)} colonnes. Une "
                    "cellule qui contient le séparateur doit être entre guillemets."
                )
            padded = [*cells, *([""] * len(header))]
            # An export neutralises the cells that a spreadsheet would run: here is the inverse.
            yield Line(number, {name: _read_cell(padded[i]) for i, name in enumerate(header)})
    except csv.Error as error:
        raise TableError(
            f"Ligne {reader.line_num} : le CSV ne se lit pas ({error}). Vérifiez les guillemets de "
            "cette ligne."
        ) from error


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        # A spreadsheet stores a SIRET typed without care as a number.
        return str(int(value))
    if isinstance(value, list):
        return LIST_SEPARATOR.join(_as_text(item) for item in value)
    return _cleaned(str(value))


def _no_sheet(sheet: str) -> TableError:
    return TableError(
        f"Le classeur n’a pas de feuille « {sheet[:60]} ». Choisissez-en une.", field="sheet"
    )


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    """A workbook, closed at the end. Raises TableError, while it is read too."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield book
        book.close()
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, IndexError, OSError):
        raise _UNREADABLE_WORKBOOK from None
    except ValueError as error:
        raise _UNREADABLE_WORKBOOK from error


def _xlsx_lines(
    content: bytes,
    header_of: Header,
    text_of: Callable[[Any], str] = _as_text,
    sheet: str = "",
) -> Iterator[Line]:
    with _opened(content) as book:
        sheets = {one.title: one for one in book.worksheets}
        if sheet and sheet not in sheets:
            raise _no_sheet(sheet)
        header: list[str] | None = None
        rows = (sheets[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True)
        for number, values in enumerate(rows, start=1):
            cells = [text_of(value) for value in values]
            if header is None:
                if any(cells):
                    header = header_of(cells)
                continue
            padded = [*cells, *([""] * len(header))]
            yield Line(number, {name: padded[i] for i, name in enumerate(header)})


@contextmanager
def _opened_ods() -> Iterator[None]:
    """Reading an ODS. Raises TableError for what breaks it."""
    try:
        yield
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, KeyError, OSError, ValueError):
        raise _UNREADABLE_WORKBOOK from None


def _ods_lines(
    content: bytes, header_of: Header, sheet: str = "", *, hours: bool = False
) -> Iterator[Line]:
    header: list[str] | None = None
    with _opened_ods():
        if sheet and sheet not in ods_sheets(content):
            raise _no_sheet(sheet)
        for number, cells in enumerate(ods_rows(content, sheet, hours=hours), start=1):
            if header is None:
                if any(cells):
                    header = header_of(cells)
                continue
            padded = [*map(_cleaned, cells), *([""] * len(header))]
            yield Line(number, {name: padded[i] for i, name in enumerate(header)})


def _geojson_lines(content: bytes, header_of: Header) -> Iterator[Line]:
    try:
        document = json.loads(_decoded(content))
    except json.JSONDecodeError as error:
        raise TableError(
            f"Ligne {error.lineno} : le GeoJSON ne se lit pas ({error.msg}). Vérifiez la "
            "ponctuation à cet endroit."
        ) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise TableError(
            "Le GeoJSON doit être une « FeatureCollection » dont chaque « Feature » porte les "
            "colonnes d’un projet dans « properties »."
        )
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise TableError(
                f"L’objet n° {number} du GeoJSON n’a pas de « properties ». Ajoutez-y les colonnes "
                "du projet."
            )
        names = header_of(properties)
        yield Line(
            number,
            dict(zip(names, (_as_text(value) for value in properties.values()), strict=True)),
        )
