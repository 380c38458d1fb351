"""How far two births agree: a date may be default, reversed, or off by one key. Pure."""

from datetime import date
from enum import Enum

from o2r.people.likeness.identity import Identity


class Birth(Enum):
    """``UNKNOWN_DAY``: one of the two is a 1st of January of the same year, the day nobody knows.
    ``IN_BAND``, ``OUT_OF_BAND``: a date, or an age band, beside an age band."""

    SAME = "même date de naissance"
    SAME_JANUARY = "même année de naissance, au 1er janvier"
    REVERSED = "jour et mois de naissance inversés"
    ONE_DIGIT = "un chiffre de la date de naissance diffère"
    OTHER_YEAR = "même jour de naissance, année voisine"
    UNKNOWN_DAY = "même année de naissance, jour inconnu"
    JANUARY_NEAR = "années de naissance voisines, au 1er janvier"
    TWO_DIGITS = "deux chiffres de la date de naissance diffèrent"
    SAME_YEAR = "même année de naissance"
    IN_BAND = "âges compatibles"
    ABSENT = ""
    OUT_OF_BAND = "âges incompatibles"
    DIFFERENT = "dates de naissance différentes"


def compare_births(one: Identity, other: Identity) -> Birth:
    """How far two births agree. Symmetric."""
    if one.birth and other.birth:
        return _dates(one.birth, other.birth)
    here, there = years_of(one), years_of(other)
    if not here or not there:
        return Birth.ABSENT
    meet = here[0] <= there[1] and there[0] <= here[1]
    return Birth.IN_BAND if meet else Birth.OUT_OF_BAND


def years_of(identity: Identity) -> tuple[int, int] | None:
    """First and last possible year of birth."""
    if identity.birth:
        return identity.birth.year, identity.birth.year
    return identity.born_between


def _dates(one: date, other: date) -> Birth:
    default = _is_default(one), _is_default(other)
    if one == other:
        return Birth.SAME_JANUARY if all(default) else Birth.SAME
    same_year = one.year == other.year
    if same_year and any(default):
        return Birth.UNKNOWN_DAY
    if same_year and (one.day, one.month) == (other.month, other.day):
        return Birth.REVERSED
    written = one.strftime("%Y%m%d"), other.strftime("%Y%m%d")
    wrong = [at for at in range(8) if written[0][at] != written[1][at]]
    slip = _is_one_slip(wrong, *written)
    near = abs(one.year - other.year) <= 2
    if any(default):
        return Birth.JANUARY_NEAR if near or (slip and all(default)) else Birth.DIFFERENT
    if slip:
        return Birth.ONE_DIGIT
    if (one.day, one.month) == (other.day, other.month) and near:
        return Birth.OTHER_YEAR
    if len(wrong) == 2:
        return Birth.TWO_DIGITS
    return Birth.SAME_YEAR if same_year else Birth.DIFFERENT


def _is_default(birth: date) -> bool:
    return (birth.day, birth.month) == (1, 1)


def _is_one_slip(wrong: list[int], one: str, other: str) -> bool:
    """One digit differs, or two neighbours are swapped. ``wrong``: ranks where they differ."""
    if len(wrong) == 1:
        return True
    if len(wrong) != 2 or wrong[1] != wrong[0] + 1:
        return False
    at = wrong[0]
    return one[at : at + 2] == other[at : at + 2][::-1]
