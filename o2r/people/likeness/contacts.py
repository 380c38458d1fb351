"""How far phones and places agree. Pure."""

from enum import Enum

from rapidfuzz.distance import OSA

from o2r.territory.folding import expand, fold

_NATIONAL = 9


class Phone(Enum):
    """``SAME_FIXED``: a landline, which a household or a shelter shares."""

    SAME = "même téléphone"
    SAME_FIXED = "même téléphone fixe"
    ONE_DIGIT = "un chiffre du téléphone diffère"
    ABSENT = ""
    DIFFERENT = "téléphones différents"


def dialled(phone: str) -> str:
    """A number as it is dialled in France without its 0; with its country code otherwise.

    « 06 12 34 56 78 », « +33 6 12 34 56 78 », « 0033612345678 » and « +33 (0)6 12… » are one.
    Empty when there are too few digits to be a number.
    """
    digits = "".join(sign for sign in phone if sign.isascii() and sign.isdigit())
    abroad = phone.lstrip().startswith("+")
    if not abroad and digits.startswith("00"):
        digits, abroad = digits[2:], True
    if abroad and digits.startswith("33"):
        digits, abroad = digits[2:], False
    if not abroad:
        digits = digits.removeprefix("0")
    return digits if len(digits) >= 8 else ""


def compare_phones(one: frozenset[str], other: frozenset[str]) -> Phone:
    """How far two sets of dialled numbers agree: the best pair counts. Symmetric."""
    if not one or not other:
        return Phone.ABSENT
    if shared := one & other:
        mobile = any(is_mobile(number) for number in shared)
        return Phone.SAME if mobile else Phone.SAME_FIXED
    if any(OSA.distance(a, b, score_cutoff=1) == 1 for a in one for b in other):
        return Phone.ONE_DIGIT
    return Phone.DIFFERENT


def is_mobile(number: str) -> bool:
    """Whether a dialled number is somebody's: 06 and 07 are mobile (ARCEP, plan of numbers), and a
    foreign number is taken for one."""
    return bool(number) and (len(number) != _NATIONAL or number[0] in "67")


def placed(place: str) -> str:
    """A place folded, « St » written in full."""
    return expand(fold(place))
