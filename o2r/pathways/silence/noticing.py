"""When a silence is worth a call, and why, in codes and days. Pure: no Django, no database.

Nobody is given a score: what is noticed is what was said and did not happen, on either side, and a
silence that is long for this person. Each reason is a day that the team can check in the file.

What is noticed, once the day agreed for the next contact is not ahead of us any more:

- the day agreed is past, and nobody was met since (``AGREED``);
- what the person had said they would do did not happen (``THEIRS``);
- an appointment was missed, and nobody was met since (``APPOINTMENT``);
- what we had promised did not happen: it is for us to call (``OURS``);
- a promise, or an appointment, is past and nobody wrote what became of it (``UNWRITTEN``);
- the silence is long for this person, whose own pace is known (``PACE``);
- nothing of that is known, and it has been long for anybody (``LONG``).

The day agreed, or two reasons, or a silence very long for this person, are enough to tell somebody.
One broken word alone is not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Code(StrEnum):
    """Why, in stable words that are kept."""

    AGREED = "jour-convenu"
    THEIRS = "parole-de-la-personne"
    APPOINTMENT = "rendez-vous-manque"
    OURS = "notre-promesse"
    UNWRITTEN = "sans-suite-ecrite"
    PACE = "rythme"
    LONG = "longtemps"


@dataclass(frozen=True)
class Agreed:
    """A day said for the next contact, or until which the person is away."""

    said_on: date
    on: date


@dataclass(frozen=True)
class Word:
    """Something said for a day, by the person when ``is_theirs``, else by the team or a partner;
    ``is_appointment``: to come on that day.

    ``settled_on``: when somebody wrote what became of it; None while nobody did.
    """

    said_on: date
    on: date
    is_theirs: bool
    settled_on: date | None = None
    is_kept: bool = True
    is_appointment: bool = False


@dataclass(frozen=True)
class Known:
    """What is known of the silence of one person: the days of contacts, in order, never none."""

    contacts: Sequence[date]
    agreed: Sequence[Agreed] = ()
    words: Sequence[Word] = ()

    @property
    def last(self) -> date:
        return self.contacts[-1]


@dataclass(frozen=True)
class Limits:
    """Days, but ``pace`` and ``pace_alone``: hundredths of the person’s own long gaps."""

    grace: int
    """After the day agreed."""
    unwritten: int
    """After the day of a promise of which nobody wrote what it became."""
    pace: int
    """From when a silence is long for this person, beside another reason."""
    pace_alone: int
    """From when it is enough by itself."""
    shortest: int
    """Before which no silence is long."""
    longest: int
    """After which a silence is long for anybody."""


@dataclass(frozen=True)
class Reason:
    """Why, and since which day; ``usual``: days between two contacts of this person, when known."""

    code: Code
    on: date
    usual: int = field(default=0)


FEWEST_GAPS = 4
LAST_GAPS = 8


def noticed(known: Known, today: date, limits: Limits) -> tuple[Reason, ...]:
    """Why somebody should be called, the most telling first; nothing when nobody need be."""
    silent = (today - known.last).days
    agreed = _agreed_since(known, today)
    if agreed is not None and agreed.on >= today:
        # They are expected: before that day nothing is a silence.
        return ()
    late = (today - agreed.on).days if agreed is not None else 0
    found = []
    if agreed is not None and late > limits.grace:
        found.append(Reason(Code.AGREED, agreed.on))
    found += _words(known, today, limits)
    usual = usual_gap(known.contacts)
    if usual is not None and _is_long(silent, usual, limits.pace, limits.shortest):
        found.append(Reason(Code.PACE, known.last, usual))
    if silent > limits.longest:
        found.append(Reason(Code.LONG, known.last))
    very_long = usual is not None and _is_long(silent, usual, limits.pace_alone, limits.shortest)
    enough = late > limits.grace or len(found) > 1 or very_long or silent > limits.longest
    return tuple(found) if enough else ()


def usual_gap(contacts: Sequence[date]) -> int | None:
    """How long this person’s longer gaps are, in days: four in five are no longer. None while too
    few contacts say it."""
    days = sorted(set(contacts))[-LAST_GAPS - 1 :]
    gaps = sorted((after - before).days for before, after in zip(days, days[1:], strict=False))
    if len(gaps) < FEWEST_GAPS:
        return None
    return gaps[min(len(gaps) - 1, len(gaps) * 4 // 5)]


def _agreed_since(known: Known, today: date) -> Agreed | None:
    """The last day that was said at the last contact or since, as it is known today."""
    said = [one for one in known.agreed if known.last <= one.said_on <= today]
    return max(said, key=lambda one: (one.said_on, one.on), default=None)


def _words(known: Known, today: date, limits: Limits) -> Iterator[Reason]:
    """What was said for a day since the last contact, and did not happen; once for each code."""
    seen: set[Code] = set()
    for one in sorted(known.words, key=lambda one: one.on, reverse=True):
        code = _broken(one, known.last, today, limits)
        if code is not None and code not in seen:
            seen.add(code)
            yield Reason(code, one.on)


def _broken(one: Word, last: date, today: date, limits: Limits) -> Code | None:
    if not (one.said_on <= today and last < one.on < today):
        return None
    if one.settled_on is not None and one.settled_on <= today:
        if one.is_kept:
            return None
        if one.is_appointment:
            return Code.APPOINTMENT
        return Code.THEIRS if one.is_theirs else Code.OURS
    return Code.UNWRITTEN if (today - one.on).days > limits.unwritten else None


def _is_long(silent: int, usual: int, hundredths: int, shortest: int) -> bool:
    return silent > shortest and silent * 100 > usual * hundredths
