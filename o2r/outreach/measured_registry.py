"""What the apps above add to ``o2r bench casework``: declared in their ``measured_parts.py``.

Outreach fills a territory with people and meetings, and visits its pages; it knows no pathway.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import autodiscover_modules

from o2r.accounts.models import Organisation
from o2r.outreach.measured_volume import Operator, Territory

Objects = dict[str, list[Any]]


@dataclass(frozen=True)
class Part:
    """The pages of one app. ``spaces``: the names under which its addresses are; ``fill``: adds its
    rows to a whole territory; ``objects``: what its addresses name, by the word of the address, for
    the first worker and the files that the others open. A word that means something else to others
    is named with its app (``intake:draft``) or its page (``exits:news:person``)."""

    spaces: tuple[str, ...]
    fill: Callable[[Territory], None]
    objects: Callable[[Operator, Organisation, Objects], Objects]
    models: tuple[type[Any], ...] = ()


_parts: list[Part] = []


def measured_part(one: Part) -> Part:
    """Add the pages of an app. Raises ValueError for addresses that are already visited."""
    taken = {space for part in _parts for space in part.spaces}
    if taken & set(one.spaces):
        raise ValueError(f"Measured twice: {sorted(taken & set(one.spaces))}")
    _parts.append(one)
    return one


def measured_parts() -> list[Part]:
    """Those that the installed apps declare, in the order of the apps."""
    autodiscover_modules("measured_parts")
    return list(_parts)
