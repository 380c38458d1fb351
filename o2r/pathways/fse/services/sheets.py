"""Opening the sheet of a participant, and writing its answers, moment by moment."""

from collections.abc import Mapping

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.crypto.services import open_file
from o2r.pathways.fse.answers import contradictions
from o2r.pathways.fse.enums import Moment, OperationState
from o2r.pathways.fse.fields import fields_of
from o2r.pathways.fse.models import Operation, ParticipantSheet
from o2r.pathways.fse.services.settling import (
    answers_of,
    hold_sheet,
    new_answers,
    put_answers,
)
from o2r.people.models import Person
from o2r.people.services.holding import held
from o2r.territory.geography import current_geography

OPEN = "ouvrir une fiche FSE+ pour cette personne"
WRITE = "remplir cette fiche FSE+"
_STALE = (
    "Quelqu’un a changé cette fiche pendant que vous la remplissiez. Rechargez la page : ses "
    "réponses y sont. Complétez-la ensuite."
)


@transaction.atomic
def open_sheet(
    *, by: Actor, person: Person, operation: Operation, copied: Mapping[str, str]
) -> ParticipantSheet:
    """Open the one sheet of a person in an operation, under a key of its own.

    ``copied``: what whoever opens it chose to copy from the file, for ever: the file may be erased
    before the sheet is. Twice opens one. Raises NotAllowed, DomainError.
    """
    file = held(by=by, person=person, act=OPEN)
    known = ParticipantSheet.objects.filter(operation=operation, person=file)
    if (row := known.order_by("pk").first()) is not None:
        return row
    place = Operation.objects.select_for_update(no_key=True, of=("self",)).get(pk=operation.pk)
    if place.organisation_id != file.organisation_id or by.organisation != file.organisation_id:
        raise DomainError("Cette opération est celle d’une autre organisation.", field="operation")
    sheet = new_sheet(by=by, operation=place, person=file, answers=copied)
    written(by, "create", sheet)
    return sheet


def new_sheet(
    *, by: Actor, operation: Operation, person: Person | None, answers: Mapping[str, str]
) -> ParticipantSheet:
    """A sheet, its key and its answers, in an operation that is locked. Raises DomainError."""
    if operation.state != OperationState.OPEN:
        raise DomainError(
            f"L’opération {operation.number} est « {operation.get_state_display()} » : plus "
            "personne n’y entre. Demandez à la coordination de la rouvrir.",
            field="operation",
        )
    check_answers(operation, answers)
    sheet = ParticipantSheet(
        organisation_id=operation.organisation_id, operation=operation, person=person
    )
    sheet.save(force_insert=True)
    open_file(by=by.author, subject=sheet.pk, organisations=[operation.organisation_id])
    sheet.answers = new_answers(sheet)
    put_answers(by, sheet, answers)
    return sheet


@transaction.atomic
def write_answers(
    *,
    by: Actor,
    sheet: ParticipantSheet,
    moment: Moment,
    given: Mapping[str, str],
    revision: int,
) -> ParticipantSheet:
    """Write the answers of one moment: what is left empty is not answered, and nothing is refused
    for that. ``revision``: of the sheet that was shown. Raises NotAllowed, DomainError."""
    row = hold_sheet(by, sheet, WRITE)
    here = {one.code for one in fields_of(moment)}
    before = answers_of(row, row.organisation_id)
    kept = {code: value for code, value in before.items() if code not in here}
    answers = kept | {code: value for code, value in given.items() if code in here and value}
    if answers == before:
        return row
    if row.revision != revision:
        raise DomainError(_STALE)
    check_answers(row.operation, answers, of=here)
    put_answers(by, row, answers)
    written(by, "update", row, moment.value)
    return row


def check_answers(
    operation: Operation, answers: Mapping[str, str], *, of: set[str] | None = None
) -> None:
    """Refuse what cannot be true together, at its field. ``of``: the fields that may be at fault,
    all by default: a mistake of another page is told on its page. Raises DomainError."""
    wrong = problems_of(operation, answers)
    here = [pair for pair in wrong if of is None or pair[0] in of]
    if here:
        code, why = here[0]
        raise DomainError(why, field=code)


def problems_of(operation: Operation, answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """What cannot be true: (code of the field, why)."""
    wrong = contradictions(
        answers, starts=operation.starts_on, ends=operation.ends_on, today=clock.today()
    )
    commune = answers.get("commune_residence_insee", "")
    if commune and current_geography().commune(commune) is None:
        wrong.append(("commune_residence_insee", "Cette commune n’est pas dans le code officiel."))
    return wrong
