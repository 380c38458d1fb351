"""What every act on a convention writes besides: the journal, the change of state, the news."""

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.core.journal.services import record
from o2r.projects.conventions.enums import CONVENTION_MOVES, ConventionState
from o2r.projects.conventions.errors import ConventionMoveRefused
from o2r.projects.conventions.models import Convention, ConventionMove


def noted(by: Actor, action: str, convention: Convention, *fields: str) -> None:
    """Journal an act on a convention in the chain of its bearer: money and acts of the State."""
    record(
        by=by.author,
        action=action,
        kind=convention.access_kind,
        object_id=convention.pk,
        organisation=convention.chain,
        fields=fields,
    )


def move(
    by: Actor, convention: Convention, target: ConventionState, *, reason: str = ""
) -> Convention:
    """Change the state of a convention, in the transaction of the act, and keep the trace.

    Raises ConventionMoveRefused when the table of moves does not allow it.
    """
    locked = Convention.objects.select_for_update(no_key=True).get(pk=convention.pk)
    state = ConventionState(locked.state)
    if target not in CONVENTION_MOVES[state]:
        raise ConventionMoveRefused(locked.reference, state, target)
    convention.state = target
    convention.save(update_fields=["state"])
    log_move(by, convention, left=state, reached=target, reason=reason)
    return convention


def log_move(
    by: Actor, convention: Convention, *, left: str, reached: str, reason: str = ""
) -> None:
    """Keep the trace of a change of state."""
    ConventionMove.objects.create(
        convention=convention,
        left=left,
        reached=reached,
        at=clock.now(),
        organisation_id=by.organisation,
        reason=reason[:500],
    )
