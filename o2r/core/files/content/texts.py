"""Plain text: UTF-8 and nothing else, and tables without live cells."""

import csv
import io
import unicodedata

from o2r.core.files.content.types import Data, FileType, Refused

MARKUP = (b"<html", b"<!doctype", b"<script", b"<svg", b"<?php", b"<iframe", b"<body")
_ALLOWED_CONTROLS = "\t\n\r"
_DELIMITERS = ",;\t"
_MAX_CELL = 1_000_000


def is_text_extension(extension: str) -> bool:
    """Whether a name with this extension may be plain text."""
    texts = (FileType.CSV, FileType.TEXT, FileType.GEOJSON)
    return any(extension in kind.extensions for kind in texts)


def looks_like_text(data: Data) -> bool:
    """False for bytes that no text holds: then the refusal names what the file is."""
    head = data[:4096]
    return b"\0" not in head and not head.startswith((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe"))


def type_of_text(data: Data, extension: str) -> FileType:
    """CSV, GeoJSON or text, once the content is known to be harmless. Raises Refused."""
    text = _decoded(data)
    start = text.lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<", "#!", "@echo", "mz", "{\\rtf")):
        raise Refused(
            "Le fichier n’est pas un texte ordinaire : c’est une page web, un dessin ou un "
            "programme. Enregistrez le document en PDF, ou copiez son texte dans un fichier .txt."
        )
    if extension in FileType.GEOJSON.extensions:
        _check_depth(text)
        return FileType.GEOJSON
    if extension in FileType.CSV.extensions:
        return FileType.CSV
    return FileType.TEXT


def _decoded(data: Data) -> str:
    try:
        text = bytes(data[:]).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(
            "Le fichier n’est pas en UTF-8 : ses accents seraient perdus. Dans un tableur, "
            "enregistrez-le au format « CSV UTF-8 » ; dans un éditeur, choisissez l’encodage UTF-8."
        ) from None
    controls = {
        character
        for character in set(text)
        if unicodedata.category(character) == "Cc" and character not in _ALLOWED_CONTROLS
    }
    if controls:
        raise Refused(
            f"Le texte contient un caractère de commande (U+{ord(min(controls)):04X}) qui n’a pas "
            "sa place dans un texte. Enregistrez-le de nouveau depuis votre éditeur."
        )
    return text


def check_cells(text: str) -> None:
    """Refuse a table whose cells a spreadsheet would run.

    Negative numbers, phone numbers and lists with dashes are what people write: only what can be a
    formula is refused (OWASP, *CSV Injection*).
    """
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    own = max(_DELIMITERS, key=first.count)
    previous = csv.field_size_limit(_MAX_CELL)
    try:
        for delimiter in _DELIMITERS:
            # A spreadsheet set for another language cuts the lines elsewhere.
            runs = _is_formula if delimiter == own and own in first else _is_surely_formula
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            for number, row in enumerate(rows, start=1):
                if any(map(runs, row)):
                    raise Refused(
                        f"La ligne {number} du tableau contient une formule, qu’un tableur "
                        "pourrait exécuter à l’ouverture. Collez les valeurs à la place des "
                        "formules, puis enregistrez de nouveau."
                    )
    except csv.Error as error:
        raise Refused(
            "Le tableau CSV ne se lit pas : une cellule est trop longue ou un guillemet n’est pas "
            "fermé. Enregistrez-le de nouveau depuis votre tableur."
        ) from error
    finally:
        csv.field_size_limit(previous)


def _is_formula(cell: str) -> bool:
    first, bare = _bare(cell)
    return first in ("=", "@") or (first in ("+", "-") and any(sign in bare for sign in "|!(="))


def _is_surely_formula(cell: str) -> bool:
    first, bare = _bare(cell)
    return first == "=" or (first in ("+", "-", "@") and any(sign in bare for sign in "|!("))


def _bare(cell: str) -> tuple[str, str]:
    """The first sign that counts, in its plain width, and the cell without what surrounds it."""
    bare = cell.strip(' \t\r\n\u00a0\u200b\ufeff"')
    return (unicodedata.normalize("NFKC", bare[0]) if bare else ""), bare


def _check_depth(text: str, deepest: int = 60) -> None:
    """Refuse JSON nested so deep that a reader would fall: GeoJSON needs fewer than ten levels."""
    depth = 0
    quoted = escaped = False
    for character in text:
        if quoted:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                quoted = False
        elif character == '"':
            quoted = True
        elif character in "[{":
            depth += 1
            if depth > deepest:
                raise Refused(
                    "Le GeoJSON est imbriqué sur trop de niveaux pour être une carte. Exportez-le "
                    "de nouveau depuis votre outil."
                )
        elif character in "]}":
            depth -= 1
