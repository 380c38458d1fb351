"""From passages to trust: how many people at each step, by place, channel or month. Pure.

A person is counted where they were met first in the period: of who was met there, how many were
seen again on another day, and how many trust the team since. Passages are people seen, who may be
the same ones several times: no rate is drawn from them.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Counted(NamedTuple):
    """What the entries of a group count: people seen in its passages, and meetings."""

    group: str
    seen: int = 0
    meetings: int = 0


class Met(NamedTuple):
    """Somebody met in the period, known by what tells them from others: in which group first, on
    which days first and last. The same person may come twice, when their files became one."""

    person: Hashable
    group: str
    first: date
    last: date
    trusts: bool = False


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

    def add(self, other: "Line") -> None:
        """Count the people of another line here."""
        self.seen += other.seen
        self.meetings += other.meetings
        self.met += other.met
        self.again += other.again
        self.trusting += other.trusting


def funnel(counted: Iterable[Counted], met: Iterable[Met]) -> list[Line]:
    """One line by group, in the order of the first entries."""
    lines: dict[str, Line] = {}
    for one in counted:
        line = lines.setdefault(one.group, Line(one.group))
        line.seen += one.seen
        line.meetings += one.meetings
    for person in _each_once(met):
        line = lines.setdefault(person.group, Line(person.group))
        line.met += 1
        line.again += person.last > person.first
        line.trusting += person.trusts
    return list(lines.values())


def called(lines: Iterable[Line], named: Callable[[str], str]) -> list[Line]:
    """The lines by the names of their groups, the most meetings first; one line by name."""
    known: dict[str, Line] = {}
    for one in lines:
        name = named(one.group)
        known.setdefault(name, Line(name)).add(one)
    return sorted(known.values(), key=lambda one: (-one.meetings, -one.seen, one.group))


def _each_once(met: Iterable[Met]) -> Iterable[Met]:
    """Each person, where they were met first."""
    people: dict[Hashable, Met] = {}
    for one in met:
        known = people.get(one.person)
        if known is not None:
            early = min(known, one, key=lambda each: each.first)
            last, trusts = max(known.last, one.last), known.trusts or one.trusts
            one = early._replace(last=last, trusts=trusts)
        people[one.person] = one
    return people.values()


def total(lines: Iterable[Line]) -> Line:
    """All groups together: each person is in one line, so that sums are right."""
    whole = Line("Ensemble")
    for line in lines:
        whole.add(line)
    return whole
