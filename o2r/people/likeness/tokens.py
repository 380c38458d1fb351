"""Keyed tokens by which files that may be of one person are found, without reading any. Pure.

A token is the first 8 bytes of an HMAC-SHA256 of a composite: two facts at least, never a name or a
date alone, except a phone. The caller gives the key: one for each organisation inside an operator,
another one, held by the separate process, between operators. So tokens of two organisations never
match in a copy of the database.

What leaks, and to whom. Whoever copies the table, without the key, sees which files share a
composite, hence clusters of likely relatives and namesakes, and how often each token comes back:
the commonest are those of common names. Whoever also has the key can try names and dates one by one
(names × dates are few: some 10^9) and read them back. So tokens are personal data: erased with the
file, never given to another process, their key apart from the database and changed every year,
which means computing them again. Protected files have none.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations

from o2r.people.likeness.contacts import dialled, is_mobile, placed
from o2r.people.likeness.diminutives import stands_for
from o2r.people.likeness.identity import Identity
from o2r.people.likeness.names import Name
from o2r.people.likeness.sounds import Word, bones

TOKEN_BYTES = 8
KEY_BYTES = 32
AGES_MET = range(10, 80)
"""Ages whose years of birth are counted to know how common a name is."""

_INSIDE, _BETWEEN = b"o2r likeness inside one operator", b"o2r likeness between operators"

Parts = tuple[str, ...]


def tokens(identity: Identity, key: bytes) -> set[bytes]:
    """What to keep for a file, and what to look for when somebody is typed.

    Some twenty; none for who is known by one name alone. Raises ValueError on a key shorter than 32
    bytes.
    """
    digest = _keyed(key, _INSIDE)
    return {digest(parts) for parts in _composites(identity)}


def counted(identity: Identity, key: bytes, year: int) -> dict[bytes, str]:
    """Tokens whose rows, counted, say how common each name is among files that have a birth date.

    Those of each name with every year of birth met in ``year``; the value is the name, by its
    consonants. No token of a name alone has to be kept for that. Raises ValueError as above.
    """
    digest = _keyed(key, _INSIDE)
    names = {word.bones for word in _words_typed(identity) if word.bones}
    return {digest(_by_year(name, year - age)): name for name in names for age in AGES_MET}


def shared_tokens(identity: Identity, key: bytes) -> set[bytes]:
    """The tokens of ``shared_composites``. Raises ValueError as above."""
    digest = shared_digest(key)
    return {digest(parts) for parts in shared_composites(identity)}


def shared_digest(key: bytes) -> Callable[[Parts], bytes]:
    """How the process between operators, which holds ``key``, makes a token of a composite.

    Raises ValueError as above.
    """
    return _keyed(key, _BETWEEN)


def shared_composites(identity: Identity) -> tuple[Parts, ...]:
    """At most four composites for the process between operators; the first part says which.

    Full name and birth date; the same by sound; first name, birth date and commune of birth, if it
    was given; mobile phone. Words are sorted, so that swapped boxes agree. A 1st of January is the
    date of those whose day is unknown: it makes no composite without the commune. A landline makes
    none. A match is a request to another referent about somebody: better none than one too many.
    """
    return tuple(_shared(identity))


def _keyed(key: bytes, purpose: bytes) -> Callable[[Parts], bytes]:
    if len(key) < KEY_BYTES:
        raise ValueError(f"A key of tokens has {KEY_BYTES} bytes at least.")

    def digest(parts: Parts) -> bytes:
        message = purpose + b"\0" + "\0".join(parts).encode()
        return hmac.digest(key, message, hashlib.sha256)[:TOKEN_BYTES]

    return digest


def _words_typed(identity: Identity) -> Iterator[Word]:
    for typed in (identity.first_name, identity.last_name, identity.known_as):
        yield from Name.of(typed).words


def _composites(identity: Identity) -> set[Parts]:
    called = _codes(identity.first_name, with_full_names=True)
    called |= _codes(identity.known_as, with_full_names=True)
    family = _codes(identity.last_name)
    found: set[Parts] = set()
    for one, other in combinations(sorted(called | family), 2):
        found.add(("names", one, other))
    for one in called:
        for other in family - {one}:
            found |= _with_a_slip(one, other)
    if identity.birth:
        found |= _with_birth(called | family, identity.birth)
    if place := placed(identity.place):
        found |= {("called at", name, place) for name in called}
    found |= {("phone", number) for number in map(dialled, identity.phones) if number}
    return found


def _codes(typed: str, *, with_full_names: bool = False) -> set[str]:
    """The consonants of each word of a box, of the box in one word, of what a diminutive stands
    for."""
    name = Name.of(typed)
    found = {word.bones for word in (*name.words, name.bare)}
    if with_full_names:
        found |= {bones(full) for word in name.words for full in stands_for(word)}
    return found - {""}


def _with_a_slip(one: str, other: str) -> set[Parts]:
    """The pair, and the pair with one consonant less on either side: two writings that differ by
    one consonant have one of these in common."""
    pairs = {(one, other)}
    pairs |= {(shorter, other) for shorter in _shorter(one)}
    pairs |= {(one, shorter) for shorter in _shorter(other)}
    return {("names, one slip", *sorted(pair)) for pair in pairs}


def _shorter(code: str) -> set[str]:
    return {code[:at] + code[at + 1 :] for at in range(len(code))} if len(code) >= 3 else set()


def _with_birth(names: set[str], birth: date) -> set[Parts]:
    """Three ways to hold a date: its year; its day and month, in any order; whole, with the first
    consonant of a name."""
    days = sorted((f"{birth.day:02}", f"{birth.month:02}"))
    found: set[Parts] = {_by_year(name, birth.year) for name in names}
    found |= {("day", name, *days) for name in names}
    found |= {("birth", first, birth.isoformat()) for first in {name[0] for name in names}}
    return found


def _by_year(name: str, year: int) -> Parts:
    return ("year", name, str(year))


def _shared(identity: Identity) -> Iterator[Parts]:
    given, family = Name.of(identity.first_name), Name.of(identity.last_name)
    words = sorted((*given.words, *family.words), key=lambda word: word.text)
    birth = identity.birth
    if birth and given and family and (birth.day, birth.month) != (1, 1):
        yield ("full", *(word.text for word in words), birth.isoformat())
        yield ("sound", *sorted(word.sound for word in words), birth.isoformat())
    if birth and given and (born_at := placed(identity.birth_place)):
        yield ("born at", given.words[0].sound, birth.isoformat(), born_at)
    numbers = [number for number in map(dialled, identity.phones) if is_mobile(number)]
    if numbers:
        yield ("phone", numbers[0])
