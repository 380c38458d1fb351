"""Requests of people about their data, from the day they are received to the answer."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.crypto.fields import write_sealed
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.notifications.directory import directory
from o2r.core.notifications.services import Recipient, notify, post_mail
from o2r.core.retention.enums import TRANSITIONS, RequestState, Right, SubjectKind
from o2r.core.retention.errors import MoveRefused, RefusalWithoutReason, RetentionError
from o2r.core.retention.models import RequestWords, RightsRequest
from o2r.core.retention.periods import Duration
from o2r.core.retention.rights import Subject
from o2r.core.retention.selectors import details_of

ANSWER = Duration(months=1)
"""GDPR art. 12.3: one month from the receipt."""
EXTENDED_ANSWER = Duration(months=3)
"""GDPR art. 12.3: two further months when requests are complex or many."""
LONGEST_DETAILS = 4000


def kept_reference(subject: Subject) -> str:
    """How a subject is named in a request: a UUID, or a keyed fingerprint of a mailbox."""
    if subject.kind != SubjectKind.VISITOR:
        return subject.reference
    return salted_hmac("o2r.retention.visitor", subject.reference, algorithm="sha256").hexdigest()


@transaction.atomic
@errand("rights")
def receive_request(
    *,
    by: Author,
    subject: Subject,
    right: Right,
    contact: str,
    details: str = "",
    organisation: UUID | None = None,
) -> RightsRequest:
    """Record what a person asks; the month to answer starts now.

    The same right asked again while it waits returns the first request, its details completed:
    asking twice does not lengthen the delay. ``contact``: where the answer goes. ``organisation``:
    who answers (None: the platform). Raises RetentionError when the details are too long.
    """
    details = details.strip()
    reference = kept_reference(subject)
    asked = RightsRequest.objects.select_for_update(no_key=True).open().of(subject.kind, reference)
    waiting = asked.filter(right=right, organisation=organisation).first()
    said = "\n\n".join(filter(None, [details_of(waiting) if waiting else "", details]))
    if len(said) > LONGEST_DETAILS:
        raise RetentionError(
            f"Vos précisions dépassent {LONGEST_DETAILS} caractères. Raccourcissez-les : vous "
            "pourrez les compléter en répondant au courriel."
        )
    now = clock.now()
    request = waiting or RightsRequest(
        subject_kind=subject.kind,
        subject_reference=reference,
        contact=contact,
        right=right,
        organisation=organisation,
        received_at=now,
        due_on=ANSWER.last_day(localdate(now)),
    )
    _save_with(request, subject, said)
    _journal(by, "rights-request", request)
    if waiting is None:
        _tell_who_answers(request)
    return request


def _save_with(request: RightsRequest, subject: Subject, said: str) -> None:
    """Save a request with what was typed: sealed when a file of the person is held."""
    if subject.uuid is None or subject.kind != SubjectKind.PERSON or request.organisation is None:
        request.details = said
        request.save()
        return
    request.save()
    words = RequestWords.objects.filter(request=request).first()
    words = words or RequestWords(request=request, subject=subject.uuid)
    write_sealed(words, organisation=request.organisation, details=said)
    words.save()


@errand("rights")
def forget_details(*, subject: Subject) -> None:
    """Somebody is erased: what they typed in their requests goes, what was answered stays."""
    asked = RightsRequest.objects.of(subject.kind, kept_reference(subject))
    RequestWords.objects.filter(request__in=asked).delete()
    asked.update(details="")


def _tell_who_answers(request: RightsRequest) -> None:
    """The month runs from now: whoever answers for the platform is told, without a name."""
    if request.organisation is not None:
        return
    notify(
        to=directory().platform_managers(),
        kind="rights-received",
        subject="Une demande sur des données attend une réponse",
        body=(
            f"Bonjour,\n\nune demande ({Right(request.right).label}) est arrivée. Réponse due "
            f"avant le {request.due_on:%d/%m/%Y} (RGPD, art. 12.3)."
        ),
        link=reverse("retention:requests"),
    )


@transaction.atomic
def extend_request(*, by: Author, request: RightsRequest, reason: str) -> RightsRequest:
    """Give oneself two more months, once; the person must be told why within the first one.

    Raises MoveRefused when it is done already, RetentionError when the first month is over or the
    reason is empty (GDPR art. 12.3).
    """
    locked = _moved(request, RequestState.EXTENDED)
    if not reason.strip():
        raise RetentionError(
            "Une prolongation se justifie par la complexité ou le nombre des demandes (RGPD, "
            "art. 12.3) : écrivez le motif."
        )
    if clock.today() > locked.due_on:
        raise RetentionError(
            "Le premier mois est passé : la prolongation devait être annoncée avant. Répondez au "
            "plus vite."
        )
    locked.extension_reason = reason.strip()
    locked.due_on = EXTENDED_ANSWER.last_day(localdate(locked.received_at))
    locked.save()
    _tell(
        locked,
        locked.contact,
        f"Votre demande prendra plus de temps : vous aurez une réponse avant le "
        f"{locked.due_on:%d/%m/%Y}.\n\nMotif : {locked.extension_reason}",
    )
    _journal(by, "rights-extended", locked)
    return locked


def complete_request(*, by: Author, request: RightsRequest, answer: str) -> RightsRequest:
    """Close a request that was satisfied, with what was done. Raises MoveRefused."""
    return _close(by, request, RequestState.DONE, answer=answer.strip())


def refuse_request(*, by: Author, request: RightsRequest, reason: str) -> RightsRequest:
    """Close a request that is refused. Raises RefusalWithoutReason, MoveRefused."""
    if not reason.strip():
        raise RefusalWithoutReason
    return _close(by, request, RequestState.REFUSED, refusal_reason=reason.strip())


def withdraw_request(*, by: Author, request: RightsRequest) -> RightsRequest:
    """Close a request that the person gives up. Raises MoveRefused."""
    return _close(by, request, RequestState.WITHDRAWN)


@transaction.atomic
def _close(by: Author, request: RightsRequest, state: RequestState, **said: str) -> RightsRequest:
    locked = _moved(request, state)
    for field, words in said.items():
        setattr(locked, field, words)
    contact, locked.contact = locked.contact, ""
    locked.closed_at = clock.now()
    locked.closed_by = by.user
    locked.save()
    if words := _words_of(locked):
        _tell(locked, contact, words)
    _journal(by, f"rights-{state.value}", locked)
    return locked


def _moved(request: RightsRequest, state: RequestState) -> RightsRequest:
    """The row, locked, in its next state. Raises MoveRefused."""
    locked = RightsRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if state not in TRANSITIONS[RequestState(locked.state)]:
        raise MoveRefused(locked.get_state_display())
    locked.state = state
    return locked


def _words_of(request: RightsRequest) -> str:
    """What the person is told when their request is closed; nothing when they withdrew it."""
    if request.state == RequestState.DONE:
        return f"Votre demande est satisfaite.\n\n{request.answer}".strip()
    if request.state == RequestState.REFUSED:
        return (
            f"Votre demande est refusée.\n\nMotif : {request.refusal_reason}\n\n"
            "Vous pouvez adresser une réclamation à la CNIL (www.cnil.fr) ou saisir le tribunal."
        )
    return ""


def _tell(request: RightsRequest, contact: str, words: str) -> None:
    subject = f"Votre demande du {localdate(request.received_at):%d/%m/%Y} sur vos données"
    if request.subject_kind == SubjectKind.ACCOUNT:
        person = Recipient(user=UUID(request.subject_reference), email=contact)
        notify(to=[person], kind="rights-answered", subject=subject, body=words)
    elif contact:
        post_mail(to=contact, subject=f"[{settings.SITE_NAME}] {subject}", body=f"{words}\n")


def _journal(by: Author, action: str, request: RightsRequest) -> None:
    record(
        by=by,
        action=action,
        kind="rights-request",
        object_id=request.pk,
        organisation=request.organisation,
        reason=request.right,
    )
