"""What the referent makes of a request: accept to talk, in their own words, or say nothing."""

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.services import open_file
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.people.between.enums import NOTICE_MOVES, NoticeState
from o2r.people.between.models import InquiryAnswer, InquiryNotice
from o2r.people.between.notification_kinds import INQUIRY_ANSWERED
from o2r.people.between.selectors import agreed_with
from o2r.people.enums import Basis

ANSWER = "répondre à cette demande"


@transaction.atomic
def accept(
    *, by: Actor, notice: InquiryNotice, ground: Basis, contact: str, words: str = ""
) -> InquiryAnswer:
    """Accept to talk: who asked learns that somebody is accompanied, how to reach the referent, and
    what ``words`` say; nothing else.

    Raises NotAllowed; DomainError without a contact, for a request already accepted, or for a
    shared secrecy that no agreement in force says.
    """
    held = _held(by, notice, NoticeState.ACCEPTED)
    if by.user is None:
        raise NotAllowed(ANSWER)
    if not contact.strip():
        raise DomainError("Dites comment vous joindre.", field="contact")
    if ground == Basis.SHARED_SECRECY and not _shares_secrecy(held):
        raise DomainError(
            "Aucun secret partagé n’est en cours avec cette organisation pour cette personne. "
            "Demandez son accord à la personne, ou notez d’abord le partage dans son dossier.",
            field="ground",
        )
    answer = InquiryAnswer(
        inquiry_id=held.inquiry_id,
        notice=held,
        by_id=by.user,
        organisation_id=held.person.organisation_id,
        ground=ground,
        answered_at=clock.now(),
    )
    answer.subject = answer.pk
    both = {held.person.organisation_id, held.asked_for_id}
    open_file(by=by.author, subject=answer.pk, organisations=both)
    texts = {"contact": contact.strip(), "words": words.strip()}
    write_sealed(answer, organisation=answer.organisation_id, **texts)
    answer.save(force_insert=True)
    _move(held, NoticeState.ACCEPTED)
    notify(
        to=[Recipient(held.asked_by_id, held.asked_by.email)],
        kind=INQUIRY_ANSWERED.code,
        subject="Un référent a répondu à votre demande",
        body=f"{by.name} accepte de parler avec vous de la personne que vous cherchiez.",
        link=reverse("between:one", args=[held.inquiry_id]),
        sensitive=True,
    )
    written(by, "update", held)
    return answer


@transaction.atomic
def decline(*, by: Actor, notice: InquiryNotice) -> InquiryNotice:
    """Say nothing: who asked never knows that the request was read. NotAllowed, DomainError."""
    held = _held(by, notice, NoticeState.DECLINED)
    _move(held, NoticeState.DECLINED)
    written(by, "update", held)
    return held


def _held(by: Actor, notice: InquiryNotice, to: NoticeState) -> InquiryNotice:
    rows = InquiryNotice.objects.select_for_update(no_key=True, of=("self",))
    held = rows.select_related("person", "asked_by", "asked_for").get(pk=notice.pk)
    require(by, "update", held, act=ANSWER)
    if to not in NOTICE_MOVES[NoticeState(held.state)]:
        raise DomainError("Vous avez déjà répondu à cette demande. Rechargez la page.")
    return held


def _move(held: InquiryNotice, to: NoticeState) -> None:
    held.state, held.answered_at = to, clock.now()
    held.save(update_fields=["state", "answered_at"])


def _shares_secrecy(notice: InquiryNotice) -> bool:
    return any(not one.is_consent for one, _ in agreed_with(notice))
