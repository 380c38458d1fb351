"""How the same person is written twice, for ``o2r bench duplicates``.

One to four disturbances a duplicate, then what every file undergoes: capitals, accents lost, a
phone in any writing. Written and frozen before the code that is judged, with which nothing is
shared; the weights are assumptions of this benchmark, not findings.
"""

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from o2r.people.measured_people import (
    PLACES,
    Person,
    band_of,
    common_first,
    newcomer,
    population,
    shelters_of,
    sibling,
    traditions,
)

DUPLICATES = 0.05
HOW_MANY = ((1, 0.35), (2, 0.35), (3, 0.20), (4, 0.10))
STRANGERS_KIN = 0.10
SHOUTED, ACCENTS_LOST, HYPHENS_LOST = 0.25, 0.45, 0.40
NICKNAME_SAID_AGAIN = 0.50

# Neighbours on a French keyboard (AZERTY).
KEYS = ("azertyuiop", "qsdfghjklm", "wxcvbn")

# What somebody hears and writes in French: a pattern, and what replaces it.
HEARD = (
    (r"ph", "f"),
    (r"f", "ph"),
    (r"th", "t"),
    (r"ou", "u"),
    (r"u", "ou"),
    (r"qu", "k"),
    (r"k", "c"),
    (r"c(?=[aourl])", "k"),
    (r"c(?=[ei])", "s"),
    (r"ss", "s"),
    (r"(?<=[aeiou])s(?=[aeiou])", "ss"),
    (r"y", "i"),
    (r"i", "y"),
    (r"é", "er"),
    (r"ai", "é"),
    (r"è", "ai"),
    (r"eau", "o"),
    (r"au", "o"),
    (r"o$", "eau"),
    (r"an", "en"),
    (r"en", "an"),
    (r"ch", "sh"),
    (r"sh", "ch"),
    (r"dj", "j"),
    (r"j", "dj"),
    (r"h", ""),
    (r"w", "ou"),
    (r"v", "w"),
    (r"z", "s"),
    (r"ll", "l"),
    (r"nn", "n"),
    (r"tt", "t"),
    (r"mm", "m"),
    (r"(?<=[aeiou])[tdsx]$", ""),
    (r"e$", ""),
    (r"(?<=[bdfklmnrt])$", "e"),
    (r"gu(?=[ei])", "g"),
    (r"g(?=[ei])", "j"),
    (r"x", "ks"),
    (r"im", "in"),
    (r"kh", "k"),
    (r"gh", "g"),
    (r"oo", "ou"),
    (r"ee", "i"),
)

Change = Callable[[random.Random, Person], Person]


@dataclass(frozen=True)
class Search:
    """Somebody typed as if new. ``same_as``: their rank in the base, None for a stranger."""

    person: Person
    same_as: int | None
    disturbances: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draw:
    """The base of one operator, and what is searched in it."""

    seed: str
    persons: tuple[Person, ...]
    searches: tuple[Search, ...]


def drawn(seed: str, size: int) -> Draw:
    """A base of ``size`` persons; 5 % of them written again, as many strangers beside."""
    rng = random.Random(seed)
    shelters = shelters_of(rng)
    persons = population(rng, size, shelters)
    searches = []
    for rank in rng.sample(range(size), round(size * DUPLICATES)):
        again, names = disturbed(rng, persons[rank])
        searches.append(Search(worn(rng, again), rank, names))
    for _ in range(len(searches)):
        kin = rng.random() < STRANGERS_KIN
        one = sibling(rng, rng.choice(persons), shelters) if kin else newcomer(rng, shelters)
        searches.append(Search(worn(rng, one), None))
    return Draw(seed, tuple(worn(rng, one) for one in persons), tuple(searches))


def disturbed(rng: random.Random, person: Person) -> tuple[Person, tuple[str, ...]]:
    """The same person written again, and the names of what was disturbed."""
    wanted = rng.choices([n for n, _ in HOW_MANY], weights=[w for _, w in HOW_MANY])[0]
    done: list[str] = []
    kept = person.nickname if rng.random() < NICKNAME_SAID_AGAIN else ""
    changed = replace(person, nickname=kept)
    for _ in range(40):
        name = rng.choices(list(CHANGES), weights=[weight for weight, _ in CHANGES.values()])[0]
        after = CHANGES[name][1](rng, changed)
        if name not in done and after != changed and (after.given or after.nickname):
            changed = after
            done.append(name)
        if len(done) == wanted:
            break
    return changed, tuple(done)


def typed_wrong(rng: random.Random, name: str) -> str:
    """One slip of the fingers: a letter lost, doubled, swapped with the next, or its neighbour."""
    letters = [at for at, sign in enumerate(name) if sign.isalpha()]
    if len(letters) < 3:
        return name
    at = rng.choice(letters)
    slip = rng.randrange(4)
    if slip == 0:
        return name[:at] + name[at + 1 :]
    if slip == 1:
        return name[:at] + _neighbour(rng, name[at]) + name[at:]
    if slip == 2 and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + _neighbour(rng, name[at]) + name[at + 1 :]


def _neighbour(rng: random.Random, sign: str) -> str:
    bare = unaccented(sign).lower()
    for row in KEYS:
        if (at := row.find(bare)) >= 0 and bare:
            beside = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
            return rng.choice(beside)
    return rng.choice("aeiou")


def heard(rng: random.Random, name: str) -> str:
    """The name as somebody who only heard it writes it."""
    low = name.lower()
    rules = [(pattern, by) for pattern, by in HEARD if re.search(pattern, low)]
    if not rules:
        return name
    pattern, by = rng.choice(rules)
    return re.sub(pattern, by, low, count=1).title()


def spelled(rng: random.Random, name: str, group: str) -> str:
    """The name as another office writes it; the same when no other spelling is known."""
    return _replaced(rng, name, traditions()[group].spellings, both_ways=True)


def shortened(rng: random.Random, name: str, group: str) -> str:
    """What friends say; the same when no diminutive is known."""
    return _replaced(rng, name, traditions()[group].diminutives, both_ways=False)


def _replaced(
    rng: random.Random, name: str, sets: tuple[tuple[str, ...], ...], *, both_ways: bool
) -> str:
    """``name``, or one word of it, replaced by another of its set."""
    for whole in (name, *name.split()):
        for one in sets:
            if whole in (one if both_ways else one[:1]):
                other = rng.choice([form for form in one if form != whole])
                return name.replace(whole, other, 1) if both_ways else other
    return name


def _typo_given(rng: random.Random, person: Person) -> Person:
    return replace(person, given=typed_wrong(rng, person.given))


def _typo_surname(rng: random.Random, person: Person) -> Person:
    return replace(person, surname=typed_wrong(rng, person.surname))


def _heard_given(rng: random.Random, person: Person) -> Person:
    return replace(person, given=heard(rng, person.given))


def _heard_surname(rng: random.Random, person: Person) -> Person:
    return replace(person, surname=heard(rng, person.surname))


def _spelling(rng: random.Random, person: Person) -> Person:
    if rng.random() < 0.5:
        return replace(person, given=spelled(rng, person.given, person.group))
    return replace(person, surname=spelled(rng, person.surname, person.group))


def _diminutive(rng: random.Random, person: Person) -> Person:
    short = shortened(rng, person.given, person.group)
    if short == person.given:
        return person
    if rng.random() < 0.65:
        return replace(person, given=short)
    return replace(person, given="", nickname=short)


def _swapped(rng: random.Random, person: Person) -> Person:
    return replace(person, given=person.surname, surname=person.given)


def _part_dropped(rng: random.Random, person: Person) -> Person:
    """« Jean-Pierre » becomes « Jean », « da Silva Ferreira » becomes « Ferreira »."""
    field = rng.choice(("given", "surname"))
    parts = re.split(r"[ -]", getattr(person, field))
    if len(parts) < 2:
        return person
    parts.pop(rng.randrange(len(parts)))
    return _named(person, field, " ".join(parts))


def _joined(rng: random.Random, person: Person) -> Person:
    """« Ben Salah » becomes « Bensalah », « Jean-Luc » « Jeanluc »."""
    field = rng.choice(("given", "surname"))
    value = getattr(person, field)
    return _named(person, field, re.sub(r"[ '’-]", "", value).capitalize())


def _named(person: Person, field: str, value: str) -> Person:
    return replace(person, given=value) if field == "given" else replace(person, surname=value)


def _part_moved(rng: random.Random, person: Person) -> Person:
    """The second given name is taken for the first part of the surname."""
    parts = person.given.split()
    if len(parts) < 2:
        return person
    return replace(
        person, given=parts[0], surname=f"{' '.join(parts[1:])} {person.surname}".strip()
    )


def _surname_changed(rng: random.Random, person: Person) -> Person:
    """A name of marriage, alone or beside the first one."""
    other = common_first(rng, traditions()[person.group].surnames)
    written = rng.choice((other, f"{person.surname} {other}", f"{person.surname} épouse {other}"))
    return replace(person, surname=written)


def _surname_missing(rng: random.Random, person: Person) -> Person:
    return replace(person, surname="")


def _surname_initial(rng: random.Random, person: Person) -> Person:
    return replace(person, surname=person.surname[:1] and f"{person.surname[0].upper()}.")


def _birth_swapped(rng: random.Random, person: Person) -> Person:
    if person.birth is None or person.birth.day > 12:
        return person
    return replace(person, birth=date(person.birth.year, person.birth.day, person.birth.month))


def _birth_digit(rng: random.Random, person: Person) -> Person:
    """One digit of the date typed wrong, among those that still make a date of somebody alive."""
    if person.birth is None:
        return person
    written = person.birth.strftime("%Y%m%d")
    for _ in range(30):
        at = rng.randrange(2, 8)
        other = written[:at] + str(rng.randrange(10)) + written[at + 1 :]
        try:
            found = date(int(other[:4]), int(other[4:6]), int(other[6:]))
        except ValueError:
            continue
        if found != person.birth and 1940 <= found.year <= 2012:
            return replace(person, birth=found)
    return person


def _birth_january(rng: random.Random, person: Person) -> Person:
    return replace(person, birth=person.birth and date(person.birth.year, 1, 1))


def _birth_year(rng: random.Random, person: Person) -> Person:
    if person.birth is None:
        return person
    year = person.birth.year + rng.choice((-2, -1, -1, 1, 1, 2))
    return replace(person, birth=date(year, person.birth.month, min(person.birth.day, 28)))


def _birth_missing(rng: random.Random, person: Person) -> Person:
    if person.birth is None:
        return person
    return replace(person, birth=None, born_between=band_of(person.birth.year))


def _phone_missing(rng: random.Random, person: Person) -> Person:
    return replace(person, phone="")


def _phone_changed(rng: random.Random, person: Person) -> Person:
    return replace(person, phone=f"07{rng.randrange(10**8):08}")


def _phone_digit(rng: random.Random, person: Person) -> Person:
    if not person.phone:
        return person
    at = rng.randrange(2, 10)
    return replace(
        person, phone=person.phone[:at] + str(rng.randrange(10)) + person.phone[at + 1 :]
    )


def _place_changed(rng: random.Random, person: Person) -> Person:
    return replace(person, place=common_first(rng, tuple(PLACES)))


def _place_missing(rng: random.Random, person: Person) -> Person:
    return replace(person, place="")


CHANGES: dict[str, tuple[int, Change]] = {
    "typo_given": (10, _typo_given),
    "typo_surname": (12, _typo_surname),
    "heard_given": (9, _heard_given),
    "heard_surname": (11, _heard_surname),
    "spelling": (12, _spelling),
    "diminutive": (7, _diminutive),
    "swapped": (8, _swapped),
    "part_dropped": (6, _part_dropped),
    "joined": (4, _joined),
    "part_moved": (3, _part_moved),
    "surname_changed": (4, _surname_changed),
    "surname_missing": (3, _surname_missing),
    "surname_initial": (2, _surname_initial),
    "birth_swapped": (6, _birth_swapped),
    "birth_digit": (7, _birth_digit),
    "birth_january": (5, _birth_january),
    "birth_year": (4, _birth_year),
    "birth_missing": (8, _birth_missing),
    "phone_missing": (10, _phone_missing),
    "phone_changed": (12, _phone_changed),
    "phone_digit": (4, _phone_digit),
    "place_changed": (10, _place_changed),
    "place_missing": (5, _place_missing),
}


def unaccented(text: str) -> str:
    """Without accents, in ASCII where there is a way."""
    plain = unicodedata.normalize("NFD", text.translate(str.maketrans("ıİđĐ", "iIdD")))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def worn(rng: random.Random, person: Person) -> Person:
    """As a hand writes it: capitals, accents and hyphens lost, a phone in any writing."""
    given, surname = person.given, person.surname
    if rng.random() < ACCENTS_LOST:
        given, surname = unaccented(given), unaccented(surname)
    if rng.random() < HYPHENS_LOST:
        given, surname = given.replace("-", " "), surname.replace("-", " ")
    if rng.random() < SHOUTED:
        surname = surname.upper()
    return replace(person, given=given, surname=surname, phone=_dialled(rng, person.phone))


def _dialled(rng: random.Random, phone: str) -> str:
    if not phone:
        return ""
    pairs = [phone[at : at + 2] for at in range(0, 10, 2)]
    foreign = phone[1:]
    abroad = (f"+33{foreign}", f"0033 {foreign}", f"+33 {foreign}")
    return rng.choice((phone, " ".join(pairs), ".".join(pairs), *abroad))
