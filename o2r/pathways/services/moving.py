"""A pathway goes on: one move at a time, each on its day, none without what it asks."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.pathways import states
from o2r.pathways.clocks import clock_of, starting_state
from o2r.pathways.enums import LossReason, PathwayState
from o2r.pathways.models import Pathway, PathwayMove, PathwayPause
from o2r.pathways.selectors.guards import guards_held
from o2r.pathways.services.holding import held_pathway, kept
from o2r.pathways.wording import MISSING, blocked_words

MOVE = "faire avancer ce parcours"


@transaction.atomic
def move(
    *,
    by: Actor,
    pathway: Pathway,
    to: PathwayState,
    on: date | None = None,
    reason: LossReason | str = "",
    holding: Collection[str] = (),
) -> Pathway:
    """Move a pathway. The same move twice is one.

    ``on``: the day, today by default; ``reason``: of a pause or a loss; ``holding``: what the
    caller has just done and the move asks, as the exit. Raises NotAllowed; DomainError for a move
    that the table does not have, something missing, a day out of order, or an intensive
    accompaniment whose time is over.
    """
    row = held_pathway(by=by, pathway=pathway, act=MOVE)
    left, day = PathwayState(row.state), on or clock.today()
    if left == to:
        return row
    _check(row, left, to, day, holding)
    _rest(row, left, to, day)
    row.state, row.state_since = to, day
    if row.intensive_from is None and to == starting_state():
        row.intensive_from = day
    row.ended_on = day if to == PathwayState.LEFT else row.ended_on
    if to in states.LIVE:
        row.ended_on = None
    PathwayMove.objects.create(
        pathway=row,
        left=left,
        reached=to,
        on=day,
        reason=reason,
        moved_by_id=by.user,
        organisation_id=by.organisation,
    )
    kept(by, row, "state", "state_since", "intensive_from", "ended_on", "paused_days")
    return row


def _check(
    row: Pathway, left: PathwayState, to: PathwayState, day: date, holding: Collection[str]
) -> None:
    if states.asked_by(left, to) is None:
        raise DomainError(
            f"Un parcours ne passe pas de « {left.label} » à « {to.label} ». Rechargez la page : "
            "quelqu’un l’a peut-être fait avancer."
        )
    if day > clock.today():
        raise DomainError("Cette date est dans le futur : elle n’a pas eu lieu.", field="on")
    if day < row.state_since:
        raise DomainError(
            f"Le parcours est dans cet état depuis le {row.state_since:%d/%m/%Y} : la suite ne "
            "vient pas avant.",
            field="on",
        )
    lacking = states.missing(left, to, {*guards_held(row), *holding})
    if lacking:
        raise DomainError(" ".join(MISSING[one] for one in lacking))
    if to == PathwayState.ACCOMPANIMENT and clock_of(row).is_over(day):
        raise DomainError(blocked_words(clock_of(row)))


def _rest(row: Pathway, left: PathwayState, to: PathwayState, day: date) -> None:
    """A pause begins, or ends."""
    if to == PathwayState.PAUSED:
        PathwayPause.objects.create(pathway=row, since=day)
    elif left == PathwayState.PAUSED:
        PathwayPause.objects.filter(pathway=row, until=None).update(until=day)
        row.paused_days += (day - row.state_since).days
