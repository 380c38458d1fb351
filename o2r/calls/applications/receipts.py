"""Receipts: what proves, without us, that an application was received, when, and what it said.

A receipt is one signed statement (``core.journal.signed``), of form 1, in this order: ``form``,
``instance`` (the address of the platform), ``application`` (identifier, number, title, lead),
``call`` (identifier, title, closing instant), ``rank`` (the first submission is 1), ``arrived_at``
(by the clock of the server, UTC, microseconds), ``recorded_at``, ``intent_opened_at`` (when the
summary page was opened, if that is what makes it in time), ``digest`` (SHA-256 of the whole
application, in its canonical text, UTF-8), ``key`` and ``signature``. Pure: no database, no clock.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from o2r.core.journal import signed

FORM = "o2r-receipt-1"


class BrokenReceipt(ValueError):
    """A text that is not a receipt."""


@dataclass(frozen=True)
class Receipt:
    """What a receipt states. ``number``: of the application, in its call."""

    instance: str
    application: str
    number: int
    title: str
    lead: str
    call: str
    call_title: str
    closes_at: datetime
    rank: int
    arrived_at: datetime
    recorded_at: datetime
    intent_opened_at: datetime | None
    digest: str


def digest_of(document: str) -> str:
    """SHA-256 of a canonical application, in hexadecimal."""
    return hashlib.sha256(document.encode()).hexdigest()


def issue(receipt: Receipt, key: Ed25519PrivateKey) -> str:
    """The signed statement, on one line."""
    opened = receipt.intent_opened_at
    return signed.seal(
        {
            "form": FORM,
            "instance": receipt.instance,
            "application": {
                "id": receipt.application,
                "number": receipt.number,
                "title": receipt.title,
                "lead": receipt.lead,
            },
            "call": {
                "id": receipt.call,
                "title": receipt.call_title,
                "closes_at": _written(receipt.closes_at),
            },
            "rank": receipt.rank,
            "arrived_at": _written(receipt.arrived_at),
            "recorded_at": _written(receipt.recorded_at),
            "intent_opened_at": _written(opened) if opened else None,
            "digest": receipt.digest,
        },
        key,
    )


def read(text: str) -> Receipt:
    """What a receipt states, whoever signed it. Raises BrokenReceipt."""
    document = _document(text)
    try:
        application, call = document["application"], document["call"]
        opened = document["intent_opened_at"]
        return Receipt(
            instance=str(document["instance"]),
            application=str(application["id"]),
            number=int(application["number"]),
            title=str(application["title"]),
            lead=str(application["lead"]),
            call=str(call["id"]),
            call_title=str(call["title"]),
            closes_at=datetime.fromisoformat(call["closes_at"]),
            rank=int(document["rank"]),
            arrived_at=datetime.fromisoformat(document["arrived_at"]),
            recorded_at=datetime.fromisoformat(document["recorded_at"]),
            intent_opened_at=datetime.fromisoformat(opened) if opened else None,
            digest=str(document["digest"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenReceipt("not a receipt") from error


def key_in(text: str) -> Ed25519PublicKey:
    """The public key that a receipt says it is signed with. Raises BrokenReceipt."""
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(_document(text)["key"]))
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenReceipt("no key") from error


def is_genuine(text: str, key: Ed25519PublicKey) -> bool:
    """True when every figure of the receipt is signed by the owner of ``key``."""
    try:
        return _document(text)["form"] == FORM and signed.is_sealed(text, key)
    except BrokenReceipt:
        return False


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise BrokenReceipt("not JSON") from error
    if not isinstance(document, dict) or document.get("form") != FORM:
        raise BrokenReceipt("another form")
    return document


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")
