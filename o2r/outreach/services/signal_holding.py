"""A signal held and moved: one row of the log per move; its words erased."""

from typing import Any

from django.db.models import QuerySet

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.core.crypto.services import destroy
from o2r.core.journal.authors import Author
from o2r.core.retention.services import erase_rows
from o2r.outreach.enums import SIGNAL_MOVES, SignalState
from o2r.outreach.models import PartnerSignal, SignalMove, SignalWords
from o2r.outreach.services.checking import saved


def hold(by: Actor, signal: PartnerSignal, act: str) -> PartnerSignal:
    """The signal as it is now, locked for who may answer it. Raises NotAllowed."""
    rows = PartnerSignal.objects.select_for_update(no_key=True, of=("self",))
    held = rows.select_related("organisation").get(pk=signal.pk)
    require(by, "update", held, act=act)
    return held


def move(by: Author, held: PartnerSignal, to: SignalState) -> None:
    """Move a locked signal, and log it. What only the former state could say goes.

    Raises DomainError when its state does not lead there.
    """
    left = SignalState(held.state)
    if to not in SIGNAL_MOVES[left]:
        raise DomainError(
            f"Ce signalement est « {left.label} » : il ne peut plus devenir « {to.label} ». "
            "Rechargez la page : quelqu’un l’a peut-être changé."
        )
    held.state = to
    if to != SignalState.MET:
        held.person = None
    if to in (SignalState.ACKNOWLEDGED, SignalState.NOT_OURS, SignalState.WITHDRAWN):
        held.taken_by = None
    saved(held)
    SignalMove.objects.create(signal=held, left=left, reached=to, by_id=by.user)


def erase_words(by: Author, signal: PartnerSignal) -> None:
    """Destroy the key of what a signal says, then the words: a backup does not read them either."""
    destroy(by=by, subject=signal.pk)
    SignalWords.objects.filter(signal=signal).delete()


def erase_signals(by: Author, rows: "QuerySet[Any]") -> None:
    """Erase signals whose period is over, their keys first."""
    for one in rows.order_by("pk"):
        destroy(by=by, subject=one.pk)
    erase_rows(by, rows)
