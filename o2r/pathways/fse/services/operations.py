"""Operations of the FSE+: opened, corrected, estimated, closed, settled."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, require_kind, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.pathways.fse.enums import OPERATION_MOVES, OperationState
from o2r.pathways.fse.models import Operation, OperationMove, ParticipantSheet
from o2r.projects.models import FundedProject

OPEN = "ouvrir une opération FSE+"
CHANGE = "modifier cette opération FSE+"


@dataclass(frozen=True)
class Described:
    """What is said of an operation. ``public_services``: EECO18; ``small_firms``: EECO19."""

    number: str
    title: str
    starts_on: date
    ends_on: date
    project: FundedProject | None = None
    public_services: int | None = None
    small_firms: int | None = None


@transaction.atomic
def open_operation(*, by: Actor, described: Described) -> Operation:
    """Open an operation of the operator one acts for. Raises NotAllowed, DomainError."""
    require_kind(by, "create", Operation.access_kind, act=OPEN)
    if by.organisation is None:
        raise NotAllowed(OPEN)
    place = Organisation.objects.get(pk=by.organisation)
    row = Operation(organisation=place, region=place.region)
    _describe(row, described)
    row.save(force_insert=True)
    written(by, "create", row)
    return row


@transaction.atomic
def change_operation(*, by: Actor, operation: Operation, described: Described) -> Operation:
    """Correct what is said of an operation. Raises NotAllowed, DomainError."""
    row = hold_operation(by, operation)
    _describe(row, described)
    _check_entries(row)
    row.save()
    written(by, "update", row)
    return row


@transaction.atomic
def estimate_minorities(
    *, by: Actor, operation: Operation, number: int | None, method: str
) -> Operation:
    """Write EECO15: an informed estimate of a whole operation, today, by who writes it.

    No ethnic origin is ever written of a person in France: nothing is counted here. ``number``
    empty takes the estimate back. Raises NotAllowed; DomainError without a method.
    """
    row = hold_operation(by, operation)
    said = " ".join(method.split())
    if number is not None and not said:
        raise DomainError(
            "Dites comment l’estimation a été faite : sans cela, elle ne vaut rien.",
            field="method",
        )
    row.minorities = number
    row.minorities_method = said if number is not None else ""
    row.minorities_on = clock.today() if number is not None else None
    row.minorities_by_id = by.user if number is not None else None
    row.save()
    written(by, "update", row)
    return row


@transaction.atomic
def move_operation(
    *, by: Actor, operation: Operation, to: OperationState, paid_on: date | None = None
) -> Operation:
    """Close an operation, open it again, or say when it was paid last. Twice changes nothing.

    ``paid_on``: for a settled one. Its sheets are then kept for their period from 31 December of
    that year (Reg. (EU) 2021/1060, art. 82). Raises NotAllowed, DomainError.
    """
    row = hold_operation(by, operation)
    if row.state == to:
        return row
    left = OperationState(row.state)
    if to not in OPERATION_MOVES[left]:
        raise DomainError(
            f"Cette opération est « {left.label} » : elle ne peut pas devenir « {to.label} ». "
            "Rechargez la page : quelqu’un l’a peut-être changée."
        )
    if to == OperationState.SETTLED:
        _check_payment(row, paid_on)
    row.last_paid_on = paid_on if to == OperationState.SETTLED else None
    row.state = to
    row.save()
    ParticipantSheet.objects.filter(operation=row).update(evidence_from=row.evidence_from)
    OperationMove.objects.create(operation=row, left=left, reached=to, by_id=by.user)
    written(by, "update", row)
    return row


def hold_operation(by: Actor, operation: Operation, act: str = CHANGE) -> Operation:
    """The operation as it is now, locked for who may change it. Raises NotAllowed."""
    row = Operation.objects.select_for_update(no_key=True, of=("self",)).get(pk=operation.pk)
    require(by, "update", row, act=act)
    return row


def _describe(row: Operation, described: Described) -> None:
    row.number = " ".join(described.number.split())
    row.title = " ".join(described.title.split())
    row.starts_on, row.ends_on = described.starts_on, described.ends_on
    row.project = described.project
    row.public_services = described.public_services
    row.small_firms = described.small_firms
    if row.project is not None and row.project.bearer_id != row.organisation_id:
        raise DomainError("Ce projet est porté par une autre organisation.", field="project")
    if row.ends_on < row.starts_on:
        raise DomainError("L’opération finit avant d’avoir commencé.", field="ends_on")
    try:
        row.full_clean()
    except ValidationError as error:
        if Operation.objects.filter(organisation=row.organisation, number=row.number).exclude(
            pk=row.pk
        ):
            raise DomainError(
                "Cette opération est déjà ici, sous ce numéro. Ouvrez-la depuis la liste.",
                field="number",
            ) from error
        raise DomainError.of(error) from error


def _check_entries(row: Operation) -> None:
    """Nobody entered before the first day, nor after the last one."""
    outside = ParticipantSheet.objects.filter(operation=row, entered_on__isnull=False).exclude(
        entered_on__range=(row.starts_on, row.ends_on)
    )
    if count := outside.count():
        raise DomainError(
            f"{count} fiche{'s ont' if count > 1 else ' a'} une date d’entrée hors de ces deux "
            "jours. Corrigez d’abord ces fiches, ou vérifiez les dates de l’opération.",
            field="starts_on",
        )


def _check_payment(row: Operation, paid_on: date | None) -> None:
    if paid_on is None:
        raise DomainError("Dites quand l’opération a été payée pour la dernière fois.", field="day")
    if paid_on > clock.today():
        raise DomainError("Ce jour est à venir. Écrivez-le une fois payé.", field="day")
    if paid_on < row.starts_on:
        raise DomainError("Ce paiement précède le début de l’opération.", field="day")
