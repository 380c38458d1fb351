"""Whether two files may be of one person: a probability, and the reasons in French. Pure.

Sum of weights of evidence (Fellegi & Sunter, 1969): for each field, the logarithm of how often what
is seen happens for one person (``m``) over how often for two. Both are set by reason, then checked
on the traditions of ``o2r bench duplicates`` that it does not hold out; none was measured on real
files. Fields are not independent: brothers and sisters share surname, roof and phone, which say
little when first names differ.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from o2r.people.likeness.births import Birth, compare_births, years_of
from o2r.people.likeness.commonness import USUAL_GIVEN, USUAL_SURNAME, Commonness
from o2r.people.likeness.contacts import Phone, compare_phones, dialled, placed
from o2r.people.likeness.identity import Identity
from o2r.people.likeness.names import NOTHING, Agreement, Level, Name, compare
from o2r.people.likeness.wording import Reason, doubts_of, reasons_of

Key = TypeVar("Key")

SHOWN_FROM = 0.5
"""Probability from which somebody typing is told: 99 hints in 100 are right, on the traditions that
``o2r bench duplicates`` does not hold out. Provisional: nothing was measured on real files."""
MOST = 100
"""Candidates worth opening: those that share most tokens."""
FILES_USUAL = 2_000


@dataclass(frozen=True)
class Odds:
    """``m``: how often for one person; for two, ``base`` and ``share`` times that of the name."""

    m: float
    base: float
    share: float = 0.0

    def weight(self, share: float) -> float:
        return math.log(self.m / (self.base + self.share * share))


GIVEN = {
    Level.EQUAL: Odds(0.55, 0.0, 1.0),
    Level.SOUND: Odds(0.13, 0.001, 0.6),
    Level.DIMINUTIVE: Odds(0.05, 0.006, 1.0),
    Level.TYPO: Odds(0.13, 0.002, 0.4),
    Level.NEAR: Odds(0.05, 0.015),
    Level.INITIAL: Odds(0.02, 0.01),
    Level.FAR: Odds(0.03, 0.06),
    Level.ONE_PART: Odds(0.015, 0.005, 1.0),
    Level.DIFFERENT: Odds(0.04, 0.95),
}
SURNAME = {
    Level.EQUAL: Odds(0.52, 0.0, 1.0),
    Level.SOUND: Odds(0.15, 0.001, 0.6),
    Level.DIMINUTIVE: Odds(0.03, 0.005),
    Level.TYPO: Odds(0.15, 0.001, 0.4),
    Level.NEAR: Odds(0.05, 0.008),
    Level.INITIAL: Odds(0.02, 0.01),
    Level.FAR: Odds(0.04, 0.05),
    Level.ONE_PART: Odds(0.03, 0.004, 1.0),
    Level.DIFFERENT: Odds(0.06, 0.97),
}
BIRTH = {
    Birth.SAME: 8.0,
    Birth.SAME_JANUARY: 4.0,
    Birth.REVERSED: 5.5,
    Birth.ONE_DIGIT: 3.2,
    Birth.OTHER_YEAR: 4.0,
    Birth.UNKNOWN_DAY: 2.2,
    Birth.JANUARY_NEAR: -0.5,
    Birth.TWO_DIGITS: -0.7,
    Birth.SAME_YEAR: -2.5,
    Birth.ABSENT: 0.0,
    Birth.OUT_OF_BAND: -3.5,
    Birth.DIFFERENT: -4.2,
}
PHONE = {
    Phone.SAME: 6.5,
    Phone.SAME_FIXED: 3.0,
    Phone.ONE_DIGIT: 5.0,
    Phone.ABSENT: 0.0,
    Phone.DIFFERENT: -0.9,
}
PARTIAL_GIVEN, PARTIAL_SURNAME = math.log(0.10 / 1.5), math.log(0.20 / 1.5)
SWAPPED = math.log(0.08)
SAME_PLACE, OTHER_PLACE = 1.5, -1.1
SAME_NICKNAME = 3.0
COMMUNITY = -1.5
"""First names and surnames go together: each community has its own."""
HOUSEHOLD = 0.5
"""All that surname, phone and place may say together when first names differ."""
UNNAMED = 0.0
"""All that a birth and a place may say without any name nor phone in common."""
YEARS_MET = 45
"""Years of birth over which the people met are spread."""
_CONTRADICTED = (Birth.DIFFERENT, Birth.OUT_OF_BAND, Birth.SAME_YEAR)


@dataclass(frozen=True)
class Likeness:
    """``probability``, from 0 to 1, that two files are of one person. ``weight``: the same as the
    logarithm of odds, before candidates share them. ``doubts``: what speaks against."""

    probability: float
    weight: float
    reasons: tuple[Reason, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """An identity made ready to be compared: done once for many comparisons."""

    identity: Identity
    given: Name
    surname: Name
    nickname: Name
    phones: frozenset[str]
    place: str

    @classmethod
    def of(cls, identity: Identity) -> "Known":
        return cls(
            identity,
            Name.of(identity.first_name),
            Name.of(identity.last_name),
            Name.of(identity.known_as),
            frozenset(number for number in map(dialled, identity.phones) if number),
            placed(identity.place),
        )


@dataclass(frozen=True)
class Seen:
    """What two files have in common, field by field. ``swapped``: first name and surname agree
    across boxes; ``same_place``: None when one is unknown."""

    given: Agreement
    surname: Agreement
    swapped: bool
    birth: Birth
    phone: Phone
    same_place: bool | None
    nickname: bool


def score(one: Identity, other: Identity) -> Likeness:
    """How likely two files are of one person. Symmetric; never likely on nothing."""
    return _score(Known.of(one), Known.of(other), Commonness(), FILES_USUAL)


def rank(
    searched: Identity,
    candidates: Iterable[tuple[Key, Identity]],
    common: Commonness,
    files: int = FILES_USUAL,
    *,
    least: int = FILES_USUAL,
) -> list[tuple[Key, Likeness]]:
    """The candidates, the likeliest first, knowing that at most one is the person searched.

    Six « Mohamed Diallo » without a date share the odds: none of them is likely. ``files``: all
    those among which the candidates were found, counted as ``least`` at least.
    """
    ready = Known.of(searched)
    among = max(files, least)
    found = [(key, _score(ready, Known.of(other), common, among)) for key, other in candidates]
    odds = [math.exp(min(likeness.weight, 30)) for _, likeness in found]
    total = 1 + sum(odds)
    shared = [
        (key, replace(likeness, probability=mine / total))
        for (key, likeness), mine in zip(found, odds, strict=True)
    ]
    return sorted(shared, key=lambda pair: -pair[1].probability)


def _score(one: Known, other: Known, common: Commonness, files: int) -> Likeness:
    seen = _seen(one, other, common)
    weight = _weight(seen, one, other, common) - math.log(files)
    return Likeness(
        1 / (1 + math.exp(min(-weight, 700))),
        weight,
        reasons_of(seen, one.identity, other.identity),
        doubts_of(seen),
    )


def _seen(one: Known, other: Known, common: Commonness) -> Seen:
    given, surname, swapped = _names(one, other, common)
    nicknames = compare(one.nickname, other.nickname)
    both = one.place and other.place
    return Seen(
        given,
        surname,
        swapped,
        compare_births(one.identity, other.identity),
        compare_phones(one.phones, other.phones),
        one.place == other.place if both else None,
        bool(one.given and other.given) and nicknames.level >= Level.TYPO,
    )


def _weight(seen: Seen, one: Known, other: Known, common: Commonness) -> float:
    given, level = _given(seen.given, common), seen.given.level
    household = _surname(seen.surname, common) + PHONE[seen.phone]
    if seen.same_place is not None:
        household += SAME_PLACE if seen.same_place else OTHER_PLACE
    doubtful = Level.ABSENT != level < Level.TYPO and seen.birth in _CONTRADICTED
    if doubtful or level in (Level.DIFFERENT, Level.ONE_PART):
        household = min(household, HOUSEHOLD)
    weight = given + household + _birth(seen.birth, one, other)
    weight += SWAPPED if seen.swapped else 0.0
    weight += SAME_NICKNAME if seen.nickname else 0.0
    weight += COMMUNITY if min(level, seen.surname.level) >= Level.NEAR else 0.0
    unnamed = level == seen.surname.level == Level.ABSENT and PHONE[seen.phone] <= 0
    return min(weight, UNNAMED) if unnamed else weight


def _names(one: Known, other: Known, common: Commonness) -> tuple[Agreement, Agreement, bool]:
    """First names, surnames, and whether they agree better across boxes."""
    given, surname = _first_names(one, other, common), compare(one.surname, other.surname)
    if min(given.level, surname.level) >= Level.SOUND:
        return given, surname, False
    crossed = compare(one.given, other.surname), compare(one.surname, other.given)
    # Which box is right is unknown: the weaker is taken for the first name, which is careful.
    first, last = sorted(crossed, key=lambda found: (found.level, not found.partial))
    ahead = _given(given, common) + _surname(surname, common)
    across = _given(first, common) + _surname(last, common) + SWAPPED
    return (first, last, True) if across > ahead else (given, surname, False)


def _first_names(one: Known, other: Known, common: Commonness) -> Agreement:
    """First names, or what people answer to when it says more."""
    found = [compare(one.given, other.given)]
    for left, right in ((one.nickname, other.given), (one.given, other.nickname)):
        nickname = compare(left, right)
        if nickname.level >= Level.TYPO:
            found.append(nickname)
    if found[0].level == Level.ABSENT:
        nickname = compare(one.nickname, other.nickname)
        found.append(NOTHING if nickname.level == Level.DIFFERENT else nickname)
    return max(found, key=lambda agreement: _given(agreement, common))


def _given(found: Agreement, common: Commonness) -> float:
    if found.level == Level.ABSENT:
        return 0.0
    weight = GIVEN[found.level].weight(common.share(found.words, USUAL_GIVEN))
    return weight + PARTIAL_GIVEN if found.partial else weight


def _surname(found: Agreement, common: Commonness) -> float:
    if found.level == Level.ABSENT:
        return 0.0
    weight = SURNAME[found.level].weight(common.share(found.words, USUAL_SURNAME))
    return weight + PARTIAL_SURNAME if found.partial else weight


def _birth(birth: Birth, one: Known, other: Known) -> float:
    if birth != Birth.IN_BAND:
        return BIRTH[birth]
    bands = [band for band in (years_of(one.identity), years_of(other.identity)) if band]
    width = max(last - first + 1 for first, last in bands)
    return math.log(max(YEARS_MET / width, 1.1))
