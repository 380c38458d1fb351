"""Reading the official CSV of QPV and FRR: every row is checked, every fault is said. Pure."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from o2r.territory.folding import fold
from o2r.territory.official import Geography
from o2r.territory.typography import typographic


@dataclass(frozen=True, slots=True)
class RowError:
    """A fault in the file. ``line`` is the line of the file, 1 for the header."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        where = f", colonne « {self.column} »" if self.column else ""
        return typographic(f"Ligne {self.line}{where} : {self.message}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: units as code → (name, commune codes), faults, and remarks to show."""

    units: Mapping[str, tuple[str, tuple[str, ...]]]
    errors: tuple[RowError, ...]
    remarks: tuple[str, ...] = ()


# The names under which the published files carry each column, folded (see ``_column_key``).
QPV_COLUMNS = {
    "code": ("code_qp", "code_qpv", "codqp", "qp"),
    "name": ("nom_qp", "lib_qp", "nom_qpv", "libqp"),
    "communes": ("insee_com", "code_insee", "code_commune", "codgeo", "communes", "code_com"),
}
FRR_COLUMNS = {
    "commune": ("code_insee", "insee_com", "code_commune", "codgeo", "insee", "code_com"),
    "class": ("classement", "frr", "zonage_frr", "zonage"),
}

_QPV_CODE = re.compile(r"Q[NP][0-9A-Z]{6}")
_SEPARATORS = re.compile(r"[\s,;|/]+")
_NOT_CLASSED = ("non classee", "non classe", "non", "")
_CLASSED = re.compile(
    r"(?:classee? )?(?:frr|france ruralites revitalisation)"
    r"(?: (?:socle|plus|beneficiaire|partiellement|partielle))*|classee?(?: partiellement)?"
)


class _Unreadable(Exception):
    """The file as a whole cannot be read; ``error`` says why."""

    def __init__(self, error: RowError) -> None:
        super().__init__(error)
        self.error = error


@dataclass(slots=True)
class _Reader:
    """State of one reading."""

    geo: Geography
    content: bytes
    units: dict[str, tuple[str, set[str]]] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)

    def rows(
        self, columns: Mapping[str, tuple[str, ...]]
    ) -> Iterator[tuple[int, dict[str, str], dict[str, str]]]:
        """Line, values by role, column names by role. Raises ``_Unreadable``."""
        lines = io.StringIO(_decoded(self.content), newline="")
        first = lines.readline()
        delimiter = max(";,\t", key=first.count)
        lines.seek(0)
        reader = csv.reader(lines, delimiter=delimiter)
        header = next(reader, [])
        places = _places(header, columns)
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                message = (
                    f"{len(row)} cellules au lieu de {len(header)}. Vérifiez les guillemets et "
                    f"le séparateur (« {delimiter} » d'après la première ligne)."
                )
                self.errors.append(RowError(reader.line_num, "", message))
                continue
            values = {role: row[place].strip() for role, place in places.items()}
            names = {role: header[place].strip() for role, place in places.items()}
            yield reader.line_num, values, names

    def commune(self, text: str, line: int, column: str) -> str | None:
        """The current commune of an INSEE code; a fault is recorded when there is none."""
        code = text.upper()
        if code in self.geo.former:
            code = self.geo.former[code].successor
        if code in self.geo.districts:
            code = self.geo.districts[code].commune
        if code in self.geo.position:
            return code
        lost_zero = f"0{code}" in self.geo.position or f"0{code}" in self.geo.former
        message = (
            f"« {text} » a perdu son zéro initial, sans doute dans un tableur. Rouvrez le fichier "
            "d'origine en gardant cette colonne en texte."
            if lost_zero
            else f"« {text} » n'est pas un code INSEE de commune en {self.geo.year}. Vérifiez le "
            "code, ou attendez une liste du même millésime."
        )
        self.errors.append(RowError(line, column, message))
        return None

    def add(self, code: str, name: str, communes: set[str]) -> None:
        """Add communes to a unit."""
        self.units.setdefault(code, (name, set()))[1].update(communes)

    def reading(self, remarks: tuple[str, ...] = ()) -> Reading:
        """The result; a file without any unit is a fault."""
        if not self.units and not self.errors:
            message = "aucune ligne utile. Vérifiez que le fichier est le bon."
            self.errors.append(RowError(1, "", message))
        units = {code: (name, tuple(sorted(of))) for code, (name, of) in self.units.items()}
        return Reading(units, tuple(self.errors), remarks)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Older official files, and those saved by a French spreadsheet.
        return content.decode("cp1252", errors="replace")


def _column_key(name: str) -> str:
    return fold(name).replace(" ", "_")


def _places(header: list[str], columns: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    keys = [_column_key(name) for name in header]
    places = {}
    for role, names in columns.items():
        # "Classement FRR et FRR+ au 10 juillet 2025" carries its date in its name.
        found = [keys.index(name) for name in names if name in keys] or [
            place for place, key in enumerate(keys) if role == "class" and key[:10] == "classement"
        ]
        if not found:
            shown = ", ".join(name.strip() for name in header if name.strip()) or "aucune"
            raise _Unreadable(
                RowError(
                    1,
                    "",
                    f"il manque une colonne nommée « {' » ou « '.join(names)} ». Colonnes lues : "
                    f"{shown}. Renommez la colonne dans la première ligne du fichier.",
                )
            )
        places[role] = found[0]
    return places


def _read_qpv(reader: _Reader) -> Reading:
    for line, values, columns in reader.rows(QPV_COLUMNS):
        code, name = values["code"].upper(), values["name"]
        if not _QPV_CODE.fullmatch(code):
            message = (
                f"« {values['code']} » n'est pas un code de quartier prioritaire : il commence par "
                "QN ou QP, suivi de six chiffres ou lettres. Corrigez le code."
            )
            reader.errors.append(RowError(line, columns["code"], message))
            continue
        if not name:
            message = "le nom du quartier est vide. Complétez-le."
            reader.errors.append(RowError(line, columns["name"], message))
            continue
        if code in reader.units and reader.units[code][0] != name:
            message = (
                f"le quartier {code} s'appelle « {name} » ici et « {reader.units[code][0]} » plus "
                "haut. Gardez un seul nom."
            )
            reader.errors.append(RowError(line, columns["name"], message))
            continue
        texts = [text for text in _SEPARATORS.split(values["communes"]) if text]
        if not texts:
            message = f"aucune commune pour le quartier {code}. Écrivez leurs codes INSEE."
            reader.errors.append(RowError(line, columns["communes"], message))
        communes = {reader.commune(text, line, columns["communes"]) for text in texts}
        known = {commune for commune in communes if commune}
        if known and code in reader.units and known <= reader.units[code][1]:
            message = f"le quartier {code} est déjà écrit plus haut. Supprimez la ligne en double."
            reader.errors.append(RowError(line, columns["code"], message))
        elif known:
            reader.add(code, name, known)
    return reader.reading()


def _read_frr(reader: _Reader) -> Reading:
    seen: dict[str, int] = {}
    partly = 0
    for line, values, columns in reader.rows(FRR_COLUMNS):
        text = values["commune"].upper()
        if text in seen:
            message = f"la commune {text} est déjà à la ligne {seen[text]}. Gardez une seule ligne."
            reader.errors.append(RowError(line, columns["commune"], message))
            continue
        seen[text] = line
        code = reader.commune(text, line, columns["commune"])
        label = fold(values["class"])
        if label in _NOT_CLASSED or code is None:
            continue
        if not _CLASSED.fullmatch(label):
            message = (
                f"le classement « {values['class']} » est inconnu. Classements attendus : "
                "« Non classée », « FRR socle », « FRR+ », « FRR bénéficiaire », « Classée FRR "
                "partiellement »."
            )
            reader.errors.append(RowError(line, columns["class"], message))
            continue
        partly += "partiel" in label
        commune = reader.geo.communes[reader.geo.position[code]]
        place = reader.geo.department(commune).name
        reader.add("FR", "communes classées FRR (France entière)", {code})
        reader.add(commune.department, f"communes classées FRR ({place})", {code})
        if "+" in values["class"] or "plus" in label.split():
            reader.add("FRPLUS", "communes classées FRR+ (France entière)", {code})
            reader.add(f"{commune.department}PLUS", f"communes classées FRR+ ({place})", {code})
    if partly:
        remark = (
            f"{partly} commune{'s sont classées' if partly > 1 else ' est classée'} en partie : "
            "une zone étant faite de communes entières, elles comptent en entier."
        )
        return reader.reading((typographic(remark),))
    return reader.reading()


_READERS: Mapping[str, Callable[[_Reader], Reading]] = {"qpv": _read_qpv, "frr": _read_frr}


def read_local_file(kind: str, content: bytes, geo: Geography) -> Reading:
    """Read an official list (``kind`` is "qpv" or "frr") against one vintage. Never raises.

    QPV: one row per quartier, or per quartier and commune; several communes may share a cell.
    FRR: one row per commune with its classement; ``frr:38`` is then the classed communes of the
    département 38, ``frr:fr`` all of them, ``frr:38plus`` those of FRR+.
    """
    reader = _Reader(geo, content)
    try:
        return _READERS[kind](reader)
    except _Unreadable as unreadable:
        return Reading({}, (unreadable.error,))
    except csv.Error as error:
        message = f"le fichier n'est pas un CSV lisible ({error}). Exportez-le à nouveau en CSV."
        return Reading({}, (RowError(1, "", message),))
