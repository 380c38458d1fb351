"""The one function that changes the state of a call."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.calls.enums import CALL_MOVES, CallState, Phase
from o2r.calls.models import Call, CallMove
from o2r.core import clock


class ImpossibleMove(DomainError):
    """The table of moves does not have this one."""

    def __init__(self, call: Call, to: CallState) -> None:
        super().__init__(
            f"Cet appel est « {CallState(call.state).label} » : il ne peut pas devenir "
            f"« {to.label} ». Rechargez la page pour voir où il en est."
        )


class StillOpen(DomainError):
    """What follows the closing cannot begin before it."""

    def __init__(self) -> None:
        super().__init__(
            "L’appel reçoit encore des candidatures : l’instruction commence après sa clôture. "
            "Revenez après l’heure de clôture."
        )


@transaction.atomic
def move_call(*, by: Actor, call: Call, to: CallState, reason: str = "") -> Call:
    """Change the state of a call and keep who did it, and when.

    Raises NotAllowed, ImpossibleMove, and StillOpen while applications are received.
    """
    require(by, "update", call, act="faire avancer cet appel")
    locked = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    if to not in CALL_MOVES[CallState(locked.state)]:
        raise ImpossibleMove(locked, to)
    waits = to in (CallState.EXAMINATION, CallState.ARCHIVED)
    if waits and locked.phase() in (Phase.UPCOMING, Phase.OPEN):
        raise StillOpen
    CallMove.objects.create(
        call=locked,
        from_state=locked.state,
        to_state=to,
        reason=reason.strip(),
        moved_at=clock.now(),
        moved_by_id=by.user,
    )
    locked.state = to
    locked.save(update_fields=["state", "updated_at"])
    call.state = to
    return locked
