"""The archive handed to a person: a page to read, the same in JSON with its schema, and tables.

``index.html`` is for people, ``donnees.json`` for another service (portability, GDPR art. 20), and
one CSV per kind of data opens in a spreadsheet without any cell becoming a formula.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from o2r.core import clock
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import SealedRow, SealedTextField, read_sealed
from o2r.core.exports import csv_bytes
from o2r.core.retention.registry import NO_PERSONAL_DATA, Declaration, declaration_of
from o2r.core.retention.rights import Holding, Subject, holdings
from o2r.core.retention.wording import how_long

CHUNK = 2000
SEALED = "chiffré : seule l’organisation qui tient ce dossier peut le lire"


@dataclass(frozen=True)
class Column:
    """One field of the export: its name in the files, its French title, what it means."""

    name: str
    title: str
    meaning: str
    labels: dict[Any, str]

    def shown(self, value: Any) -> str:
        """The value as a person reads it."""
        if value is None or value == "":
            return "—"
        if isinstance(value, bool):
            return "oui" if value else "non"
        if isinstance(value, datetime):
            return localtime(value).strftime("%d/%m/%Y à %H:%M")
        if isinstance(value, list):
            return ", ".join(str(one) for one in value) or "—"
        return str(self.labels.get(value, value))


@dataclass(frozen=True)
class Section:
    """What one model holds of the person."""

    holding: Holding
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]
    kept_for: str
    ground: str

    @property
    def file_name(self) -> str:
        return self.holding.label.lower().replace(".", "-")

    def readable(self) -> list[list[tuple[Column, str]]]:
        """Each row as (column, text) pairs."""
        return [
            [(column, column.shown(value)) for column, value in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Export:
    """An archive: its name, its bytes, how many rows it holds."""

    name: str
    content: bytes
    rows: int


def make_export(subject: Subject, organisation: UUID | None) -> Export:
    """Everything held of a person. Empty sections are kept: they say that nothing is held.

    ``organisation``: whose key opens what is sealed; what it does not open is said to be sealed.
    Raises KeysUnavailable.
    """
    made_at = clock.now()
    sections = [_section(one, subject, organisation) for one in holdings(subject.kind)]
    context = {"sections": sections, "made_at": made_at, "site": settings.SITE_NAME}
    files: dict[str, str | bytes] = {
        "index.html": render_to_string("retention/export.html", context),
        "donnees.json": _json(sections, made_at),
        **{f"{section.file_name}.csv": _csv(section) for section in sections},
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return Export(
        name=f"mes-donnees-{localtime(made_at):%Y-%m-%d}.zip",
        content=archive.getvalue(),
        rows=sum(len(section.rows) for section in sections),
    )


def _section(one: Holding, subject: Subject, organisation: UUID | None) -> Section:
    declaration = _declaration(one)
    return Section(
        holding=one,
        columns=tuple(_column(one.model, path) for path in one.fields),
        rows=list(_values(one, subject, organisation)),
        kept_for=how_long(declaration, clock.today()) if declaration else "",
        ground=declaration.ground.label if declaration and declaration.ground else "",
    )


def _values(one: Holding, subject: Subject, organisation: UUID | None) -> Iterator[tuple[Any, ...]]:
    """The rows of a section, what is sealed in them opened."""
    rows = one.rows(subject.reference)
    sealed = [name for name in one.fields if _is_sealed(one.model, name)]
    if not sealed:
        yield from rows.values_list(*one.fields).iterator(chunk_size=CHUNK)
        return
    written = {key: values for key, *values in rows.values_list("pk", *one.fields)}
    for row in rows:
        opened = _opened(row, sealed, organisation)
        pairs = zip(one.fields, written[row.pk], strict=True)
        yield tuple(opened.get(name, value) for name, value in pairs)


def _is_sealed(model: type[Model], path: str) -> bool:
    return "__" not in path and isinstance(model._meta.get_field(path), SealedTextField)


def _opened(row: SealedRow, names: list[str], organisation: UUID | None) -> dict[str, str]:
    try:
        if organisation is not None:
            return read_sealed(row, *names, organisation=organisation)
    except NoKey:
        pass
    return dict.fromkeys(names, SEALED)


def _declaration(one: Holding) -> Declaration | None:
    try:
        declaration = declaration_of(one.label)
    except LookupError:
        return None
    return declaration if declaration.personal != NO_PERSONAL_DATA else None


def _column(model: type[Model], path: str) -> Column:
    """The words of a field, found through the foreign keys of ``path``."""
    owner: Any = model
    *through, name = path.split("__")
    titles = []
    for step in through:
        link = owner._meta.get_field(step)
        titles.append(str(link.verbose_name))
        owner = link.related_model
    field: Field[Any, Any] = owner._meta.get_field(name)
    title = " : ".join([*titles, str(field.verbose_name)])
    return Column(path, title, str(field.help_text), dict(field.flatchoices or ()))


def _json(sections: list[Section], made_at: datetime) -> str:
    document = {
        "format": "o2r-mes-donnees/1",
        "fait_le": made_at,
        "schema": {
            section.file_name: {
                column.name: {
                    "titre": column.title,
                    "signification": column.meaning,
                    "codes": {str(code): str(label) for code, label in column.labels.items()},
                }
                for column in section.columns
            }
            for section in sections
        },
        "donnees": {
            section.file_name: [
                dict(zip((column.name for column in section.columns), row, strict=True))
                for row in section.rows
            ]
            for section in sections
        },
    }
    return json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def _csv(section: Section) -> bytes:
    header = [column.title for column in section.columns]
    return csv_bytes(header, ([text for _, text in row] for row in section.readable()))
