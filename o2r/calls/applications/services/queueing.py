"""Submissions that arrived while too many others were being written: each keeps its instant.

A ticket is one small row, written with the hour of arrival before the person is answered: that page
is a promise. The worker serves tickets in the order of arrival (``groups``); the page of one that
waits too long serves it alone. A ticket served twice gives one submission.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from o2r.accounts.acting import actor_for, memberships_of
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Membership
from o2r.calls.applications.enums import ApplicationState, TicketState
from o2r.calls.applications.models import (
    Application,
    SubmissionIntent,
    SubmissionTicket,
)
from o2r.calls.applications.refusals import NotADraft, NotReceived, OutOfTheConsortium
from o2r.calls.applications.services.announcing import tell_refusal
from o2r.calls.applications.services.arriving import (
    digest_of_token,
    in_time,
    terms_of,
    terms_of_draft,
)
from o2r.calls.applications.services.submitting import person, submit
from o2r.core import clock


@transaction.atomic
def take_ticket(
    *, by: Actor, application: Application, arrived_at: datetime, token: str = ""
) -> SubmissionTicket:
    """Keep the place of a submission that cannot be written at once; the first one stands.

    Judges the hour at once: what is late is refused here, not after a wait. Raises NotAllowed,
    TooLate, NotOpenYet, CallReceivesNothing, NotADraft.
    """
    user = person(by, application)
    if application.state not in (ApplicationState.DRAFT, ApplicationState.SUBMITTED):
        raise NotADraft(application.shown_state)
    opened_at = in_time(terms_of(application), arrived_at, by=user, token=token)
    ticket = _new(application.pk, user, arrived_at, opened_at)
    SubmissionTicket.objects.bulk_create([ticket], ignore_conflicts=True)
    # Ours, or the one that was there; it may have been served in the meantime.
    taken = SubmissionTicket.objects.filter(application=application).order_by("-arrived_at", "pk")
    kept = taken.filter(state=TicketState.WAITING).first() or taken[0]
    kept.application = application
    return kept


@dataclass(frozen=True)
class Place:
    """What the page of a place says: the ``ticket`` kept, in the zone of the hours of its call."""

    ticket: UUID
    zone: ZoneInfo


def keep_place(
    *, by: UUID, organisation: UUID, application: UUID, arrived_at: datetime, token: str = ""
) -> Place | None:
    """The same in a rush, for a person whose session is proved and who works for ``organisation``.

    None when there is nothing to keep: not a draft of this body, or too late. What the policy says
    of them is asked when the ticket gets its turn, as for any submission. Raises IntegrityError
    when a place is already kept: the caller's transaction is lost, and nothing with it.
    """
    terms = terms_of_draft(application, organisation=organisation)
    if terms is None:
        return None
    try:
        opened_at = in_time(terms, arrived_at, by=by, token=token)
    except NotReceived:
        return None
    ticket = _new(application, by, arrived_at, opened_at)
    ticket.save(force_insert=True)
    return Place(ticket.pk, terms.zone)


def keep_click(
    *, by: UUID, organisation: UUID, application: UUID, arrived_at: datetime
) -> SubmissionIntent | None:
    """Note that ``by`` sent an application before the hour, without the proof that it takes.

    As the summary page opened at this instant: they have fifteen minutes to prove who they are.
    None when there is nothing to keep: not a draft of this body, or out of time.
    """
    terms = terms_of_draft(application, organisation=organisation)
    try:
        if terms is None or in_time(terms, arrived_at, by=by) is not None:
            return None
    except NotReceived:
        return None
    return SubmissionIntent.objects.create(
        application_id=application,
        user_id=by,
        token_digest=digest_of_token(secrets.token_urlsafe(24)),
        opened_at=arrived_at,
    )


def _new(
    application: UUID, user: UUID, arrived_at: datetime, opened_at: datetime | None
) -> SubmissionTicket:
    intent = None
    if opened_at is not None:
        intents = SubmissionIntent.objects.filter(application=application, opened_at=opened_at)
        intent = intents.order_by("pk").first()
    return SubmissionTicket(
        application_id=application, user_id=user, arrived_at=arrived_at, intent=intent
    )


@transaction.atomic
def serve(ticket: SubmissionTicket) -> SubmissionTicket:
    """Give its turn to a ticket: it becomes a submission, or is refused with the reason.

    One that is being served, or was, is returned as it stands.
    """
    waiting = SubmissionTicket.objects.filter(pk=ticket.pk, state=TicketState.WAITING)
    related = waiting.select_related("user", "application__call", "intent")
    row = related.select_for_update(no_key=True, of=("self",), skip_locked=True).first()
    if row is None:
        ticket.refresh_from_db()
        return ticket
    application = Application.objects.select_related("call").get(pk=row.application_id)
    try:
        with transaction.atomic():
            submit(
                by=actor_of(row),
                application=application,
                arrived_at=row.arrived_at,
                opened_at=row.intent.opened_at if row.intent else None,
            )
        row.state = TicketState.DONE
    except DomainError as refusal:
        row.state, row.answer = TicketState.REFUSED, str(refusal)
    ended(row)
    return row


def ended(ticket: SubmissionTicket) -> None:
    """Save a ticket that had its turn, and tell its author when it was refused."""
    ticket.ended_at = clock.now()
    ticket.save(update_fields=["state", "answer", "ended_at"])
    if ticket.state == TicketState.REFUSED:
        tell_refusal(ticket)


def actor_of(ticket: SubmissionTicket, *, held: Sequence[Membership] | None = None) -> Actor:
    """Who took the ticket, acting for the member of the consortium where they work.

    ``held``: what ``memberships_of`` gives for them, when it was read.

    Raises OutOfTheConsortium when they no longer do.
    """
    joined = {member.organisation_id for member in ticket.application.members.all()}
    held = memberships_of(ticket.user) if held is None else held
    chosen = next((one for one in held if one.organisation_id in joined), None)
    if chosen is None:
        raise OutOfTheConsortium
    return actor_for(ticket.user, acting_as=chosen.pk, held=held)
