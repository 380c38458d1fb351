"""Ages told without a birth date. Pure."""

from datetime import date

from o2r.people.enums import AgeBand

OLDEST = 120
"""Years: beyond, a year was mistyped."""

_FROM = (
    (55, AgeBand.FROM_55),
    (30, AgeBand.FROM_30_TO_54),
    (26, AgeBand.FROM_26_TO_29),
    (18, AgeBand.FROM_18_TO_25),
    (16, AgeBand.FROM_16_TO_17),
)


def age_on(day: date, born: date) -> int:
    """Whole years lived on a day. Who is born a 29 February is older on the 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def born_between(band: str, known_from: date, known_until: date) -> tuple[int, int]:
    """The first and last possible years of birth of who stood in a band on some day of a period."""
    oldest = OLDEST
    for youngest, one in _FROM:
        if one == band:
            return known_from.year - oldest - 1, known_until.year - youngest
        oldest = youngest - 1
    return known_from.year - oldest - 1, known_until.year


def band_on(day: date, born: date) -> AgeBand:
    """The band in which somebody stands on a day."""
    return band_of(age_on(day, born))


def band_of(age: int) -> AgeBand:
    """The band of an age, in years."""
    return next((band for years, band in _FROM if age >= years), AgeBand.UNDER_16)
