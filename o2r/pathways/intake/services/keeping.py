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
from o2r.outreach.exchange.sheets import TakenSheet, take_sheet
from o2r.pathways.intake.columns import KIND as PERSONS
from o2r.pathways.intake.columns import problems_of, proposed
from o2r.pathways.intake.models import KIND, IntakeAct, IntakeContent, IntakeFile

IMPORT = "importer un fichier de parcours"


@transaction.atomic
def keep_file(*, by: Actor, file_name: str, content: bytes, sheet: str = "") -> IntakeFile:
    """Keep one sheet of a file until it is imported; it replaces one's former one.

    Its columns are matched as those of the last file were, else by their headings. Raises
    NotAllowed, TableError.
    """
    require_kind(by, "create", KIND, act=IMPORT)
    if by.user is None or by.organisation is None:
        raise NotAllowed(IMPORT)
    taken = take_sheet(file_name, content, PERSONS, sheet)
    forget_files(by.author, IntakeFile.objects.filter(owner=by.user, organisation=by.organisation))
    row = IntakeFile(
        organisation=Organisation.objects.get(pk=by.organisation),
        owner=User.objects.get(pk=by.user),
        mapping=proposed(taken.columns, _last_mapping(by)),
    )
    row.save(force_insert=True)
    open_file(by=by.author, subject=row.pk, organisations=[by.organisation])
    held = IntakeContent(subject=row.pk, file=row)
    write_sealed(held, organisation=by.organisation, sheet=taken.to_text())
    held.save(force_insert=True)
    return row


def _last_mapping(by: Actor) -> dict[str, str]:
    """What the columns of this operator were, the last time."""
    rows = IntakeAct.objects.filter(organisation=by.organisation)
    last = rows.order_by("-written_at", "pk").first()
    return last.mapping if last else {}


def sheet_of(file: IntakeFile) -> TakenSheet:
    """What a file holds. Raises NoKey, KeysUnavailable."""
    texts = read_sealed(file.content, "sheet", organisation=file.organisation_id)
    return TakenSheet.of_text(texts["sheet"])


@transaction.atomic
def choose_columns(*, by: Actor, file: IntakeFile, mapping: Mapping[str, str]) -> IntakeFile:
    """Say what each column is. Raises NotAllowed, DomainError for what cannot be read so."""
    require(by, "update", file, act=IMPORT)
    if wrong := problems_of(mapping):
        raise DomainError(" ".join(wrong))
    columns = sheet_of(file).columns
    file.mapping = {column: mapping.get(column, "") for column in columns}
    file.save(update_fields=["mapping"])
    return file


@transaction.atomic
def forget_file(*, by: Actor, file: IntakeFile) -> None:
    """Give a file up: its key first. A second time changes nothing. Raises NotAllowed."""
    require(by, "delete", file, act="abandonner ce fichier")
    forget_files(by.author, IntakeFile.objects.filter(pk=file.pk))


def forget_files(by: Author, rows: "QuerySet[Any]") -> None:
    """Destroy the keys of these files, then the files."""
    gone = list(rows.order_by("pk").values_list("pk", flat=True))
    if gone:
        destroy_files(by=by, subjects=gone)
        IntakeFile.objects.filter(pk__in=gone).delete()
