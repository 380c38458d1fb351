"""The common indicators of an operation: counted for who runs it, sent to the State as counts."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.core.belt import errand
from o2r.core.crypto.scope import key_scope
from o2r.core.crypto.sealing import prefetch_keys
from o2r.pathways.fse.indicators import Figures, OfOperation, figures
from o2r.pathways.fse.masking import masked
from o2r.pathways.fse.models import Operation, ParticipantSheet, SentFigures
from o2r.pathways.fse.rules import definitions
from o2r.pathways.fse.selectors.completing import completeness_of
from o2r.pathways.fse.services.operations import hold_operation
from o2r.pathways.fse.services.settling import answers_of
from o2r.pathways.rules import number

COUNT = "compter les indicateurs de cette opération FSE+"


def compute_figures(*, by: Actor, operation: Operation) -> Figures:
    """Every indicator of an operation, from all its sheets: those of protected files count too,
    and nothing of them is shown. Raises NotAllowed, NoKey."""
    require(by, "update", operation, act=COUNT)
    return _counted(operation)


@errand("fse-figures")
def _counted(operation: Operation) -> Figures:
    place = operation.organisation_id
    rows = ParticipantSheet.objects.filter(operation=operation).each_once()
    sheets = list(rows.select_related("answers").order_by("pk"))
    with key_scope():
        prefetch_keys(organisation=place, subjects=[one.pk for one in sheets])
        return figures(
            [answers_of(one, place) for one in sheets],
            operation=OfOperation(
                operation.minorities, operation.public_services, operation.small_firms
            ),
            defined=definitions(),
        )


@transaction.atomic
def send_figures(*, by: Actor, operation: Operation) -> SentFigures:
    """Send the counts of today to the State service of the région: no participant goes with them,
    nor any count that is small enough to be somebody.

    Raises NotAllowed; DomainError when there is nothing to count.
    """
    held = hold_operation(by, operation, "transmettre les effectifs de cette opération FSE+")
    complete = completeness_of(held)
    if not complete.total:
        raise DomainError("Cette opération n’a aucune fiche : il n’y a rien à transmettre.")
    counted = _counted(held)
    cells = {code: one.cells if one else None for code, one in counted.counts.items()}
    counts = masked(cells, least=number("small-cell"))
    return SentFigures.objects.create(
        operation=held,
        counts=counts,
        sheets=complete.total,
        incomplete=complete.incomplete,
    )
