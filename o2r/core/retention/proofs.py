"""Proving a mailbox: whoever opens the signed link reads the mail of that address."""

from datetime import timedelta

from django.core import signing

from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import Subject

LINK_LIFE = timedelta(hours=2)
_SALT = "o2r.retention.mailbox"


def token_for(email: str) -> str:
    """What the link of the mail carries."""
    return signing.dumps(email.strip().lower(), salt=_SALT)


def proven(token: str) -> Subject | None:
    """The visitor that a token proves; None when it is not ours or too old."""
    try:
        email: str = signing.loads(token, salt=_SALT, max_age=LINK_LIFE)
    except signing.BadSignature:
        return None
    return Subject(SubjectKind.VISITOR, email)
