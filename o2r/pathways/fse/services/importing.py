"""Taking back a table of sheets: every row is read first; one wrong row, and nothing is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require_kind, written
from o2r.accounts.errors import DomainError
from o2r.core.crypto.sealing import prefetch_keys
from o2r.pathways.fse.answers import same_person
from o2r.pathways.fse.columns import OPERATION, REFERENCE, Column, Row, read_row, title_of
from o2r.pathways.fse.fields import asked_of
from o2r.pathways.fse.models import Operation, ParticipantSheet
from o2r.pathways.fse.selectors.mappings import columns_in_use
from o2r.pathways.fse.services.operations import hold_operation
from o2r.pathways.fse.services.settling import answers_of, put_answers
from o2r.pathways.fse.services.sheets import new_sheet, problems_of
from o2r.projects.exchange.tables import Line

IMPORT = "importer des fiches FSE+"


@dataclass(frozen=True)
class WrongCell:
    """What is wrong in a row: its number, its column, why and what to do."""

    line: int
    column: str
    why: str


@dataclass
class Imported:
    """What an import did, or why it did nothing."""

    made: int = 0
    changed: int = 0
    same: int = 0
    wrong: list[WrongCell] = field(default_factory=list)


@dataclass(frozen=True)
class _Plan:
    """What a row leads to: the sheet that it is of, or none, and what this sheet would say."""

    sheet: ParticipantSheet | None
    answers: dict[str, str]
    is_changed: bool


@transaction.atomic
def import_sheets(*, by: Actor, operation: Operation, lines: Sequence[Line]) -> Imported:
    """Write what the rows of a file say in the sheets of an operation.

    A row is of the sheet whose reference it bears, else of the one of the same name, first name
    and date of birth; else it opens a sheet without a file. An empty cell erases nothing. Raises
    NotAllowed; DomainError when none of its columns is known.
    """
    require_kind(by, "create", ParticipantSheet.access_kind, act=IMPORT)
    held = hold_operation(by, operation, IMPORT)
    columns = columns_in_use(held.organisation_id)
    if not any(one.field and one.column in lines[0].cells for one in columns):
        raise DomainError(
            "Aucune colonne de ce fichier n’est celle du modèle en cours. Vérifiez qu’il vient de "
            "l’export, ou refaites la correspondance des colonnes.",
            field="file",
        )
    known = _known(by, held)
    done, plans = Imported(), []
    for line in lines:
        row = read_row(columns, line.number, line.cells)
        done.wrong += [WrongCell(row.number, title, why) for title, why in row.wrong]
        plans.append((row, _planned(held, columns, row, known, done)))
    _refuse_twice(plans, columns, done)
    if not done.wrong:
        _write(by, held, [plan for _, plan in plans if plan is not None], done)
    return done


_Known = dict[str, tuple[ParticipantSheet, dict[str, str]]]


def _known(by: Actor, operation: Operation) -> _Known:
    """The sheets of the operation that one may meet, locked, by reference, with their answers."""
    seen = ParticipantSheet.objects.all().visible_to(by).each_once().filter(operation=operation)
    keys = list(seen.order_by("pk").values_list("pk", flat=True))
    rows = ParticipantSheet.objects.filter(pk__in=keys).with_person().select_related("answers")
    prefetch_keys(organisation=operation.organisation_id, subjects=keys)
    return {
        str(one.pk): (one, answers_of(one, operation.organisation_id))
        for one in rows.select_for_update(no_key=True, of=("self",)).order_by("pk")
    }


def _planned(
    operation: Operation, columns: Iterable[Column], row: Row, known: _Known, done: Imported
) -> _Plan | None:
    """What a row would do; None when it is wrong, which is then said."""
    titles = {one.field: one.column for one in columns}

    def wrong(code: str, why: str) -> None:
        done.wrong.append(WrongCell(row.number, titles.get(code) or title_of(code), why))

    of = row.beside.get(OPERATION, "")
    if of and of != operation.number:
        wrong(OPERATION, f"Cette ligne est de l’opération {of[:40]}. Importez-la dans celle-là.")
        return None
    reference = row.beside.get(REFERENCE, "").lower()
    if reference and reference not in known:
        wrong(REFERENCE, "Aucune fiche de cette opération n’a cette référence. Videz la cellule.")
        return None
    if row.wrong:
        return None
    found = known.get(reference) or _same(row.answers, known)
    sheet, before = found or (None, {})
    answers = asked_of(before | row.answers)
    problems = problems_of(operation, answers)
    for code, why in problems:
        wrong(code, why)
    return None if problems else _Plan(sheet, answers, answers != before)


def _same(answers: dict[str, str], known: _Known) -> tuple[ParticipantSheet, dict[str, str]] | None:
    return next((pair for pair in known.values() if same_person(answers, pair[1])), None)


def _refuse_twice(
    plans: Sequence[tuple[Row, _Plan | None]], columns: Iterable[Column], done: Imported
) -> None:
    """One record by person and operation: two rows of one sheet, or of one person, are refused."""
    title = next((one.column for one in columns if one.field == "nom"), title_of("nom"))
    before: list[tuple[Row, _Plan]] = []
    for row, plan in plans:
        if plan is None:
            continue
        for other, known in before:
            is_one = plan.sheet is not None and plan.sheet is known.sheet
            if is_one or same_person(plan.answers, known.answers):
                why = f"Cette personne est déjà à la ligne {other.number}. Gardez une seule ligne."
                done.wrong.append(WrongCell(row.number, title, why))
                break
        before.append((row, plan))


def _write(by: Actor, operation: Operation, plans: Iterable[_Plan], done: Imported) -> None:
    last: ParticipantSheet | None = None
    for plan in plans:
        if plan.sheet is None:
            last = new_sheet(by=by, operation=operation, person=None, answers=plan.answers)
            done.made += 1
        elif plan.is_changed:
            last = plan.sheet
            put_answers(by, last, plan.answers)
            done.changed += 1
        else:
            done.same += 1
    if last is not None:
        written(by, "update", last, count=done.made + done.changed)
