"""The one way from a state to another: the table, the row, the log."""

from uuid import UUID

from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.pathways.together.enums import (
    CARE_MOVES,
    OBLIGATION_MOVES,
    CareEnding,
    CareState,
    MovedThing,
    ObligationState,
)
from o2r.pathways.together.models import CareMember, Obligation, TogetherMove


def move_member(
    member: CareMember, to: CareState, *, by: UUID | None, ending: CareEnding | None = None
) -> None:
    """Move a locked member of the group, and log it. Raises DomainError for a move that the table
    has not."""
    left = CareState(member.state)
    if to not in CARE_MOVES[left]:
        raise DomainError(
            f"Cette place est déjà « {left.label} » : elle ne peut plus devenir « {to.label} ». "
            "Rechargez la page : quelqu’un l’a peut-être changée."
        )
    member.state = to
    if to in (CareState.ENDED, CareState.REFUSED):
        member.ending, member.ended_on = ending or CareEnding.DECIDED, clock.today()
    member.save()
    log(MovedThing.MEMBER, member, left, by)


def move_obligation(held: Obligation, to: ObligationState, *, by: UUID | None) -> None:
    """The same for what was asked."""
    left = ObligationState(held.state)
    if to not in OBLIGATION_MOVES[left]:
        raise DomainError(
            f"C’est déjà « {left.label} » : cela ne peut plus devenir « {to.label} ». Rechargez la "
            "page, ou notez une nouvelle demande."
        )
    held.state, held.settled_at = to, clock.now()
    held.save(update_fields=["state", "settled_at"])
    log(MovedThing.OBLIGATION, held, left, by)


def log(thing: MovedThing, row: CareMember | Obligation, left: str, by: UUID | None) -> None:
    """Write where a row came from; ``left`` is empty for a new one."""
    TogetherMove.objects.create(
        person_id=row.person_id, thing=thing, about=row.pk, left=left, reached=row.state, by=by
    )
