"""Proving a mailbox: whoever opens the sealed link reads the mail of that address.

The link holds the address, sealed: what a server writes of the requests it serves names nobody.
"""

import base64
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from o2r.core import clock
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import Subject

LINK_LIFE = timedelta(hours=2)
_PURPOSE = b"o2r.retention.mailbox"


def token_for(email: str) -> str:
    """What the link of the mail carries."""
    return _seal().encrypt_at_time(email.strip().lower().encode(), _now()).decode()


def proven(token: str) -> Subject | None:
    """The visitor that a token proves; None when it is not ours or too old."""
    life = int(LINK_LIFE.total_seconds())
    try:
        email = _seal().decrypt_at_time(token.encode(), life, _now()).decode()
    except InvalidToken:
        return None
    return Subject(SubjectKind.VISITOR, email)


def _now() -> int:
    return int(clock.now().timestamp())


def _seal() -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=_PURPOSE).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
