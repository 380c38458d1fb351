"""Messages: written in the transaction of the act, sent once, and never lost."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from o2r.core import clock
from o2r.core.crypto.errors import NoKey, Unreadable
from o2r.core.crypto.fields import read_sealed, write_sealed
from o2r.core.messaging.enums import MESSAGE_MOVES, Channel, MessageState
from o2r.core.messaging.kinds import why_not
from o2r.core.messaging.models import MessageMove, OutgoingMessage
from o2r.core.messaging.providers import (
    Answer,
    NotTaken,
    Parcel,
    Provider,
    Refused,
    SendingError,
    provider_for,
)
from o2r.core.messaging.windows import next_opening

logger = logging.getLogger(__name__)
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=2), timedelta(hours=2)
LEASE = timedelta(minutes=10)
"""Far above the time that one exchange with a provider may take."""
SETTLING = timedelta(minutes=5)
"""How long after an unsure sending the provider is asked: it may still be writing it down."""
MOST_ASKS = 6
IN_A_ROUND = 100
TOO_LATE, NO_PROVIDER, NO_KEY = "trop-tard", "aucun-fournisseur", "sans-cle"


class WrongMove(Exception):
    """A message was asked to go where its state does not lead."""


@dataclass(frozen=True)
class NewMessage:
    """A message to write. ``tag``: the same act gives the same one; ``subject``: whose file."""

    kind: str
    tag: str
    channel: Channel
    subject: uuid.UUID
    organisation: uuid.UUID
    recipient: str
    text: str
    zone: str
    expires_at: datetime
    not_before: time | None = None
    not_after: time | None = None


@transaction.atomic
def post(*, message: NewMessage) -> OutgoingMessage:
    """Write a message that leaves after this transaction, at an hour that the person accepts.

    Written twice under one tag, it is one message. Raises NoKey, KeysUnavailable, ValueError.
    """
    known = OutgoingMessage.objects.filter(tag=message.tag).first()
    if known is not None:
        return known
    now, hours = clock.now(), (message.not_before, message.not_after)
    row = OutgoingMessage(
        subject=message.subject,
        organisation=message.organisation,
        kind=message.kind,
        tag=message.tag,
        channel=message.channel,
        zone=message.zone,
        not_before=message.not_before,
        not_after=message.not_after,
        created_at=now,
        due_at=next_opening(now, ZoneInfo(message.zone), *hours),
        expires_at=message.expires_at,
    )
    write_sealed(
        row, organisation=message.organisation, recipient=message.recipient, text=message.text
    )
    row.save(force_insert=True)
    return row


def move(
    row: OutgoingMessage, to: MessageState, *, why: str = "", by: uuid.UUID | None = None
) -> None:
    """Take a locked message to another state, and write it down. Raises WrongMove."""
    left = MessageState(row.state)
    if to not in MESSAGE_MOVES[left]:
        raise WrongMove(f"{left} → {to}")
    row.state, row.error = to, why
    if to != MessageState.SENDING:
        row.claimed_until = None
    if not MESSAGE_MOVES[to]:
        # Nobody will send it any more: neither number nor words wait in the database.
        row.recipient, row.text, row.due_at = b"", b"", None
    row.save()
    MessageMove.objects.create(message=row, left=left, reached=to, why=why, by=by)


@transaction.atomic
def settle(*, by: uuid.UUID | None, message: uuid.UUID, arrived: bool) -> OutgoingMessage | None:
    """What somebody has learnt of a message of unknown fate; left alone when it is known already.

    ``by``: the identifier of the account. A message that did not arrive is not sent again.
    """
    row = OutgoingMessage.objects.select_for_update(no_key=True).filter(pk=message).first()
    if row is not None and row.state == MessageState.UNKNOWN:
        move(row, MessageState.SENT if arrived else MessageState.FAILED, why="dit", by=by)
    return row


@transaction.atomic
def withdraw_about(*, subject: uuid.UUID, why: str) -> int:
    """Let nothing more leave about a file; how many messages that is."""
    rows = OutgoingMessage.objects.select_for_update(no_key=True).about(subject)
    found = list(rows.filter(state=MessageState.WAITING).order_by("pk"))
    for row in found:
        move(row, MessageState.CANCELLED, why=why)
    return len(found)


@transaction.atomic
def forget_about(*, subject: uuid.UUID) -> None:
    """Erase every message about a file."""
    OutgoingMessage.objects.about(subject).delete()


def send_due(now: datetime) -> dict[MessageState, int]:
    """Send what is due, the oldest first, and count what became of it.

    To be called outside a transaction: a claim must be seen by others before the provider is
    called.
    """
    counts = dict.fromkeys(MessageState, 0)
    for pk in list(
        OutgoingMessage.objects.abandoned(now).order_by("pk").values_list("pk", flat=True)
    ):
        # Killed between the provider and its own note: sent or not, nobody knows.
        _leave_unknown(pk, now)
    due = OutgoingMessage.objects.due(now).order_by("due_at", "id").values_list("pk", "state")
    for pk, state in list(due[:IN_A_ROUND]):
        reached = send(pk) if state == MessageState.WAITING else ask(pk)
        counts[reached] += 1
    return counts


def send(pk: uuid.UUID) -> MessageState:
    """Send one message if it is due and nobody is sending it; the state it is left in."""
    claimed = _claim(pk, clock.now())
    if claimed is None:
        return MessageState(OutgoingMessage.objects.values_list("state", flat=True).get(pk=pk))
    row, provider, parcel = claimed
    try:
        receipt = provider.send(parcel)
    except Refused as error:
        return _end(row, MessageState.FAILED, error.code)
    except NotTaken as error:
        return _end(row, MessageState.WAITING, error.code)
    except SendingError as error:
        return _end(row, MessageState.UNKNOWN, error.code)
    except Exception as error:  # noqa: BLE001 — a provider that breaks may have sent
        logger.error("Message %s : %s", row.tag, type(error).__name__)
        return _end(row, MessageState.UNKNOWN, type(error).__name__)
    return _end(row, MessageState.SENT, reference=receipt.reference)


def ask(pk: uuid.UUID) -> MessageState:
    """Ask the provider what became of a message; it is sent again only when it holds nothing."""
    row = OutgoingMessage.objects.get(pk=pk)
    provider = provider_for(Channel(row.channel))
    parcel = _opened(row)
    said = provider.ask(parcel) if provider and parcel else Answer.UNSAID
    with transaction.atomic():
        row = OutgoingMessage.objects.select_for_update(no_key=True).get(pk=pk)
        if row.state != MessageState.UNKNOWN:
            return MessageState(row.state)
        row.asks += 1
        if said is Answer.TAKEN:
            move(row, MessageState.SENT, why="retrouve")
        elif said is Answer.ABSENT:
            row.due_at = clock.now()
            move(row, MessageState.WAITING, why="absent")
        else:
            # In the end, only somebody can tell: it waits for them, and is not asked any more.
            row.due_at = clock.now() + SETTLING * row.asks if row.asks < MOST_ASKS else None
            row.save(update_fields=["asks", "due_at"])
    return MessageState(row.state)


@transaction.atomic
def _claim(pk: uuid.UUID, now: datetime) -> tuple[OutgoingMessage, Provider, Parcel] | None:
    """Hold a message that is due, for one sender alone; None when it must not leave now."""
    rows = OutgoingMessage.objects.select_for_update(no_key=True, skip_locked=True)
    row = rows.filter(pk=pk, state=MessageState.WAITING, due_at__lte=now).first()
    if row is None:
        return None
    opens = next_opening(now, ZoneInfo(row.zone), row.not_before, row.not_after)
    provider = provider_for(Channel(row.channel))
    unwanted = why_not(row)
    if unwanted:
        move(row, MessageState.CANCELLED, why=unwanted)
    elif opens >= row.expires_at:
        move(row, MessageState.FAILED, why=TOO_LATE)
    elif provider is None:
        move(row, MessageState.FAILED, why=NO_PROVIDER)
    elif opens > now:
        row.due_at = opens
        row.save(update_fields=["due_at"])
    elif (parcel := _opened(row)) is None:
        move(row, MessageState.FAILED, why=NO_KEY)
    else:
        row.claimed_until, row.tried_at, row.tries = now + LEASE, now, row.tries + 1
        move(row, MessageState.SENDING)
        return row, provider, parcel
    return None


def _opened(row: OutgoingMessage) -> Parcel | None:
    """What is sealed, with the key of the organisation that writes; None without it."""
    try:
        said = read_sealed(row, "recipient", "text", organisation=row.organisation)
    except (NoKey, Unreadable):
        # Keys that are away for a while raise: the job fails, tries again, and nothing is lost.
        return None
    return Parcel(row.tag, said["recipient"], said["text"])


@transaction.atomic
def _end(
    claimed: OutgoingMessage, to: MessageState, why: str = "", *, reference: str = ""
) -> MessageState:
    """Write what the provider answered to the claim that is still held."""
    now = clock.now()
    rows = OutgoingMessage.objects.select_for_update(no_key=True)
    row = rows.filter(pk=claimed.pk, state=MessageState.SENDING, tries=claimed.tries).first()
    if row is None:
        # Another worker took this one for dead: it asks before anything is sent again.
        return MessageState.UNKNOWN
    if to == MessageState.WAITING:
        row.due_at = now + retry_delay(row.tries)
        if row.due_at >= row.expires_at:
            to, why = MessageState.FAILED, TOO_LATE
    elif to == MessageState.UNKNOWN:
        row.due_at = now + SETTLING
    row.reference = reference
    move(row, to, why=why)
    return to


@transaction.atomic
def _leave_unknown(pk: uuid.UUID, now: datetime) -> None:
    rows = OutgoingMessage.objects.select_for_update(no_key=True, skip_locked=True)
    row = rows.abandoned(now).filter(pk=pk).first()
    if row is not None:
        row.due_at = now + SETTLING
        move(row, MessageState.UNKNOWN, why="interrompu")


def retry_delay(tries: int) -> timedelta:
    """How long a message waits after its ``tries``-th try: 2, 4, 8… minutes, two hours at most."""
    return min(FIRST_RETRY * (1 << min(max(tries, 1) - 1, 10)), LONGEST_RETRY)
