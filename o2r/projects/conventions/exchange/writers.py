"""The list of conventions as a table, for a spreadsheet."""

from collections.abc import Iterable

from o2r.core.exports import Row, csv_bytes, ods_bytes, xlsx_bytes
from o2r.projects.conventions.models import Convention

HEADER = (
    "Référence",
    "Intitulé",
    "Région",
    "Service de l’État",
    "Porteur",
    "SIRET du porteur",
    "État",
    "Signée le",
    "Début",
    "Terme",
    "Engagement juridique",
    "Coût total (€)",
    "Avenants signés (€)",
    "Payé (€)",
    "Documents en retard",
    "Prochaine échéance",
    "Exemple fictif",
)
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def line_of(convention: Convention) -> Row:
    """The cells of a convention. Needs ``with_parties()`` and ``with_progress()``."""
    return (
        convention.reference,
        convention.title,
        convention.region,
        convention.dreets.name,
        convention.bearer.name,
        convention.bearer.siret,
        convention.get_state_display(),
        convention.signed_on,
        convention.starts_on,
        convention.ends_on,
        convention.commitment_number,
        convention.total_cost,
        convention.granted,  # type: ignore[attr-defined]
        convention.paid,  # type: ignore[attr-defined]
        convention.late_documents,  # type: ignore[attr-defined]
        convention.next_due_on,  # type: ignore[attr-defined]
        convention.is_example,
    )


def table(kind: str, conventions: Iterable[Convention]) -> bytes:
    """The list in a format: csv, xlsx or ods."""
    rows = map(line_of, conventions)
    if kind == "csv":
        return csv_bytes(HEADER, rows, delimiter=";")
    write = xlsx_bytes if kind == "xlsx" else ods_bytes
    return write("conventions", HEADER, rows)
