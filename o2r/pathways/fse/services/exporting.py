"""Sheets as rows of the template: those that are complete at entry leave, and are marked sent."""

from dataclasses import dataclass

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED, require, written
from o2r.accounts.errors import DomainError
from o2r.accounts.policy import Allow, decide
from o2r.core.crypto.sealing import prefetch_keys
from o2r.pathways.fse.columns import OPERATION, REFERENCE, row_of
from o2r.pathways.fse.enums import SheetState
from o2r.pathways.fse.models import Operation, ParticipantSheet
from o2r.pathways.fse.selectors.mappings import columns_in_use
from o2r.pathways.fse.services.settling import answers_of, move

EXPORT = "exporter les fiches de cette opération FSE+"


@dataclass(frozen=True)
class Leaving:
    """A table that leaves. ``sheets``: whose; ``kept_back``: how many are not complete enough."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sheets: tuple[ParticipantSheet, ...]
    kept_back: int


def leaving_sheets(by: Actor, operation: Operation) -> tuple[list[ParticipantSheet], int]:
    """The sheets of an operation that one may meet and that may leave; how many may not yet."""
    seen = ParticipantSheet.objects.all().visible_to(by).each_once().filter(operation=operation)
    rows = list(seen.with_person().select_related("answers").order_by("opened_at", "pk"))
    ready = [one for one in rows if _is_ready(one) and _may_leave(by, one)]
    return ready, len(rows) - len(ready)


@transaction.atomic
def export_sheets(*, by: Actor, operation: Operation) -> Leaving:
    """The sheets of an operation by the columns in use; each is then « envoyée ».

    Sent again unchanged, the same rows leave and nothing moves. Raises NotAllowed, NoKey.
    """
    require(by, "export", operation, act=EXPORT)
    ready, kept_back = leaving_sheets(by, operation)
    return _leave(by, operation, ready, kept_back)


@transaction.atomic
def export_sheet(*, by: Actor, sheet: ParticipantSheet) -> Leaving:
    """One sheet by the columns in use. Raises NotAllowed; DomainError when its entry lacks
    something, or when another one counts in its place."""
    require(by, "export", sheet, act="exporter cette fiche FSE+")
    if sheet.same_as_id is not None or not _is_ready(sheet):
        raise DomainError(
            "Cette fiche ne part pas encore : complétez l’entrée. Un double ne part jamais."
        )
    return _leave(by, sheet.operation, [sheet], 0)


def _may_leave(by: Actor, sheet: ParticipantSheet) -> bool:
    return isinstance(decide(by, "export", sheet.subject(by), PROVED), Allow)


def _is_ready(sheet: ParticipantSheet) -> bool:
    return not sheet.missing_entry and sheet.state != SheetState.INCOMPLETE


def _leave(
    by: Actor, operation: Operation, ready: list[ParticipantSheet], kept_back: int
) -> Leaving:
    columns = columns_in_use(operation.organisation_id)
    prefetch_keys(organisation=operation.organisation_id, subjects=[one.pk for one in ready])
    rows = []
    for one in ready:
        beside = {OPERATION: operation.number, REFERENCE: str(one.pk)}
        answers = answers_of(one, operation.organisation_id)
        rows.append(tuple(row_of(columns, answers, beside)))
        if one.state != SheetState.EXPORTED:
            move(by, one, SheetState.EXPORTED)
    if ready:
        written(by, "export", ready[0], count=len(ready))
    header = tuple(one.column for one in columns)
    return Leaving(header, tuple(rows), tuple(ready), kept_back)
