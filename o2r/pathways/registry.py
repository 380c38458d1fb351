"""What the small apps of the pathways tell the pathway itself, which knows none of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from o2r.accounts.actors import Actor
from o2r.people.models import Person

Oriented = Callable[[Any, Any], Any]
"""From a person and a day (values, or references to an outer query), the rows that show that they
were sent to somebody since."""
Stop = Callable[[Actor, Person], None]
_oriented: list[Oriented] = []
_stop: list[Stop] = []


def orients(handler: Oriented) -> Oriented:
    """Say by which rows somebody whom the O2R refused was sent to somebody else since."""
    _oriented.append(handler)
    return handler


def is_oriented(person: Person, since: date) -> bool:
    """Whether a refusal led somewhere: it never ends there. One query."""
    return any(handler(person.pk, since).exists() for handler in _oriented)


def orientation(person: str, since: str) -> Q:
    """The same, as a condition of a query: ``person`` and ``since`` name its columns."""
    found = Q(pk__in=[])
    for handler in _oriented:
        found |= Q(Exists(handler(OuterRef(person), OuterRef(since))))
    return found


def stops_at_death(handler: Stop) -> Stop:
    """Call ``handler`` in the transaction that notes a death, the file locked: nothing more is
    awaited, recalled nor asked."""
    _stop.append(handler)
    return handler


def stop_for(by: Actor, person: Person) -> None:
    """Stop all that goes on for somebody who died."""
    for handler in _stop:
        handler(by, person)
