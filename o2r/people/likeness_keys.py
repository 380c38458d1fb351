"""The key of the tokens of one organisation: it follows its keys, and outlives their rotations.

It is that of a file which holds nothing: wrapped for the organisation alone, as the key of a person
is, and wrapped again when the organisation changes its own. So a copy of the tables of tokens says
nothing to who has not the root key, and tokens of two organisations never meet.
"""

import hashlib
import hmac
from uuid import UUID, uuid5

from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.sealing import file_keys
from o2r.core.crypto.services import current_organisation_key, open_file
from o2r.core.journal.authors import Author

_PURPOSE = b"o2r likeness tokens"


def token_key(organisation: UUID) -> bytes | None:
    """The key, or None before there is one. Raises KeysUnavailable."""
    try:
        keys = file_keys(_subject(organisation), organisation)
    except NoKey:
        return None
    return hmac.digest(keys[max(keys)], _PURPOSE, hashlib.sha256)


def made_token_key(organisation: UUID) -> bytes:
    """The key, made if need be, in the transaction of the caller. Raises KeysUnavailable."""
    key = token_key(organisation)
    if key is None:
        # One at a time: the key of the organisation is locked, then looked at again.
        current_organisation_key(organisation)
        key = token_key(organisation)
    if key is None:
        by = Author.system("likeness")
        open_file(by=by, subject=_subject(organisation), organisations=[organisation])
        key = token_key(organisation)
    if key is None:
        raise NoKey
    return key


def _subject(organisation: UUID) -> UUID:
    return uuid5(organisation, _PURPOSE.decode())
