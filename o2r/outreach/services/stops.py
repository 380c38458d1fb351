"""The places of a round: added, put in order, visited, left out with a reason."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.outreach.enums import RoundState
from o2r.outreach.models import Place, Round, RoundStop
from o2r.outreach.services.holding import hold
from o2r.outreach.services.life import begin

MOST = 30
LATER = timedelta(hours=24)
"""How long after the return a place may still be said visited."""
CHANGE = "modifier cette tournée"
Chosen = Sequence[tuple[Place, Sequence[str]]]


@transaction.atomic
def add_stops(*, by: Actor, round_: Round, places: Chosen) -> list[RoundStop]:
    """Add places at the end of a round, each with the words by which it was proposed.

    Those that it holds already are passed over. Raises NotAllowed; DomainError for a place where
    nobody goes alone, that was left, or when the round is over.
    """
    held = _open(by, round_)
    known = {one.place_id: one for one in RoundStop.objects.filter(round=held)}
    new = [(place, why) for place, why in places if place.pk not in known]
    if len(known) + len(new) > MOST:
        raise DomainError(f"Une tournée tient {MOST} lieux au plus. Faites-en deux.")
    for place, _ in new:
        _check(held, place)
    rank = 1 + max((one.rank for one in known.values()), default=0)
    made = RoundStop.objects.bulk_create(
        RoundStop(round=held, place=place, rank=rank + at, why=list(why))
        for at, (place, why) in enumerate(new)
    )
    if made:
        written(by, "update", held, count=len(made))
    return made


def _check(held: Round, place: Place) -> None:
    if place.organisation_id != held.organisation_id or place.left_on is not None:
        raise DomainError(
            f"« {place.name} » n’est plus un lieu de votre équipe. Reprenez-le d’abord."
        )
    if place.needs_two and held.people < 2:
        raise DomainError(
            f"On ne va pas seul à « {place.name} ». Ajoutez quelqu’un à la tournée, ou retirez ce "
            "lieu."
        )


@transaction.atomic
def remove_stop(*, by: Actor, stop: RoundStop) -> None:
    """Take a place out of a round that has not left; nothing when it is out already.

    Raises NotAllowed; DomainError once the round has left.
    """
    held = hold(by, stop.round, CHANGE)
    if held.state != RoundState.PLANNED:
        raise DomainError("La tournée est partie : laissez ce lieu en disant pourquoi.")
    RoundStop.objects.filter(pk=stop.pk).delete()
    written(by, "update", held)


@transaction.atomic
def move_stop(*, by: Actor, stop: RoundStop, earlier: bool) -> None:
    """Exchange a place with the one before, or after; nothing at the end of the list.

    Raises NotAllowed; DomainError when the round is over.
    """
    held = _open(by, stop.round)
    order = list(RoundStop.objects.filter(round=held).order_by("rank", "pk"))
    at = next((rank for rank, one in enumerate(order) if one.pk == stop.pk), None)
    to = None if at is None else at + (-1 if earlier else 1)
    if at is None or to is None or not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for rank, one in enumerate(order, start=1):
        one.rank = rank
    RoundStop.objects.bulk_update(order, ["rank"])
    written(by, "update", held)


@transaction.atomic
def visit_stop(*, by: Actor, stop: RoundStop) -> RoundStop:
    """Say that the team went there; nothing when it was said. A round that nobody said had left
    leaves with its first visit.

    Raises NotAllowed; DomainError for a round that leaves another day, is cancelled, or is over
    since more than a day.
    """
    held = hold(by, stop.round, CHANGE)
    kept = _kept(held, stop)
    if kept.visited_at is not None:
        return kept
    if held.state == RoundState.PLANNED:
        begin(by, held)
    now, at = clock.now(), clock.now()
    if held.state == RoundState.DONE and held.back_at and now - held.back_at <= LATER:
        at = held.back_at
    elif held.state != RoundState.UNDER_WAY:
        raise DomainError(
            "Cette tournée est finie depuis longtemps, ou annulée : ce passage ne s’y note plus."
        )
    kept.visited_at, kept.skipped_because = at, ""
    kept.save(update_fields=["visited_at", "skipped_because"])
    written(by, "update", held)
    return kept


@transaction.atomic
def skip_stop(*, by: Actor, stop: RoundStop, because: str) -> RoundStop:
    """Leave a place out of a round, and say why. Raises NotAllowed; DomainError without a reason,
    for a place already visited, or when the round is over."""
    held = _open(by, stop.round)
    kept = _kept(held, stop)
    if kept.visited_at is not None:
        raise DomainError("L’équipe y est passée. Défaites d’abord ce passage.")
    if not because.strip():
        raise DomainError("Dites pourquoi : porte fermée, plus le temps, danger…", field="because")
    kept.skipped_because = because.strip()
    kept.save(update_fields=["skipped_because"])
    written(by, "update", held)
    return kept


@transaction.atomic
def undo_stop(*, by: Actor, stop: RoundStop) -> RoundStop:
    """Put a place back among those where the team still goes. Raises NotAllowed, DomainError."""
    held = _open(by, stop.round)
    kept = _kept(held, stop)
    kept.visited_at, kept.skipped_because = None, ""
    kept.save(update_fields=["visited_at", "skipped_because"])
    written(by, "update", held)
    return kept


def _open(by: Actor, round_: Round) -> Round:
    held = hold(by, round_, CHANGE)
    if not held.is_expected:
        raise DomainError("Cette tournée est finie ou annulée : elle ne change plus.")
    return held


def _kept(held: Round, stop: RoundStop) -> RoundStop:
    """The stop as it is now."""
    found = RoundStop.objects.filter(round=held, pk=stop.pk).order_by("pk").first()
    if found is None:
        raise DomainError("Ce lieu n’est plus dans la tournée. Rechargez la page.")
    return found
