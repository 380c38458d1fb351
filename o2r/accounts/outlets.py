"""What of people leaves an organisation, and is taken back when it becomes partitioned.

In the ``partitions.py`` of an app, found by itself::

    outlet("agreements", "accords avec une autre organisation", count=in_force, close=take_back)

``label`` is plural and follows a number. Who manages the accounts may meet none of these objects:
counting and taking back are an errand of the second belt, for services that have already decided.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.core.belt import errand

Count = Callable[[UUID], int]
"""How many are open for an organisation."""
Close = Callable[..., int]
"""Takes them all back: ``by`` and ``organisation`` (its UUID); how many."""


@dataclass(frozen=True)
class _Outlet:
    label: str
    count: Count
    close: Close


@dataclass(frozen=True)
class Open:
    """How many objects of one kind are out."""

    label: str
    count: int


_plugged: dict[str, _Outlet] = {}


def outlet(code: str, label: str, *, count: Count, close: Close) -> None:
    """Plug in one way out. Raises ValueError when the code is taken."""
    if code in _plugged:
        raise ValueError(f"Two apps let {code!r} out of an organisation.")
    _plugged[code] = _Outlet(label, count, close)


@errand("partition")
def open_of(organisation: UUID) -> list[Open]:
    """What is out for an organisation now; nothing is listed for nothing."""
    counted = [Open(one.label, one.count(organisation)) for one in _plugged.values()]
    return [one for one in counted if one.count]


@errand("partition")
def take_back(*, by: Actor, organisation: UUID) -> int:
    """Take everything back; how many objects. In the transaction of who asks."""
    return sum(one.close(by=by, organisation=organisation) for one in _plugged.values())
