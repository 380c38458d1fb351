"""Persons invented for ``o2r bench duplicates``, with what makes duplicates hard to see.

Siblings who share a phone and a roof, twins, namesakes, numbers of a shelter given by many, births
known as « 1er janvier », files without any date. Written and frozen before the code that is judged,
with which nothing is shared. Every share below is an assumption of this benchmark, not a finding.
"""

import random
import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

TODAY = date(2026, 1, 1)
DATED, WITH_PHONE, WITH_PLACE, WITH_NICKNAME = 0.75, 0.60, 0.85, 0.12
AGE_KNOWN_WITHOUT_DATE = 0.80
SIBLINGS, TWINS, SAME_PHONE_AT_HOME = 0.08, 0.006, 0.50
NAMESAKES, SHELTER_PHONE = 0.01, 0.03
SHELTERS = 5
AGE_BANDS = ((16, 17), (18, 25), (26, 29), (30, 49), (50, 65))
STREET_NICKNAMES = (
    "Zizou Tonton Coco Bibi Loulou Tchoupi Rasta Capi Ninja Doc Picasso Tintin Bouba Titi Zaza "
    "Chef Moustache Champion Barbu Rapide"
).split()
PLACES = (
    "Vénissieux, Villeurbanne, Saint-Fons, Lyon 8e, Vaulx-en-Velin, Bron, Saint-Priest, Givors, "
    "Rillieux-la-Pape, Oullins, Feyzin, Décines-Charpieu, Meyzieu, Pierre-Bénite, Lyon 3e, "
    "Lyon 7e, Sainte-Foy-lès-Lyon, Caluire-et-Cuire, Mions, Corbas, Irigny, Genas"
).split(", ")


@dataclass(frozen=True)
class Person:
    """What an operator wrote of somebody. Empty where it does not know.

    ``born_between``: first and last possible year of birth, from an age band; ``group``: the naming
    tradition, which the code that is judged never sees.
    """

    group: str
    given: str
    surname: str
    nickname: str = ""
    birth: date | None = None
    born_between: tuple[int, int] | None = None
    phone: str = ""
    place: str = ""


@dataclass(frozen=True)
class Tradition:
    """How the names of one tradition are made. Shares between 0 and 1, ``weight`` in percent."""

    name: str
    weight: float
    january: float
    second: float
    double: float
    single: float
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    spellings: tuple[tuple[str, ...], ...]
    diminutives: tuple[tuple[str, ...], ...]

    def given(self, rng: random.Random) -> str:
        pool = self.women if rng.random() < 0.45 else self.men
        first = common_first(rng, pool)
        if rng.random() >= self.second:
            return first
        second = common_first(rng, pool)
        return first if second == first else f"{first} {second}"

    def surname(self, rng: random.Random) -> str:
        first = common_first(rng, self.surnames)
        if rng.random() >= self.double:
            return first
        second = common_first(rng, self.surnames)
        return first if second == first else f"{first} {second}"


@cache
def traditions() -> dict[str, Tradition]:
    """The traditions of ``measured_names.toml``, by name."""
    written = tomllib.loads(
        (Path(__file__).parent / "measured_names.toml").read_text(encoding="utf-8")
    )
    return {name: _tradition(name, row) for name, row in written.items()}


def _tradition(name: str, row: dict[str, Any]) -> Tradition:
    lists: dict[str, Any] = {
        key: tuple(" ".join(one.split()) for one in row[key].split(","))
        for key in ("women", "men", "surnames")
    }
    sets: dict[str, Any] = {
        key: tuple(tuple(one.split("/")) for one in row[key])
        for key in ("spellings", "diminutives")
    }
    shares = {key: row[key] for key in ("weight", "january", "second", "double", "single")}
    return Tradition(name=name, **shares, **lists, **sets)


@cache
def held_out() -> frozenset[str]:
    """One tradition in five, on which nothing may be tuned: the first by digest, chosen by none."""
    ordered = sorted(
        traditions(), key=lambda name: sha256(f"o2r duplicates {name}".encode()).hexdigest()
    )
    return frozenset(ordered[: len(ordered) // 5])


@cache
def _weights(length: int) -> tuple[float, ...]:
    return tuple(accumulate(1 / (rank + 4) for rank in range(length)))


def common_first(rng: random.Random, names: tuple[str, ...]) -> str:
    """One of ``names``, the earlier the likelier (Zipf)."""
    return rng.choices(names, cum_weights=_weights(len(names)))[0]


def shelters_of(rng: random.Random) -> list[str]:
    """The numbers of places, given by people who have no phone."""
    return [f"04{rng.randrange(10**8):08}" for _ in range(SHELTERS)]


def population(rng: random.Random, size: int, shelters: list[str]) -> list[Person]:
    """``size`` different persons, some of them of one household or namesakes."""
    made: list[Person] = []
    while len(made) < size:
        luck = rng.random()
        if made and luck < SIBLINGS:
            made.append(sibling(rng, rng.choice(made[-50:]), shelters))
        elif made and luck < SIBLINGS + TWINS:
            made.append(_twin(rng, rng.choice(made[-50:])))
        elif made and luck < SIBLINGS + TWINS + NAMESAKES:
            other = rng.choice(made)
            made.append(
                replace(
                    newcomer(rng, shelters, other.group), given=other.given, surname=other.surname
                )
            )
        else:
            made.append(newcomer(rng, shelters))
    return made


def newcomer(rng: random.Random, shelters: list[str], group: str = "") -> Person:
    """Somebody, of ``group`` or of a tradition drawn by its weight."""
    known = traditions()
    if not group:
        group = rng.choices(list(known), weights=[one.weight for one in known.values()])[0]
    tradition = known[group]
    single = rng.random() < tradition.single
    person = Person(
        group=group,
        given=tradition.given(rng),
        surname="" if single else tradition.surname(rng),
        nickname=rng.choice(STREET_NICKNAMES) if rng.random() < WITH_NICKNAME else "",
        phone=_phone(rng, shelters),
        place=common_first(rng, tuple(PLACES)) if rng.random() < WITH_PLACE else "",
    )
    return _born(rng, person, _birth(rng, tradition.january))


def _born(rng: random.Random, person: Person, birth: date) -> Person:
    """The same person with a date, or else with an age band, or with neither."""
    if rng.random() < DATED:
        return replace(person, birth=birth, born_between=None)
    known = rng.random() < AGE_KNOWN_WITHOUT_DATE
    return replace(person, birth=None, born_between=band_of(birth.year) if known else None)


def band_of(year: int) -> tuple[int, int] | None:
    """The years of birth of the age band of who was born in ``year``."""
    age = TODAY.year - year
    for youngest, oldest in AGE_BANDS:
        if youngest <= age <= oldest:
            return TODAY.year - oldest - 1, TODAY.year - youngest
    return None


def _birth(rng: random.Random, january: float) -> date:
    age = rng.randint(16, 29) if rng.random() < 0.6 else rng.randint(30, 62)
    if rng.random() < january:
        return date(TODAY.year - age, 1, 1)
    return date(TODAY.year - age, 1, 1) + timedelta(days=rng.randrange(365))


def _phone(rng: random.Random, shelters: list[str]) -> str:
    if rng.random() >= WITH_PHONE:
        return ""
    if rng.random() < SHELTER_PHONE:
        return rng.choice(shelters)
    return f"0{rng.choice('6667')}{rng.randrange(10**8):08}"


def sibling(rng: random.Random, other: Person, shelters: list[str]) -> Person:
    """Of the same roof: surname, place, often the phone; another given name, another age."""
    year = other.birth.year if other.birth else TODAY.year - rng.randint(16, 40)
    birth = date(year, 1, 1) + timedelta(days=rng.choice((-1, 1)) * rng.randint(300, 2500))
    birth = min(max(birth, date(TODAY.year - 64, 1, 1)), date(TODAY.year - 16, 1, 1))
    phone = other.phone if rng.random() < SAME_PHONE_AT_HOME else _phone(rng, shelters)
    person = replace(other, given=_another_given(rng, other), phone=phone, nickname="")
    return _born(rng, person, birth)


def _twin(rng: random.Random, other: Person) -> Person:
    return replace(other, given=_another_given(rng, other), nickname="")


def _another_given(rng: random.Random, other: Person) -> str:
    tradition = traditions()[other.group]
    while (given := tradition.given(rng)) == other.given:
        pass
    return given
