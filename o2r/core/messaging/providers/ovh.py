"""SMS over HTTP, as the public API of OVHcloud does: signed JSON, a tag to find messages again.

Each request bears ``X-Ovh-Signature``: ``$1$`` and the SHA-1 of secret, consumer key, method, whole
address, body and hour, joined by ``+``. SHA-1 is what the API asks for; the secret itself never
travels. Only a JSON error of the provider itself says that a message was refused: a page of HTML
may come from anything on the way.
"""

import hashlib
import http.client
import json
import re
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from o2r.core import clock
from o2r.core.deadline import cut_after
from o2r.core.messaging.providers.base import (
    Answer,
    NotTaken,
    Parcel,
    Receipt,
    Refused,
    SendingError,
    Unsure,
)

LONGEST_ANSWER = 65_536
MOST_JOBS = 20
"""Beyond, whether a message still waits at the provider cannot be told."""
NOT_TAKEN = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
    | {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.PAYMENT_REQUIRED}
)
REFUSED = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY})
_NOT_A_DIGIT = re.compile(r"\D")


@dataclass(frozen=True)
class OvhAccount:
    """Where to write, for which service, and with which keys. ``seconds``: for one exchange."""

    url: str
    service: str
    sender: str
    application_key: str
    application_secret: str
    consumer_key: str
    seconds: float = 10.0


class OvhSms:
    """The provider behind an account."""

    def __init__(self, account: OvhAccount) -> None:
        self._account = account
        self._at = f"/sms/{quote(account.service, safe='')}"

    def send(self, parcel: Parcel) -> Receipt:
        number = international(parcel.recipient)
        if number is None:
            raise Refused("numero")
        asked = {
            "receivers": [number],
            "message": parcel.text,
            "sender": self._account.sender,
            "tag": parcel.tag,
            "noStopClause": True,
            "priority": "high",
            "charset": "UTF-8",
        }
        return _receipt(self._ask("POST", f"{self._at}/jobs", asked), number)

    def ask(self, parcel: Parcel) -> Answer:
        """Look among what was sent, by the tag, then among what still waits, by the number."""
        try:
            sent = self._ask("GET", f"{self._at}/outgoing?tag={quote(parcel.tag, safe='')}")
            if not isinstance(sent, list):
                return Answer.UNSAID
            if sent:
                return Answer.TAKEN
            return self._among_waiting(international(parcel.recipient))
        except SendingError:
            return Answer.UNSAID

    def _among_waiting(self, number: str | None) -> Answer:
        waiting = self._ask("GET", f"{self._at}/jobs")
        if not isinstance(waiting, list) or len(waiting) > MOST_JOBS:
            return Answer.UNSAID
        for job in waiting:
            one = self._ask("GET", f"{self._at}/jobs/{quote(str(job), safe='')}")
            # A job bears no tag: one for this number may be ours, and is soon sent.
            if not isinstance(one, dict) or one.get("receiver") == number:
                return Answer.UNSAID
        return Answer.ABSENT

    def _ask(self, method: str, path: str, content: Any = None) -> Any:
        """One exchange. Raises NotTaken, Refused, Unsure."""
        where = urlsplit(self._account.url)
        body = json.dumps(content, ensure_ascii=False) if content is not None else ""
        target = f"{where.path.rstrip('/')}{path}"
        headers = self._signed(method, f"{where.scheme}://{where.netloc}{target}", body)
        secure = where.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        made = kind(where.hostname or "", where.port, timeout=self._account.seconds)
        with closing(made) as connection:
            try:
                connection.connect()
            except (OSError, http.client.HTTPException) as error:
                raise NotTaken("injoignable") from error
            # Its timeout bounds each read; a peer that sends one byte at a time ends too.
            with cut_after(connection.sock, self._account.seconds):
                status, said = _exchange(connection, method, target, body.encode(), headers)
        return _read(status, said)

    def _signed(self, method: str, address: str, body: str) -> dict[str, str]:
        keys, stamp = self._account, str(int(clock.now().timestamp()))
        words = (keys.application_secret, keys.consumer_key, method, address, body, stamp)
        digest = hashlib.sha1("+".join(words).encode(), usedforsecurity=False).hexdigest()
        return {
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
            "X-Ovh-Application": keys.application_key,
            "X-Ovh-Consumer": keys.consumer_key,
            "X-Ovh-Timestamp": stamp,
            "X-Ovh-Signature": f"$1${digest}",
        }


def international(number: str) -> str | None:
    """A number as E.164 writes it; None when it cannot be: no country is guessed but France."""
    digits = _NOT_A_DIGIT.sub("", number)
    if number.strip().startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
    elif len(digits) == 10 and digits.startswith("0"):
        digits = f"33{digits[1:]}"
    else:
        return None
    return f"+{digits}" if 8 <= len(digits) <= 15 else None


def _exchange(
    connection: http.client.HTTPConnection,
    method: str,
    target: str,
    body: bytes,
    headers: dict[str, str],
) -> tuple[int, bytes]:
    try:
        connection.request(method, target, body=body or None, headers=headers)
        answer = connection.getresponse()
        said = answer.read(LONGEST_ANSWER + 1)
    except (OSError, http.client.HTTPException) as error:
        raise Unsure("sans-reponse") from error
    if len(said) > LONGEST_ANSWER:
        raise Unsure("reponse-trop-longue")
    return answer.status, said


def _read(status: int, said: bytes) -> Any:
    """The JSON of an answer. Raises Refused and NotTaken for its own errors, else Unsure."""
    try:
        content = json.loads(said)
    except ValueError as error:
        raise Unsure(f"reponse-illisible-{status}") from error
    if status in (HTTPStatus.OK, HTTPStatus.CREATED):
        return content
    own = isinstance(content, dict) and isinstance(content.get("message"), str)
    if own and status in REFUSED:
        raise Refused(f"http-{status}")
    if own and status in NOT_TAKEN:
        raise NotTaken(f"http-{status}")
    raise Unsure(f"http-{status}")


def _receipt(content: Any, number: str) -> Receipt:
    """What was taken. Raises Refused for a number it does not serve, Unsure for anything else."""
    if isinstance(content, dict):
        ids, wrong = content.get("ids"), content.get("invalidReceivers")
        if isinstance(ids, list) and ids and all(isinstance(one, int | str) for one in ids):
            return Receipt(str(ids[0])[:80])
        if isinstance(wrong, list) and number in wrong and not ids:
            raise Refused("numero")
    raise Unsure("reponse-inattendue")
