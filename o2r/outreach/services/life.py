"""A round leaves, comes back, is late, or does not take place."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.calendar_words import day_and_month
from o2r.core.notifications.services import notify
from o2r.outreach.enums import RoundState
from o2r.outreach.models import Round
from o2r.outreach.notification_kinds import ROUND_RETURN
from o2r.outreach.round_words import hour
from o2r.outreach.selectors.members import who_is_told
from o2r.outreach.services.holding import hold, keep, move
from o2r.outreach.services.rounds import check_return

EARLIEST = timedelta(hours=12)
"""Before the hour of a round, nobody has left for it yet."""


@transaction.atomic
def start_round(*, by: Actor, round_: Round) -> Round:
    """Say that the team leaves; nothing when it has left. Raises NotAllowed, DomainError."""
    held = hold(by, round_, "lancer cette tournée")
    return held if held.state == RoundState.UNDER_WAY else begin(by, held)


def may_start(round_: Round) -> bool:
    """Whether a planned round may leave by now."""
    soon = clock.now() >= round_.starts_at - EARLIEST
    return soon and round_.state == RoundState.PLANNED


def begin(by: Actor, held: Round) -> Round:
    """Move a locked round under way. Raises DomainError when it is too early, or over."""
    start = held.local(held.starts_at)
    if held.state == RoundState.PLANNED and not may_start(held):
        raise DomainError(
            f"Cette tournée part le {day_and_month(start.date())} à {hour(start)}. "
            "Pour partir plus tôt, changez d’abord ses heures."
        )
    held.started_at = clock.now()
    return move(by, held, RoundState.UNDER_WAY)


@transaction.atomic
def finish_round(*, by: Actor, round_: Round) -> Round:
    """Say that everyone is back; nothing when it was said. Whoever was alerted is told.

    Raises NotAllowed, DomainError for a round that has not left, or was cancelled.
    """
    held = hold(by, round_, "terminer cette tournée")
    if held.state == RoundState.DONE:
        return held
    if held.state == RoundState.PLANNED:
        # The team left and forgot to say so: what counts now is that it is back.
        begin(by, held)
    held.back_at = clock.now()
    move(by, held, RoundState.DONE)
    if held.alerted_at is not None:
        _tell(held, "Une tournée est rentrée", "Le retour est signalé : tout le monde est rentré.")
    return held


@transaction.atomic
def postpone_return(*, by: Actor, round_: Round, back_by: datetime) -> Round:
    """Move the hour by which somebody must say that everyone is back; the watch starts again.

    Raises NotAllowed, DomainError for an hour that is past, too far, or a round that is over.
    """
    held = hold(by, round_, "repousser le retour")
    if not held.is_expected:
        raise DomainError("Cette tournée est finie ou annulée : personne n’est attendu.")
    if back_by <= clock.now():
        raise DomainError("Cette heure est déjà passée. Donnez une heure à venir.", field="back")
    check_return(back_by, held.ends_at)
    held.back_by, held.alerted_at = back_by, None
    keep(held)
    written(by, "update", held)
    return held


@transaction.atomic
def cancel_round(*, by: Actor, round_: Round, because: str) -> Round:
    """Give up a round, and say why; nothing when it is cancelled already.

    Raises NotAllowed; DomainError without a reason, or when it is over.
    """
    held = hold(by, round_, "annuler cette tournée")
    if held.state == RoundState.CANCELLED:
        return held
    if not because.strip():
        raise DomainError("Dites pourquoi elle n’a pas lieu.", field="because")
    held.cancelled_because = because.strip()
    return move(by, held, RoundState.CANCELLED)


@transaction.atomic
def alert_late_rounds(*, now: datetime) -> int:
    """Tell the coordinators and the team of each round that has not said it is back: once.

    Returns how many. Nothing says who is out nor where: the page does, to who may read it.
    """
    late = Round.objects.select_for_update(no_key=True, of=("self",)).not_back(now)
    rows = list(late.select_related("organisation").order_by("back_by", "pk"))
    for one in rows:
        at = hour(one.local(one.back_by))
        _tell(
            one,
            "Une tournée n’a pas signalé son retour",
            f"Elle devait dire avant {at} que tout le monde était rentré. Appelez l’équipe. "
            "Rentrée, elle le signale d’un bouton ; en retard, elle repousse l’heure du retour.",
        )
        one.alerted_at = now
        keep(one)
    return len(rows)


def _tell(round_: Round, subject: str, body: str) -> None:
    notify(
        to=who_is_told(round_),
        kind=ROUND_RETURN.code,
        subject=subject,
        body=body,
        link=reverse("outreach:round", args=[round_.pk]),
    )
