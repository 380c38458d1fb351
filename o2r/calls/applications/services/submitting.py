"""Sending an application: one transaction, one submission, one receipt.

The order of the statements matters when hundreds of people send at the same second. Everything that
can be done before is done first; the journal of the State service comes last but for what needs a
number, because the head of its chain stays locked until the commit: one application after another.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, prefetch_related_objects

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import NotAllowed
from o2r.calls.applications import receipts
from o2r.calls.applications.completeness import problems
from o2r.calls.applications.content import Content
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, Submission, SubmissionIntent
from o2r.calls.applications.receipts import Receipt
from o2r.calls.applications.refusals import (
    Incomplete,
    NotADraft,
    NotSubmitted,
    TooLateToTakeBack,
)
from o2r.calls.applications.selectors import CONSORTIUM, content_of
from o2r.calls.applications.services.announcing import tell_withdrawn
from o2r.calls.applications.services.arriving import digest_of_token, in_time, terms_of
from o2r.calls.applications.services.moving import locked, moved
from o2r.calls.applications.timing import INTENT_LIFE
from o2r.calls.enums import MemberRule
from o2r.calls.models import Call
from o2r.core import clock
from o2r.core.journal.anchoring import own_signing_key

SEND = "déposer cette candidature"
_NO_LONG_WAIT = "SET LOCAL lock_timeout = '1500ms'"
"""How long a submission waits for the others before it takes a ticket."""


@dataclass(frozen=True)
class Intent:
    """The proof that the summary page was opened: ``token`` is in the page, its digest is kept."""

    token: str
    opened_at: datetime


@transaction.atomic
def open_summary(*, by: Actor, application: Application, arrived_at: datetime) -> Intent:
    """Note that ``by`` opened the summary of an application at ``arrived_at``.

    Asked when the page arrives, before any proof of who acts: a second factor typed in between
    makes nobody late. A page opened again gives a later intent, and the former page keeps its own.
    Raises NotAllowed.
    """
    user = person(by, application)
    token = secrets.token_urlsafe(24)
    # Those that can no longer help are not kept: a page reloaded all day leaves a few rows.
    mine = SubmissionIntent.objects.filter(application=application, user_id=user)
    mine.filter(opened_at__lt=arrived_at - 2 * INTENT_LIFE).delete()
    SubmissionIntent.objects.create(
        application=application,
        user_id=user,
        token_digest=digest_of_token(token),
        opened_at=arrived_at,
    )
    return Intent(token, arrived_at)


def person(by: Actor, application: Application) -> UUID:
    """Who sends. Raises NotAllowed, also for what is nobody: an application is sent by a person."""
    require(by, "submit", application, act=SEND)
    if by.user is None:
        raise NotAllowed(SEND)
    return by.user


@transaction.atomic
def submit(
    *,
    by: Actor,
    application: Application,
    arrived_at: datetime,
    token: str = "",
    opened_at: datetime | None = None,
) -> Submission:
    """Send an application that arrived at ``arrived_at`` (``core.arrival``), with its receipt.

    Sent twice (a double click, two tabs, two people of the consortium), it is one submission: the
    second gets the same. ``token``: the intent of the summary page; ``opened_at``: the one that a
    ticket has kept.

    Raises NotAllowed, TooLate, NotOpenYet, CallReceivesNothing, Incomplete, NotADraft.
    """
    row = locked(application)
    submission = _submit(by, row, arrived_at, token, opened_at)
    application.state, application.number = row.state, row.number
    return submission


@transaction.atomic
def submit_at_once(
    *, by: Actor, application: UUID, arrived_at: datetime, token: str = ""
) -> Submission:
    """The same for a page, in as few queries as it takes; ``submission.application`` is read too.

    Raises NotAllowed for what does not exist as for what is not one's own, and OperationalError
    when the others make it wait more than a second and a half (PostgreSQL).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_NO_LONG_WAIT)
    # Only members of the consortium send: the other ways to meet an application are not asked.
    own = Application.objects.of_organisation(by.organisation).filter(pk=application)
    row = (
        own.select_related("call")
        .select_for_update(no_key=True, of=("self",))
        .order_by("pk")
        .first()
    )
    if row is None:
        raise NotAllowed(SEND)
    return _submit(by, row, arrived_at, token, None)


def _submit(
    by: Actor,
    row: Application,
    arrived_at: datetime,
    token: str,
    opened_at: datetime | None,
) -> Submission:
    """Send the application of a locked row."""
    # Once, for the policy and for what is sent.
    prefetch_related_objects([row], CONSORTIUM)
    user = person(by, row)
    former = former_of(row)
    if former is not None and former.taken_back_at is None:
        # Without another query: the page of the receipt speaks of both.
        former.application = row
        return former
    if row.state != ApplicationState.DRAFT:
        raise NotADraft(row.shown_state)
    opened_at = in_time(terms_of(row), arrived_at, by=user, token=token, opened_at=opened_at)
    if row.call.member_rule == MemberRule.REFUSE:
        # Two applications with the same body: the second must see the first.
        Call.objects.select_for_update(no_key=True).get(pk=row.call_id)
    content = content_of(
        row, elsewhere=row.call.member_rule == MemberRule.REFUSE, members=row.members.all()
    )
    submission = ready(row, content, arrived_at=arrived_at, by=user, former=former)
    submission.intent_opened_at = opened_at
    moved(by=by, row=row, to=ApplicationState.SUBMITTED)
    # From here on, the other applications to this State service wait for the commit.
    written(by, "submit", row, "content")
    if row.number is None:
        row.number = next_number(row.call_id)
    row.save(update_fields=["state", "number", "updated_at"])
    receipted(row, content, submission)
    submission.save(force_insert=True)
    return submission


def ready(
    row: Application,
    content: Content,
    *,
    arrived_at: datetime,
    by: UUID,
    former: Submission | None,
) -> Submission:
    """What is sent of an application, not saved yet. Raises Incomplete."""
    blocking = [problem for problem in problems(content) if problem.blocking]
    if blocking:
        raise Incomplete(blocking)
    document = content.canonical()
    return Submission(
        application=row,
        rank=former.rank + 1 if former else 1,
        arrived_at=arrived_at,
        by_id=by,
        document=document,
        digest=receipts.digest_of(document),
    )


def former_of(row: Application) -> Submission | None:
    """The last submission of an application; what never had a number was never sent."""
    if row.number is None:
        return None
    return row.submissions.order_by("-rank").defer("document").first()


def receipted(row: Application, content: Content, submission: Submission) -> None:
    """Give a submission its hour and its receipt, once the application has its number."""
    submission.recorded_at = max(clock.now(), submission.arrived_at)
    submission.receipt = receipts.issue(_stated(row, content, submission), own_signing_key())


def next_number(call: UUID) -> int:
    """One more than the last number of the call: the locked chain makes it ours alone."""
    last = Application.objects.filter(call=call).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _stated(row: Application, content: Content, submission: Submission) -> Receipt:
    closes_at = row.call.closes_at
    assert closes_at is not None  # noqa: S101 — a call that receives has one: see in_time
    return Receipt(
        instance=settings.PUBLIC_URL,
        application=str(row.pk),
        number=row.number or 0,
        title=row.title,
        lead=content.lead.name if content.lead else "",
        call=row.call.slug,
        call_title=row.call.title,
        closes_at=closes_at,
        rank=submission.rank,
        arrived_at=submission.arrived_at,
        recorded_at=submission.recorded_at,
        intent_opened_at=submission.intent_opened_at,
        digest=submission.digest,
    )


@transaction.atomic
def take_back(*, by: Actor, application: Application, arrived_at: datetime) -> Application:
    """Make a sent application a draft again, while its call is open: its receipt stays, marked.

    Raises NotAllowed, NotSubmitted, TooLateToTakeBack.
    """
    require(by, "submit", application, act="reprendre cette candidature")
    row = locked(application)
    standing = row.submissions.filter(taken_back_at=None).first()
    if standing is None or row.state != ApplicationState.SUBMITTED:
        raise NotSubmitted
    if not row.call.receives(arrived_at):
        raise TooLateToTakeBack(row.call.closes_at or arrived_at, row.call.zone_info)
    standing.taken_back_at = arrived_at
    standing.save(update_fields=["taken_back_at"])
    return _ended(by, application, row, ApplicationState.DRAFT, "")


@transaction.atomic
def withdraw(*, by: Actor, application: Application, reason: str = "") -> Application:
    """Withdraw an application for good, at any time before its convention; the State is told.

    Raises NotAllowed, MoveRefused.
    """
    require(by, "withdraw", application, act="retirer cette candidature")
    row = locked(application)
    was = ApplicationState(row.state)
    ended = _ended(by, application, row, ApplicationState.WITHDRAWN, reason)
    tell_withdrawn(row, was=was, reason=reason)
    return ended


def _ended(
    by: Actor, application: Application, row: Application, to: ApplicationState, reason: str
) -> Application:
    moved(by=by, row=row, to=to, reason=reason)
    row.save(update_fields=["state", "updated_at"])
    written(by, "withdraw", row, "summary")
    application.state = row.state
    return application
