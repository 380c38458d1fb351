"""From passages to trust: how many people at each step, by place, channel or month. Pure.

A person is counted where they were met first in the period: of who was met there, how many were
seen again on another day, and how many trust the team since. Passages are people seen, who may be
the same ones several times: no rate is drawn from them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Fact:
    """One standing entry: its group, its day, whom it names. ``seen``: people counted in it, for a
    passage; ``counts``: whether it is a meeting that counts."""

    group: str
    day: date
    seen: int = 0
    people: frozenset[UUID] = frozenset()
    is_meeting: bool = False


@dataclass
class Line:
    """The steps of one group."""

    group: str
    seen: int = 0
    meetings: int = 0
    met: int = 0
    again: int = 0
    trusting: int = 0

    @property
    def steps(self) -> tuple[int, ...]:
        """In the order of the funnel: people seen, meetings, people met, seen again, trusting."""
        return (self.seen, self.meetings, self.met, self.again, self.trusting)


@dataclass
class _Seen:
    group: str
    days: set[date] = field(default_factory=set)


def funnel(facts: Iterable[Fact], trusting: Iterable[UUID]) -> list[Line]:
    """One line by group, the most meetings first; ``trusting``: who has a day of trust."""
    lines: dict[str, Line] = {}
    people: dict[UUID, _Seen] = {}
    for fact in sorted(facts, key=lambda one: one.day):
        line = lines.setdefault(fact.group, Line(fact.group))
        line.seen += fact.seen
        if fact.is_meeting:
            line.meetings += 1
            for one in fact.people:
                people.setdefault(one, _Seen(fact.group)).days.add(fact.day)
    trust = frozenset(trusting)
    for key, person in people.items():
        line = lines[person.group]
        line.met += 1
        line.again += len(person.days) > 1
        line.trusting += key in trust
    return sorted(lines.values(), key=lambda one: (-one.meetings, -one.seen, one.group))


def total(lines: Iterable[Line]) -> Line:
    """All groups together: each person is in one line, so that sums are right."""
    whole = Line("Ensemble")
    for line in lines:
        whole.seen += line.seen
        whole.meetings += line.meetings
        whole.met += line.met
        whole.again += line.again
        whole.trusting += line.trusting
    return whole
