"""The file between its deposit and its import: sealed with a key of its own, destroyed with it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, require_kind
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, User
from o2r.core.crypto.fields import read_sealed, write_sealed
from o2r.core.crypto.services import destroy_files, open_file
from o2r.core.journal.authors import Author
from o2r.outreach.enums import ImportKind
from o2r.outreach.exchange.columns import problems_of, proposed
from o2r.outreach.exchange.sheets import TakenSheet, take_sheet
from o2r.outreach.models import ImportAct, ImportContent, ImportFile
from o2r.territory.geography import current_geography

IMPORT = "importer un fichier"


@transaction.atomic
def keep_file(
    *,
    by: Actor,
    kind: ImportKind,
    file_name: str,
    content: bytes,
    sheet: str = "",
    commune: str = "",
) -> ImportFile:
    """Keep one sheet of a file until it is imported; it replaces one's former one.

    Its columns are matched as those of the last file of this kind were, else by their headings.
    ``commune``: where places are, when they do not say. Raises NotAllowed, TableError, DomainError.
    """
    require_kind(by, "create", ImportFile.access_kind, act=IMPORT)
    if by.user is None or by.organisation is None:
        raise NotAllowed(IMPORT)
    if commune and current_geography().commune(commune) is None:
        raise DomainError(
            "Cette commune n’est pas dans le code officiel. Choisissez-la dans la liste.",
            field="commune",
        )
    taken = take_sheet(file_name, content, kind, sheet)
    forget_files(by.author, ImportFile.objects.filter(owner=by.user, organisation=by.organisation))
    row = ImportFile(
        organisation=Organisation.objects.get(pk=by.organisation),
        owner=User.objects.get(pk=by.user),
        kind=kind,
        commune=commune,
        mapping=proposed(kind, taken.columns, _last_mapping(by, kind)),
    )
    row.save(force_insert=True)
    open_file(by=by.author, subject=row.pk, organisations=[by.organisation])
    held = ImportContent(subject=row.pk, file=row)
    write_sealed(held, organisation=by.organisation, sheet=taken.to_text())
    held.save(force_insert=True)
    return row


def _last_mapping(by: Actor, kind: ImportKind) -> dict[str, str]:
    """What the columns of this operator were, the last time."""
    rows = ImportAct.objects.filter(organisation=by.organisation, kind=kind)
    last = rows.order_by("-written_at", "pk").first()
    return last.mapping if last else {}


def sheet_of(file: ImportFile) -> TakenSheet:
    """What a file holds. Raises NoKey, KeysUnavailable."""
    texts = read_sealed(file.content, "sheet", organisation=file.organisation_id)
    return TakenSheet.of_text(texts["sheet"])


@transaction.atomic
def choose_columns(*, by: Actor, file: ImportFile, mapping: Mapping[str, str]) -> ImportFile:
    """Say what each column is. Raises NotAllowed, DomainError for what cannot be read so."""
    require(by, "update", file, act=IMPORT)
    kind = ImportKind(file.kind)
    if wrong := problems_of(kind, mapping):
        raise DomainError(" ".join(wrong))
    columns = sheet_of(file).columns
    file.mapping = {column: mapping.get(column, "") for column in columns}
    file.save(update_fields=["mapping"])
    return file


@transaction.atomic
def forget_file(*, by: Actor, file: ImportFile) -> None:
    """Give a file up: its key first. A second time changes nothing. Raises NotAllowed."""
    require(by, "delete", file, act="abandonner ce fichier")
    forget_files(by.author, ImportFile.objects.filter(pk=file.pk))


def forget_files(by: Author, rows: "QuerySet[Any]") -> None:
    """Destroy the keys of these files, then the files."""
    gone = list(rows.order_by("pk").values_list("pk", flat=True))
    if gone:
        destroy_files(by=by, subjects=gone)
        ImportFile.objects.filter(pk__in=gone).delete()
