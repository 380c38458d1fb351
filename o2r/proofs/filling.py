"""What is sent in a form: values that it should accept, and hostile ones in their place."""

import csv
import io
import itertools
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from o2r.core import clock
from o2r.core.exports import xlsx_bytes
from o2r.projects.exchange.columns import NAMES
from o2r.proofs.page_forms import Field, PageForm

PICKY_KINDS = frozenset({"email", "url", "hidden", "password"})
PICKY_NAMES = ("siret", "phone", "code", "object_id", "domains", "first_day", "last_day")
LINE = {
    "identifiant": "un-projet-d-essai",
    "intitule": "Un projet d’essai",
    "porteur": "Les Passerelles d’essai",
    "porteur_type": "association",
    "territoire": "dep:38",
}
"""A line of a file of projects that the import accepts; its other cells are empty."""
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
_numbers = itertools.count(1)


def is_picky(field: Field) -> bool:
    """Whether the field refuses most texts: it is then tried alone, the others being right."""
    return field.kind in PICKY_KINDS or any(word in field.name for word in PICKY_NAMES)


def right_line(**cells: str) -> dict[str, str]:
    """The cells of a line of projects, right unless told otherwise."""
    return {**dict.fromkeys(NAMES, ""), **LINE, **cells}


def filled(form: PageForm) -> dict[str, Any]:
    """A value for each field of the form, as somebody careful would type it."""
    sent: dict[str, Any] = {}
    number = next(_numbers)
    names = Counter(one.name for one in form.fields)
    asks = form.editing
    for field in form.fields:
        if field.name in asks:
            continue
        # A box alone says yes to something; of several, those already ticked are kept.
        is_choice = field.kind == "radio" or (field.kind == "checkbox" and names[field.name] > 1)
        if is_choice and not field.checked:
            continue
        if field.kind in ("submit", "button", "image", "reset") and field.name in sent:
            continue
        if field.name != "website":
            sent[field.name] = _right(field, number)
    return sent


def _right(field: Field, number: int) -> Any:
    match field.kind:
        case "select":
            return field.value or next((one for one in field.options if one), "")
        case "checkbox" | "radio":
            return field.value or "on"
        case "file":
            return file_called("essai.png" if "picture" in field.name else "essai.csv")
        case "email":
            return f"essai-{number}@essai.example"
        case "url":
            return "https://essai.example/"
        case "number":
            return field.value or "5"
        case "date":
            return clock.today().isoformat()
        case "password":
            return f"sept lanternes sous la mousse {number}"
        case "text" | "textarea" | "search" | "tel":
            return _right_text(field, number)
    return field.value


def _right_text(field: Field, number: int) -> str:
    known = {
        "siret": siret(number),
        "phone": "01 99 00 12 34",
        "code": "123456",
        "object_id": "",
        "email_domains": "essai.example",
        "commune": "Vénissieux (Rhône, 69200)",
        "q": "",
    }
    return known.get(field.name, field.value or f"Essai {number}")


def file_called(name: str) -> SimpleUploadedFile:
    """A small right file: a picture when its name says so, else a file of projects."""
    if name.endswith(".png"):
        return SimpleUploadedFile(name, PIXEL, "image/png")
    return SimpleUploadedFile(name, project_file("csv", [right_line()]), "text/csv")


def project_file(kind: str, lines: Sequence[dict[str, str]]) -> bytes:
    """A file of projects as a stranger makes it: nothing is made neutral."""
    if kind == "geojson":
        features = [{"type": "Feature", "geometry": None, "properties": line} for line in lines]
        return json.dumps({"type": "FeatureCollection", "features": features}).encode()
    rows = [[line[name] for name in NAMES] for line in lines]
    if kind == "xlsx":
        return xlsx_bytes("projets", NAMES, rows)
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([NAMES, *rows])
    return buffer.getvalue().encode()


def siret(number: int) -> str:
    """A SIRET that no company has, with a right key (Luhn)."""
    body = f"999{number:010d}"
    doubled = [int(digit) * (2 if rank % 2 == 0 else 1) for rank, digit in enumerate(body[::-1])]
    key = -sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10
    return f"{body}{key}"
