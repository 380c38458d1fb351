"""The code of a card and the word chosen with the person: made, read as typed, never kept. Pure.

The code is random: 80 bits, of which a plain digest cannot be reversed. The word is chosen, so its
digest is salted and slow (the hashers of the passwords).
"""

import re
import secrets
import unicodedata
from functools import cache

from django.contrib.auth.hashers import check_password, make_password

from o2r.accounts.services.links import digest_of

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 signs: no I, L, O nor U, which are read for others or spell words."""
LENGTH, GROUP = 16, 4
SHORTEST_WORD, LONGEST_WORD = 6, 100
HOLDER = "card"
"""The role of whoever holds a card, in the journal: what they do is not told to themselves."""
_READ_FOR = str.maketrans({"I": "1", "L": "1", "O": "0"})
_APART = re.compile(r"[\s.·_–—-]+")


def new_code() -> str:
    """A code to print, in groups: « 7Q3M-… »."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def grouped(code: str) -> str:
    """A code as it is printed and read aloud."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def plain(typed: str) -> str:
    """A code as typed, whatever the case, the spaces and the signs that look alike; empty when it
    is no code at all."""
    letters = _APART.sub("", unicodedata.normalize("NFKC", typed)).upper().translate(_READ_FOR)
    is_code = len(letters) == LENGTH and set(letters) <= set(ALPHABET)
    return letters if is_code else ""


def code_digest(typed: str) -> str:
    """What is kept of a code."""
    return digest_of(plain(typed))


def word_digest(word: str) -> str:
    """What is kept of the word chosen with the person."""
    return make_password(folded(word))


def is_the_word(word: str, digest: str) -> bool:
    """Whether it is the word of this digest. As long to say no when there is no digest."""
    known = check_password(folded(word), digest or _nobodys())
    return known and bool(digest)


@cache
def _nobodys() -> str:
    """The digest of a word that nobody chose."""
    return make_password(secrets.token_urlsafe())


def folded(word: str) -> str:
    """Spaces, case and accents forgiven: the word is typed on any keyboard, months later."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())
