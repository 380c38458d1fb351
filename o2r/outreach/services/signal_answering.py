"""What a team does with a signal: read it, say who goes, say what happened, answer."""

from uuid import UUID

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.outreach.enums import SignalAnswer, SignalState
from o2r.outreach.models import PartnerSignal, Place
from o2r.outreach.notification_kinds import SIGNAL_ANSWER
from o2r.outreach.selectors.signals import agreed_to_be_told, team_of
from o2r.outreach.services import people_met
from o2r.outreach.services.signal_holding import hold, move
from o2r.people.models import Person

ANSWER = "donner suite à ce signalement"
MOVED = "signal.move"


@transaction.atomic
def acknowledge_signal(*, by: Actor, signal: PartnerSignal) -> PartnerSignal:
    """Say that the team has read it; nothing when it was said. Raises NotAllowed."""
    held = hold(by, signal, ANSWER)
    if held.state == SignalState.RECEIVED:
        _move(by, held, SignalState.ACKNOWLEDGED)
    return held


@transaction.atomic
def take_signal(
    *, by: Actor, signal: PartnerSignal, who: UUID, place: Place | None = None
) -> PartnerSignal:
    """Say who goes, and where when it is a known place. Raises NotAllowed, DomainError."""
    held = hold(by, signal, ANSWER)
    if held.state == SignalState.TAKEN and (held.taken_by_id, held.place) == (who, place):
        return held
    if not team_of(held.organisation_id).filter(user=who).exists():
        raise DomainError("Cette personne n’est pas de l’équipe. Choisissez-en une.", field="who")
    if place is not None and place.organisation_id != held.organisation_id:
        raise NotAllowed(ANSWER)
    held.taken_by, held.place = User.objects.get(pk=who), place
    _move(by, held, SignalState.TAKEN)
    return held


@transaction.atomic
def signal_met(*, by: Actor, signal: PartnerSignal, person: UUID | None = None) -> PartnerSignal:
    """Say that the person was met. ``person``: their file, which ``by`` follows; without one they
    stay unknown. From then on the signal is of that file. Raises NotAllowed, DomainError.
    """
    held = hold(by, signal, ANSWER)
    if held.state == SignalState.MET:
        return held
    found = people_met.hold(by, [person])[0] if person else None
    _move(by, held, SignalState.MET, found=found)
    return held


@transaction.atomic
def signal_not_met(*, by: Actor, signal: PartnerSignal) -> PartnerSignal:
    """Say that nobody was found there. Raises NotAllowed, DomainError."""
    return _settle(by, signal, SignalState.NOT_MET)


@transaction.atomic
def signal_not_ours(*, by: Actor, signal: PartnerSignal) -> PartnerSignal:
    """Say that the team does not go: elsewhere, or for others. Raises NotAllowed, DomainError."""
    return _settle(by, signal, SignalState.NOT_OURS)


@transaction.atomic
def reopen_signal(*, by: Actor, signal: PartnerSignal) -> PartnerSignal:
    """Take back what was said by mistake: the signal waits again. Raises NotAllowed, DomainError.

    What was already answered stays: who sent it may have read it.
    """
    held = hold(by, signal, ANSWER)
    if held.state != SignalState.ACKNOWLEDGED:
        _move(by, held, SignalState.ACKNOWLEDGED)
    return held


@transaction.atomic
def answer_signal(
    *, by: Actor, signal: PartnerSignal, answer: SignalAnswer | None
) -> PartnerSignal:
    """Choose the sentence that who sent it reads; None takes it back. The same again changes
    nothing. What says something of the person needs their agreement.

    Raises NotAllowed; DomainError without that agreement, or for a signal withdrawn.
    """
    held = hold(by, signal, ANSWER)
    chosen = answer.value if answer else ""
    if held.answer == chosen:
        return held
    if held.state == SignalState.WITHDRAWN:
        raise DomainError("Ce signalement est retiré : il n’y a plus rien à répondre.")
    if answer and answer.needs_agreement and held.pk not in agreed_to_be_told([held]):
        raise DomainError(
            "La personne n’a pas donné d’accord pour que ce partenaire le sache. Choisissez une "
            "phrase neutre, ou notez d’abord son accord dans son dossier.",
            field="answer",
        )
    if held.state == SignalState.RECEIVED:
        move(by.author, held, SignalState.ACKNOWLEDGED)
    held.answer, held.answered_at = chosen, clock.now() if chosen else None
    held.save(update_fields=["answer", "answered_at"])
    written(by, "signal.answer", held, "summary")
    if chosen:
        _tell_sender(held)
    return held


def _settle(by: Actor, signal: PartnerSignal, to: SignalState) -> PartnerSignal:
    held = hold(by, signal, ANSWER)
    if held.state != to:
        _move(by, held, to)
    return held


def _move(
    by: Actor,
    held: PartnerSignal,
    to: SignalState,
    *,
    found: Person | None = None,
) -> None:
    held.person = found
    move(by.author, held, to)
    written(by, MOVED, held)


@errand("partner-signal")
def _tell_sender(signal: PartnerSignal) -> None:
    """Tell the account that sent it that an answer waits, without the answer."""
    sender = signal.sent_by
    if sender is not None and sender.is_active:
        notify(
            to=[Recipient(sender.pk, sender.email)],
            kind=SIGNAL_ANSWER.code,
            subject="Une équipe répond à votre signalement",
            body="La réponse est sur la page de ce que vous avez envoyé.",
            link=reverse("outreach:signals_sent"),
            sensitive=True,
            cumulative=True,
        )
