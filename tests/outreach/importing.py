"""Files of an operator, sent and imported as its workers do."""

from collections.abc import Mapping, Sequence

from o2r.accounts.actors import Actor
from o2r.core.exports import csv_bytes
from o2r.outreach.enums import ImportKind
from o2r.outreach.models import ImportAct, ImportFile
from o2r.outreach.services.imports import keep_file, plan_import, write_import
from o2r.outreach.services.imports.plans import Plan

PERSONS = ("Identifiant", "Surnom", "Prénom", "Nom", "Date de naissance", "Dernier contact")


def sheet(header: Sequence[str], *rows: Sequence[str]) -> bytes:
    """A CSV, as a spreadsheet saves it."""
    return csv_bytes(header, rows, ";")


def people(*rows: Mapping[str, str]) -> bytes:
    """A CSV of persons, whose columns are those that some row fills."""
    header = list(dict.fromkeys(column for row in rows for column in row))
    return sheet(header, *([row.get(column, "") for column in header] for row in rows))


def kept(
    by: Actor, content: bytes, kind: ImportKind = ImportKind.PERSONS, **said: str
) -> ImportFile:
    """A file that waits."""
    return keep_file(by=by, kind=kind, file_name="fichier.csv", content=content, **said)


def planned(by: Actor, content: bytes, kind: ImportKind = ImportKind.PERSONS, **said: str) -> Plan:
    """What a file would do."""
    return plan_import(by=by, file=kept(by, content, kind, **said))


def imported(
    by: Actor, content: bytes, kind: ImportKind = ImportKind.PERSONS, **said: str
) -> ImportAct:
    """A file imported."""
    return write_import(by=by, file=kept(by, content, kind, **said))


def problems(plan: Plan) -> list[str]:
    """What is wrong, as the page says it."""
    return [str(one).replace("\u00a0", " ").replace("\u202f", " ") for one in plan.problems]
