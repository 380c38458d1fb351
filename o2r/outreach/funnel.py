"""From passages to trust: how many people at each step, by place, channel or month. Pure.

A person is counted where they were met first in the period: of who was met there, how many were
seen again on another day, and how many trust the team since. Passages are people seen, who may be
the same ones several times: no rate is drawn from them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID


class Counted(NamedTuple):
    """What the entries of a group count: people seen in its passages, and meetings."""

    group: str
    seen: int = 0
    meetings: int = 0


class Met(NamedTuple):
    """Somebody met in the period: in which group first, on which days first and last. The same
    person may come twice, when their files became one."""

    person: UUID
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


def funnel(counted: Iterable[Counted], met: Iterable[Met]) -> list[Line]:
    """One line by group, the most meetings first."""
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
    return sorted(lines.values(), key=lambda one: (-one.meetings, -one.seen, one.group))


def _each_once(met: Iterable[Met]) -> Iterable[Met]:
    """Each person, where they were met first."""
    people: dict[UUID, Met] = {}
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
        whole.seen += line.seen
        whole.meetings += line.meetings
        whole.met += line.met
        whole.again += line.again
        whole.trusting += line.trusting
    return whole
