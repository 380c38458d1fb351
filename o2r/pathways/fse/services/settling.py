"""What every write on a sheet ends with: what lacks, where it stands, one row by move."""

from collections.abc import Mapping
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed, write_sealed
from o2r.pathways.fse.answers import day_in, of_texts, to_text
from o2r.pathways.fse.completeness import is_reachable, missing, state_of
from o2r.pathways.fse.enums import BEFORE_SENDING, SHEET_MOVES, Moment, SheetState
from o2r.pathways.fse.fields import asked_of, by_moment
from o2r.pathways.fse.models import ParticipantSheet, SheetAnswers, SheetMove
from o2r.pathways.fse.selectors.sheets import COLUMNS


def hold_sheet(by: Actor, sheet: ParticipantSheet, act: str) -> ParticipantSheet:
    """The sheet as it is now, locked for who may write in it. Raises NotAllowed."""
    rows = ParticipantSheet.objects.with_person().select_related("answers")
    held = rows.select_for_update(no_key=True, of=("self",)).get(pk=sheet.pk)
    require(by, "update", held, act=act)
    return held


def answers_of(sheet: ParticipantSheet, organisation: UUID) -> dict[str, str]:
    """All that a sheet says, opened with the key of its vault. Raises NoKey, KeysUnavailable."""
    return of_texts(
        read_sealed(sheet.answers, *COLUMNS.values(), organisation=organisation).values()
    )


def put_answers(by: Actor, held: ParticipantSheet, given: Mapping[str, str]) -> dict[str, str]:
    """Seal the answers of a locked sheet, count what lacks and move it; what was kept."""
    answers = asked_of(given)
    texts = {COLUMNS[moment]: to_text(some) for moment, some in by_moment(answers).items()}
    write_sealed(held.answers, organisation=held.organisation_id, **texts)
    held.answers.save()
    held.entered_on, held.left_on = (day_in(answers, one) for one in ("date_entree", "date_sortie"))
    held.missing_entry = len(missing(answers, Moment.ENTRY))
    held.missing_exit = len(missing(answers, Moment.LEAVING))
    held.is_reachable = is_reachable(answers)
    held.revision += 1
    held.save()
    _settle(by, held, answers)
    return answers


def new_answers(sheet: ParticipantSheet) -> SheetAnswers:
    """The row of answers of a sheet that is being opened."""
    return SheetAnswers(subject=sheet.pk, sheet=sheet)


def move(by: Actor, held: ParticipantSheet, to: SheetState) -> None:
    """Move a locked sheet, and log it. Raises DomainError when its state does not lead there."""
    left = SheetState(held.state)
    if to not in SHEET_MOVES[left]:
        raise DomainError(
            f"Cette fiche est « {left.label} » : elle ne peut pas devenir « {to.label} ». "
            "Rechargez la page : quelqu’un l’a peut-être changée."
        )
    held.state = to
    if to == SheetState.EXPORTED:
        held.exported_at = clock.now()
    held.save(update_fields=["state", "exported_at"])
    SheetMove.objects.create(sheet=held, left=left, reached=to, by_id=by.user)


def _settle(by: Actor, held: ParticipantSheet, answers: Mapping[str, str]) -> None:
    """Step by step up to what the answers reach; what was sent is corrected, whatever it lacks."""
    if held.state == SheetState.EXPORTED:
        move(by, held, SheetState.CORRECTED)
    if held.state == SheetState.CORRECTED:
        return
    here = BEFORE_SENDING.index(SheetState(held.state))
    there = BEFORE_SENDING.index(state_of(answers))
    step = 1 if there > here else -1
    for rank in range(here + step, there + step, step) if there != here else ():
        move(by, held, BEFORE_SENDING[rank])
