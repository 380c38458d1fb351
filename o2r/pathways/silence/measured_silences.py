"""How long after somebody left a team is told: by what the product notices, and by a rule that
counts the days since the last contact, at the same number of alerts."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from o2r.pathways.silence.measured_lives import Life, Shown
from o2r.pathways.silence.noticing import Agreed, Known, Limits, Reason, Word, noticed

FIRST_DAY = date(2026, 1, 1)
SOON = 14
"""Days within which somebody who left is found soon."""
LATEST = 90
"""Days counted for somebody who left and is not found by then."""
Notices = Callable[[Known, date, Limits], Sequence[Reason]]


@dataclass(frozen=True)
class Told:
    """What a team is told of some lives: ``alerts``, over all of them; ``of_who_stays``: those of
    people who did not leave; ``delays``: days, of each who left."""

    alerts: int
    of_who_stays: int
    delays: tuple[int, ...]

    @property
    def mean(self) -> float:
        return sum(self.delays) / len(self.delays)

    @property
    def soon(self) -> float:
        """Share of those who left that are found within ``SOON`` days."""
        return sum(one <= SOON for one in self.delays) / len(self.delays)


def by_noticing(
    known: Sequence[Life], days: int, limits: Limits, notices: Notices = noticed
) -> Told:
    """Alerts that open when something is noticed, and close at the next contact written."""
    told = [_told(one, _days_open(one, days, limits, notices)) for one in known]
    return _together(known, told)


def by_last_contact(known: Sequence[Life], days: int, after: int) -> Told:
    """Alerts that open ``after`` days without a contact written, and close at the next one."""
    told = [_told(one, _days_silent(one, days, after)) for one in known]
    return _together(known, told)


def same_volume(known: Sequence[Life], days: int, alerts: int) -> Told:
    """The rule of the last contact whose alerts are the nearest, and no fewer: what is compared
    never has more alerts than its rival."""
    shortest, longest = 1, days
    while shortest < longest:
        # The longer it waits, the fewer alerts: the longest wait that alerts no less often.
        after = (shortest + longest + 1) // 2
        if by_last_contact(known, days, after).alerts >= alerts:
            shortest = after
        else:
            longest = after - 1
    return by_last_contact(known, days, shortest)


def _together(known: Sequence[Life], told: Sequence[tuple[int, int | None]]) -> Told:
    stays = [many for (many, _), life in zip(told, known, strict=True) if life.left is None]
    delays = tuple(delay for _, delay in told if delay is not None)
    return Told(sum(many for many, _ in told), sum(stays), delays)


def _told(life: Life, opened: Sequence[bool]) -> tuple[int, int | None]:
    """How many alerts opened, and how long after the person left one was open."""
    many = sum(now and not before for before, now in zip((False, *opened), opened, strict=False))
    if life.left is None:
        return many, None
    found = next((day for day in range(life.left, len(opened)) if opened[day]), None)
    return many, LATEST if found is None else min(LATEST, found - life.left)


def _days_silent(life: Life, days: int, after: int) -> list[bool]:
    contacts = sorted({one.day for one in life.shown if one.kind == "contact"})
    opened = []
    for day in range(days):
        at = bisect_right(contacts, day)
        opened.append(bool(at) and day - contacts[at - 1] > after)
    return opened


def _days_open(life: Life, days: int, limits: Limits, notices: Notices) -> list[bool]:
    opened, is_open, last = [], False, None
    for day, known in _as_known(life, days):
        if known is None:
            opened.append(False)
            continue
        if known.last != last:
            last, is_open = known.last, False
        is_open = is_open or bool(notices(known, _date(day), limits))
        opened.append(is_open)
    return opened


def _as_known(life: Life, days: int) -> Iterator[tuple[int, Known | None]]:
    """What a team knows at the end of each day: what is written by then, and nothing else."""
    contacts: list[date] = []
    agreed: list[Agreed] = []
    words: dict[int, Word] = {}
    at = 0
    for day in range(days):
        while at < len(life.shown) and life.shown[at].day <= day:
            _write(life.shown[at], contacts, agreed, words)
            at += 1
        yield day, Known(contacts, agreed, list(words.values())) if contacts else None


def _write(one: Shown, contacts: list[date], agreed: list[Agreed], words: dict[int, Word]) -> None:
    match one.kind:
        case "contact":
            contacts.append(_date(one.day))
        case "agreed" | "away":
            agreed.append(Agreed(_date(one.day), _date(one.on)))
        case "promise" | "appointment":
            theirs = one.giver == "person" or one.kind == "appointment"
            comes = one.kind == "appointment"
            words[one.number] = Word(_date(one.day), _date(one.on), theirs, is_appointment=comes)
        case _:
            made = words[one.number]
            words[one.number] = replace(made, settled_on=_date(one.day), is_kept=bool(one.good))


def _date(day: int) -> date:
    return FIRST_DAY + timedelta(days=day)
