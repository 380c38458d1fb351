"""Secrets of a link and of a code: made, read as typed, never kept. Pure.

A link holds 256 bits in a mail, 80 in a letter, where somebody types it: a plain digest of either
cannot be reversed. A code is short: its digest is keyed, and tries are counted.
"""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

from o2r.accounts.services.links import digest_of
from o2r.people.card_codes import ALPHABET, new_code, plain

CODE_LENGTH, CODE_GROUP = 8, 4
_READ_FOR = str.maketrans({"I": "1", "L": "1", "O": "0"})


def typed_secret() -> tuple[str, str]:
    """A secret for a letter, in groups that are typed, and the digest to keep."""
    secret = new_code()
    return secret, link_digest(secret)


def link_digest(secret: str) -> str:
    """What is kept of the secret of a link, as it is in a mail or as it is typed."""
    return digest_of(plain(secret) or secret)


def one_time_code() -> str:
    """A code to read on a screen or a paper, and to type: « 7Q3M-V2KD »."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{letters[:CODE_GROUP]}-{letters[CODE_GROUP:]}"


def code_digest(referral: object, typed: str) -> str:
    """What is kept of a code of one referral, whatever the case and the signs that look alike."""
    letters = "".join(one for one in typed.upper() if one.isalnum()).translate(_READ_FOR)
    return salted_hmac(f"o2r.referrals.code.{referral}", letters, algorithm="sha256").hexdigest()


def is_same(one: str, other: str) -> bool:
    """Compare two digests in a time that says nothing."""
    return constant_time_compare(one, other)
