"""Why two files may be of one person, in French. Pure."""

from dataclasses import dataclass
from typing import Protocol

from o2r.people.likeness.births import Birth
from o2r.people.likeness.contacts import Phone
from o2r.people.likeness.identity import Identity
from o2r.people.likeness.names import Agreement, Level

_ALIKE = {
    Level.EQUAL: ("même prénom", "même nom"),
    Level.SOUND: ("prénoms proches", "noms proches"),
    Level.DIMINUTIVE: ("prénoms proches", "noms proches"),
    Level.TYPO: ("prénoms proches", "noms proches"),
    Level.NEAR: ("prénoms proches", "noms proches"),
    Level.INITIAL: ("même initiale du prénom", "même initiale du nom"),
    Level.ONE_PART: ("un prénom en commun", "un nom en commun"),
}
_TELLING_BIRTHS = (
    Birth.SAME,
    Birth.SAME_JANUARY,
    Birth.REVERSED,
    Birth.ONE_DIGIT,
    Birth.OTHER_YEAR,
    Birth.UNKNOWN_DAY,
    Birth.IN_BAND,
)
_DOUBTFUL_BIRTHS = (Birth.SAME_YEAR, Birth.TWO_DIGITS, Birth.OUT_OF_BAND, Birth.DIFFERENT)


@dataclass(frozen=True)
class Reason:
    """``text`` alone names nobody. ``values``: the two writings that are alike, if any: to be shown
    only to who may read both files."""

    text: str
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.text} : {' / '.join(self.values)}" if self.values else self.text


class Seen(Protocol):
    """What two files have in common: see ``scoring.Seen``."""

    @property
    def given(self) -> Agreement: ...
    @property
    def surname(self) -> Agreement: ...
    @property
    def swapped(self) -> bool: ...
    @property
    def birth(self) -> Birth: ...
    @property
    def phone(self) -> Phone: ...
    @property
    def same_place(self) -> bool | None: ...
    @property
    def nickname(self) -> bool: ...


def reasons_of(seen: Seen, one: Identity, other: Identity) -> tuple[Reason, ...]:
    """What speaks for one person, the strongest kinds first."""
    found = []
    if seen.phone in (Phone.SAME, Phone.SAME_FIXED, Phone.ONE_DIGIT):
        found.append(Reason(seen.phone.value))
    if seen.birth in _TELLING_BIRTHS:
        found.append(Reason(seen.birth.value))
    if seen.swapped:
        found.append(Reason("nom et prénom peut-être inversés", _full(one, other)))
    else:
        found += _names(seen, one, other)
    if seen.nickname:
        found.append(Reason("même surnom", _written(one.known_as, other.known_as)))
    if seen.same_place:
        found.append(Reason("même lieu"))
    return tuple(found)


def doubts_of(seen: Seen) -> tuple[str, ...]:
    """What speaks against one person."""
    found = []
    if seen.birth in _DOUBTFUL_BIRTHS:
        found.append(seen.birth.value)
    if seen.given.level in (Level.DIFFERENT, Level.FAR):
        found.append("prénoms différents")
    if seen.surname.level in (Level.DIFFERENT, Level.FAR):
        found.append("noms différents")
    return tuple(found)


def _names(seen: Seen, one: Identity, other: Identity) -> list[Reason]:
    found = []
    last = _written(one.last_name, other.last_name)
    first = _written(one.first_name or one.known_as, other.first_name or other.known_as)
    for agreement, values, rank in ((seen.surname, last, 1), (seen.given, first, 0)):
        if text := _ALIKE.get(agreement.level):
            found.append(
                Reason(_ALIKE[Level.ONE_PART][rank] if agreement.partial else text[rank], values)
            )
    return found


def _full(one: Identity, other: Identity) -> tuple[str, ...]:
    return _written(
        f"{one.first_name} {one.last_name}".strip(), f"{other.first_name} {other.last_name}".strip()
    )


def _written(one: str, other: str) -> tuple[str, ...]:
    """Both writings, or one when they are the same."""
    return (one,) if one == other else (one, other)
