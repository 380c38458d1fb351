"""What a structure answers: from its space, by a link, or told to who sent the referral."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.calendar_words import long_day
from o2r.core.journal.authors import Author
from o2r.pathways.referrals.delays import closes_on
from o2r.pathways.referrals.enums import (
    FAILED,
    SAID_BY_STRUCTURES,
    Answer,
    EndReason,
    ReferralState,
)
from o2r.pathways.referrals.loop import way
from o2r.pathways.referrals.models import Referral, ReferralLink
from o2r.pathways.referrals.selectors.links import live_link
from o2r.pathways.referrals.services.closing import nothing_to_read
from o2r.pathways.referrals.services.failing import after_failure
from o2r.pathways.referrals.services.holding import (
    end_links,
    hold,
    link_author,
    locked,
    move,
    record_by_link,
)
from o2r.pathways.referrals.services.telling import tell_sender
from o2r.people.services.holding import touched

ANSWER = "répondre à cette orientation"
NOTE = "noter la réponse d’une structure"
_ANSWERED = "Une structure répond à une orientation"
_SAID = "Ouvrez l’orientation pour lire la réponse, et ce qui reste à faire."


@dataclass(frozen=True)
class Said:
    """An answer. ``on``: the day of the appointment, of the reception or of the entry; ``reason``:
    why not."""

    answer: Answer
    on: date | None = None
    reason: EndReason | None = None


@transaction.atomic
def see(*, by: Actor, referral: Referral) -> Referral:
    """Note that the structure has opened a referral; once. Raises NotAllowed."""
    row = locked(referral.pk)
    require(by, "read", row, act=ANSWER)
    if row.state == ReferralState.SENT:
        move(by=by.author, row=row, to=ReferralState.SEEN)
        written(by, "referral.see", row)
    return row


@transaction.atomic
def answer_received(*, by: Actor, referral: Referral, said: Said) -> Referral:
    """Answer from the space of the structure; the same answer again changes nothing.

    Raises NotAllowed; DomainError at the field to correct, and for what no longer leads there.
    """
    row = locked(referral.pk)
    require(by, "update", row, act=ANSWER)
    if _apply(by.author, row, said):
        written(by, "referral.answer", row, "summary")
        tell_sender(row, _ANSWERED, _SAID)
    return row


@transaction.atomic
@errand("referral")
def answer_by_link(*, secret: str, said: Said) -> Referral | None:
    """Answer by a link, without account; None when no link answers any more.

    Raises DomainError at the field to correct, and for what no longer leads there.
    """
    link = live_link(secret)
    if link is None:
        return None
    row = locked(link.referral_id)
    if row.is_hidden:
        return None
    by = link_author(row)
    if _apply(by, row, said, by_link=True):
        record_by_link(by, "referral.answer", row)
        tell_sender(row, _ANSWERED, _SAID)
    return row


@transaction.atomic
def answer_for_structure(*, by: Actor, referral: Referral, said: Said) -> Referral:
    """Note what the structure said by telephone, for who follows the person.

    Raises NotAllowed; DomainError at the field to correct.
    """
    row, file = hold(by=by, referral=referral, act=NOTE)
    if _apply(by.author, row, said):
        touched(file)
        written(by, "referral.note", file, "referral")
    return row


@transaction.atomic
def cancel(*, by: Actor, referral: Referral) -> Referral:
    """Take a referral back, or give a draft up: its links answer no more. Raises NotAllowed;
    DomainError once the structure is at work with the person."""
    row, file = hold(by=by, referral=referral, act="annuler une orientation")
    if row.state == ReferralState.CANCELLED:
        return row
    move(by=by.author, row=row, to=ReferralState.CANCELLED)
    end_links(row, clock.now())
    nothing_to_read(row)
    touched(file)
    written(by, "referral.cancel", file, "referral")
    return row


def _apply(by: Author, row: Referral, said: Said, *, by_link: bool = False) -> bool:
    """Move a locked row as the answer says; whether something changed."""
    to, left = said.answer.state, ReferralState(row.state)
    if left == to and _says_the_same(row, said):
        return False
    moved = left == to and said.answer == Answer.APPOINTED
    steps = [] if moved else way(left, to)
    if not steps and not moved:
        raise DomainError(
            f"Cette orientation est « {left.label} » : elle ne peut plus devenir « {to.label} »."
        )
    if left == ReferralState.UNANSWERED:
        row.counted_from, row.reminded_at, row.reason = clock.today(), None, ""
        row.next_service = None
        last = closes_on(clock.today())
        ReferralLink.objects.filter(referral=row, ended_at=None).update(until=last)
    _check(row, said)
    _keep(row, said)
    for step in steps:
        move(by=by, row=row, to=step, by_link=by_link)
    if moved:
        row.save(update_fields=["appointment_on"])
    if to in FAILED:
        after_failure(row)
        nothing_to_read(row)
    return True


def _says_the_same(row: Referral, said: Said) -> bool:
    if said.answer == Answer.APPOINTED:
        return said.on in (None, row.appointment_on)
    return True


def _check(row: Referral, said: Said) -> None:
    """Raises DomainError at the field, for a day that cannot be or a refusal without a reason."""
    today, sent, day = clock.today(), row.sent_at, said.on
    first = timezone.localdate(sent) if sent else today
    if said.answer == Answer.REFUSED and said.reason not in SAID_BY_STRUCTURES:
        raise DomainError("Dites pourquoi : cela aide à chercher ailleurs.", field="reason")
    if said.answer == Answer.APPOINTED and day is None:
        raise DomainError("Donnez le jour du rendez-vous.", field="on")
    if day is None:
        return
    if day < first:
        raise DomainError(
            f"Ce jour précède l’envoi de l’orientation, le {long_day(first)}.", field="on"
        )
    if said.answer in (Answer.RECEIVED, Answer.ENTERED) and day > today:
        raise DomainError("Ce jour est à venir. Donnez un jour passé.", field="on")
    last = closes_on(row.counted_from or today)
    if said.answer == Answer.APPOINTED and day > last:
        raise DomainError(
            f"Ce jour est trop loin : une orientation se suit jusqu’au {long_day(last)}. Notez "
            "plutôt la liste d’attente, et le rendez-vous quand il sera proche.",
            field="on",
        )


def _keep(row: Referral, said: Said) -> None:
    today = clock.today()
    match said.answer:
        case Answer.APPOINTED:
            row.appointment_on = said.on
        case Answer.RECEIVED:
            row.received_on = said.on or today
        case Answer.ENTERED:
            row.entered_on = said.on or today
            row.received_on = row.received_on or row.entered_on
        case Answer.REFUSED:
            row.reason = said.reason or EndReason.OTHER
        case Answer.NOT_FOLLOWED:
            row.reason = said.reason or EndReason.NOT_COME
        case _:
            pass
