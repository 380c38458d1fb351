"""What the small apps of the pathways tell the pathway itself, which knows none of them."""

from collections.abc import Callable

from o2r.people.models import Person

Oriented = Callable[[Person], bool]
_oriented: list[Oriented] = []


def orients(handler: Oriented) -> Oriented:
    """Say whether somebody whom the O2R refused was sent to somebody else since."""
    _oriented.append(handler)
    return handler


def is_oriented(person: Person) -> bool:
    """Whether a refusal led somewhere: it never ends there."""
    return any(handler(person) for handler in _oriented)
