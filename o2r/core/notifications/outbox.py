"""Mails: written in the transaction of the act, sent after it by the worker, never lost.

The row of :class:`Mail` is the truth. The queued task only makes a mail leave within a second;
whatever it could not send (server down, worker killed, lost task) stays due, and the recurring job
``mails`` tries again after a growing delay. A mail is claimed before it is sent, so that two
workers send it once. A worker that dies between the server's answer and its own note makes it
leave twice: both copies then bear the same Message-ID, by which mailboxes know them for one.
"""

import logging
import smtplib
import uuid
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django_tasks import task

from o2r.core import clock
from o2r.core.notifications.enums import MailState
from o2r.core.notifications.models import LONGEST_SUBJECT, Mail

logger = logging.getLogger(__name__)
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=4)
GIVE_UP_AFTER = timedelta(days=3)
# Far above the time a server may take (EMAIL_TIMEOUT for each of its answers).
LEASE = timedelta(minutes=10)
# After a server did not answer, new mails wait for the next round instead of waiting for it too.
QUIET_AFTER_SILENCE = timedelta(minutes=1)
MAILS_IN_A_ROUND = 200


@transaction.atomic
def post_mail(*, to: str, subject: str, body: str, reply_to: str = "") -> Mail:
    """Write a mail that leaves after the current transaction, through the task queue.

    A transaction rolled back takes its mails with it. Line breaks of the subject become spaces: a
    header cannot be forged.
    """
    now = clock.now()
    mail = Mail.objects.create(
        to=to,
        reply_to=reply_to,
        subject=one_line(subject),
        body=body,
        created_at=now,
        due_at=now,
    )
    send_soon.enqueue(str(mail.pk))
    return mail


def one_line(subject: str) -> str:
    """``subject`` without line breaks, cut to what a row keeps."""
    line = " ".join(subject.split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"


@task()
def send_soon(mail_id: str) -> str:
    """The queued task: send one mail now, unless the server has just failed to answer."""
    now = clock.now()
    if Mail.objects.unreachable_since(now - QUIET_AFTER_SILENCE):
        return MailState.WAITING.value
    return send(uuid.UUID(mail_id), now).value


def send_due_mails(now: datetime) -> dict[MailState, int]:
    """Send what is due, oldest first, and count what became of it.

    Stops when the server does not answer: the rest stays due.
    """
    counts = dict.fromkeys(MailState, 0)
    due = Mail.objects.due(now).order_by("due_at", "id").values_list("pk", flat=True)
    for pk in list(due[:MAILS_IN_A_ROUND]):
        state = send(pk, clock.now())
        counts[state] += 1
        if state == MailState.WAITING and Mail.objects.unreachable_since(now):
            break
    return counts


def send(pk: uuid.UUID, now: datetime) -> MailState:
    """Send one mail if it is due and nobody is sending it; returns the state it is left in.

    To be called outside a transaction: the claim must be seen by others before the server is
    called. A mail that is already gone, or held by another, is left alone.
    """
    claimed = (
        Mail.objects.due(now)
        .filter(pk=pk)
        .update(state=MailState.SENDING, claimed_until=now + LEASE, tries=F("tries") + 1)
    )
    if not claimed:
        return MailState.SENDING
    mail = Mail.objects.get(pk=pk)
    try:
        _as_message(mail).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return _could_not_leave(mail, error)
    sent_at = clock.now()
    Mail.objects.filter(pk=pk).update(
        state=MailState.SENT, sent_at=sent_at, body="", error="", claimed_until=None
    )
    return MailState.SENT


def _as_message(mail: Mail) -> EmailMessage:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    headers = {"Message-ID": f"<{mail.pk}@{host}>"}
    if not mail.reply_to:
        # RFC 3834: no out-of-office answer to what a machine wrote.
        headers["Auto-Submitted"] = "auto-generated"
    return EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
    )


def _could_not_leave(mail: Mail, error: Exception) -> MailState:
    now = clock.now()
    kind = type(error).__name__
    hopeless = _refused_for_good(error) or mail.created_at <= now - GIVE_UP_AFTER
    state = MailState.GIVEN_UP if hopeless else MailState.WAITING
    # The address stays out of the log.
    logger.error("Courriel %s non parti (%s) : %s", mail.pk, kind, state.label)
    Mail.objects.filter(pk=mail.pk).update(
        state=state,
        # Nobody will send it any more: the link it may hold must not wait in the database.
        body="" if hopeless else mail.body,
        due_at=now + retry_delay(mail.tries),
        claimed_until=None,
        unreachable_at=now if _server_is_silent(error) else None,
        error=kind,
    )
    return state


def retry_delay(tries: int) -> timedelta:
    """How long a mail waits after its ``tries``-th try: 1, 2, 4… minutes, then every 4 hours."""
    return min(FIRST_RETRY * (1 << min(tries - 1, 10)), LONGEST_RETRY)


def _refused_for_good(error: Exception) -> bool:
    """The server answered that this address will never work (RFC 5321: 5xx)."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _ in error.recipients.values())


def _server_is_silent(error: Exception) -> bool:
    silent = (OSError, smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError)
    answered = isinstance(error, smtplib.SMTPException) and not isinstance(
        error, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError
    )
    return isinstance(error, silent) and not answered
