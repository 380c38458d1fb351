"""Mails to people, by the mail server of the instance. Neutral subject, no name."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from o2r.core.messaging.providers.base import (
    Answer,
    NotTaken,
    Parcel,
    Receipt,
    Refused,
    SendingError,
    Unsure,
)

SUBJECT = "Rappel"
"""What the list of a mailbox shows: neither who writes, nor about what."""


class MailServer:
    """The Message-ID is made of the tag: mailboxes know two copies for one."""

    def send(self, parcel: Parcel) -> Receipt:
        host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
        headers = {"Message-ID": f"<{parcel.tag}@{host}>", "Auto-Submitted": "auto-generated"}
        message = EmailMessage(
            subject=SUBJECT, body=parcel.text, to=[parcel.recipient], headers=headers
        )
        try:
            message.send()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise _read(error) from error
        return Receipt(parcel.tag)

    def ask(self, parcel: Parcel) -> Answer:
        """A mail server keeps no list that one may ask."""
        return Answer.UNSAID


def _read(error: Exception) -> SendingError:
    """What a failure means: refused for good, not taken, or nobody knows."""
    name = type(error).__name__
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        for_good = all(code >= 500 for code, _ in error.recipients.values())
        return Refused(name) if for_good else NotTaken(name)
    if isinstance(error, smtplib.SMTPServerDisconnected | TimeoutError | ConnectionResetError):
        return Unsure(name)
    # The server said no, or was never reached; a wrong address is a ValueError.
    return Refused(name) if isinstance(error, ValueError) else NotTaken(name)
