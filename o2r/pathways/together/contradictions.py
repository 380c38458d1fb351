"""What a person is asked that cannot all be done: found, and said in words. Pure.

Nobody is blamed: several professionals each ask something sensible, and only the person sees that
it does not fit. Distances are between centres of communes, at a provisional speed.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import combinations

from o2r.core.calendar_words import hour_in_words, long_day
from o2r.territory.typography import typographic

Distance = Callable[[str, str], float | None]
"""Kilometres between two communes by their codes; None when one of them is unknown."""


class Clash(StrEnum):
    """In what two things contradict each other; the first that applies is said."""

    OVERLAP = "meme-heure"
    DURING = "pendant-un-rendez-vous"
    TRAVEL = "trajet-impossible"
    EXCLUDES = "s-excluent"
    TWICE = "deux-fois"


@dataclass(frozen=True)
class Commitment:
    """Something the person must do or attend.

    ``asker``: a key of the organisation that asks; ``by``: its name. ``starts``, ``ends``: in the
    time zone where it happens, or None for a whole day. ``firm``: an appointment already taken.
    """

    key: str
    what: str
    by: str
    asker: str
    kind: str
    day: date
    starts: datetime | None = None
    ends: datetime | None = None
    commune: str = ""
    firm: bool = False

    @property
    def hours(self) -> tuple[datetime, datetime] | None:
        """From when to when; None when it takes no hour of the day."""
        return (self.starts, self.ends) if self.starts and self.ends else None

    @property
    def said(self) -> str:
        """« venir à un rendez-vous (mission locale), jeudi 3 décembre à 9 h »."""
        at = f" à {hour_in_words(self.starts.time().replace(second=0))}" if self.starts else ""
        who = f" ({self.by})" if self.by else ""
        return f"{self.what}{who}, le {long_day(self.day)}{at}"


@dataclass(frozen=True)
class Exclusion:
    """Two kinds of things that cannot both be asked at one time, and why."""

    kinds: frozenset[str]
    why: str


@dataclass(frozen=True)
class Limits:
    """``twice_within``: days; ``speed``: kilometres an hour, door to door."""

    twice_within: int
    speed: float
    exclusions: Collection[Exclusion] = ()
    distance: Distance = lambda _one, _other: None


@dataclass(frozen=True)
class Contradiction:
    """Two things that do not go together, the earlier first."""

    clash: Clash
    first: Commitment
    second: Commitment
    words: str


def contradictions(asked: Sequence[Commitment], limits: Limits) -> list[Contradiction]:
    """Each pair that does not go together, once, the most pressing first.

    The answer does not depend on the order in which things are given.
    """
    ordered = sorted(asked, key=_rank)
    found = [
        one
        for first, second in combinations(ordered, 2)
        if (one := _between(first, second, limits)) is not None
    ]
    return sorted(found, key=lambda one: (_rank(one.first), _rank(one.second)))


def _rank(one: Commitment) -> tuple[date, str, str]:
    return one.day, one.starts.isoformat() if one.starts else "", one.key


def _between(first: Commitment, second: Commitment, limits: Limits) -> Contradiction | None:
    for clash, words in _clashes(first, second, limits):
        return Contradiction(clash, first, second, typographic(words))
    return None


def _clashes(first: Commitment, second: Commitment, limits: Limits) -> Iterator[tuple[Clash, str]]:
    yield from _at_hours(first, second, limits)
    if first.kind != second.kind:
        yield from _excluded(first, second, limits)
    elif first.asker != second.asker and _near(first, second, limits.twice_within):
        yield (
            Clash.TWICE,
            f"Deux organisations demandent la même chose : {first.said}, puis {second.said}. "
            "Une seule suffit peut-être : appelez-vous.",
        )


def _at_hours(first: Commitment, second: Commitment, limits: Limits) -> Iterator[tuple[Clash, str]]:
    one, other = first.hours, second.hours
    if one is None or other is None:
        return
    if one[0] < other[1] and other[0] < one[1]:
        if first.firm != second.firm:
            yield (
                Clash.DURING,
                f"Un rendez-vous est déjà pris au même moment : {first.said} ; {second.said}. "
                "Déplacez ce qui peut l’être.",
            )
            return
        yield Clash.OVERLAP, f"À la même heure : {first.said} ; {second.said}. Déplacez l’un."
        return
    minutes = _minutes(first.commune, second.commune, limits)
    # Sorted by start: the first one ends before the second begins.
    gap = (other[0] - one[1]) / timedelta(minutes=1)
    if minutes is not None and gap < minutes:
        yield (
            Clash.TRAVEL,
            f"Le trajet ne tient pas : {first.said}, puis {second.said}. Il faut environ "
            f"{round(minutes)} minutes, il y en a {round(gap)}. Décalez l’un.",
        )


def _minutes(one: str, other: str, limits: Limits) -> float | None:
    """How long to go from a commune to another; None when it is not known, or the same."""
    if not one or not other or one == other or limits.speed <= 0:
        return None
    km = limits.distance(one, other)
    return None if km is None else 60 * km / limits.speed


def _excluded(first: Commitment, second: Commitment, limits: Limits) -> Iterator[tuple[Clash, str]]:
    for one in limits.exclusions:
        if one.kinds == {first.kind, second.kind} and _near(first, second, limits.twice_within):
            yield (
                Clash.EXCLUDES,
                f"L’un empêche l’autre : {first.said} ; {second.said}. {one.why} "
                "Décidez avec la personne lequel vient d’abord.",
            )


def _near(first: Commitment, second: Commitment, days: int) -> bool:
    return abs((second.day - first.day).days) <= days
