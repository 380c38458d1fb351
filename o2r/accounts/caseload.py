"""What a person follows, and how it passes to a colleague: each app says it of its own objects.

In the ``caseloads.py`` of an app, found by itself::

    caseload("people", "personnes suivies", count=count_followed, hand_over=hand_over)

``label`` is plural and follows a number: « 12 personnes suivies ».

Who passes on a caseload (an account manager, a coordinator) may meet none of its objects: the
database would count and move nothing for them, and people would leave their files to nobody.
Both are therefore an errand of the second belt, for pages and services that have already decided.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.core.belt import errand

Count = Callable[[User, UUID], int]
"""How many objects of an organisation (its UUID) a person follows."""
HandOver = Callable[..., int]
"""Passes on, within ``by.organisation``, what ``giver`` follows to ``receiver``; how many."""


@dataclass(frozen=True)
class Caseload:
    """One sort of objects that are someone's to follow. ``code`` names it: one per app."""

    code: str
    label: str
    count: Count
    move: HandOver

    @errand("caseload")
    def hand_over(self, *, by: Actor, giver: User, receiver: User) -> int:
        """Pass on what ``giver`` follows within ``by.organisation``; how many objects moved."""
        return self.move(by=by, giver=giver, receiver=receiver)


_plugged: dict[str, Caseload] = {}


def caseload(code: str, label: str, *, count: Count, hand_over: HandOver) -> None:
    """Plug in one sort of objects. ``hand_over`` takes ``by``, ``giver`` and ``receiver``.

    Raises ValueError when the code is plugged in twice.
    """
    if code in _plugged:
        raise ValueError(f"Two apps hand over {code!r}.")
    _plugged[code] = Caseload(code, label, count, hand_over)


def caseloads() -> list[Caseload]:
    """Every sort plugged in, by its code."""
    return [_plugged[code] for code in sorted(_plugged)]


@dataclass(frozen=True)
class Held:
    """How much of one sort someone follows."""

    label: str
    count: int


@errand("caseload")
def held_by(user: User, organisation: UUID) -> list[Held]:
    """What ``user`` follows in an organisation, whoever asks; nothing is listed for nothing."""
    counted = [Held(one.label, one.count(user, organisation)) for one in caseloads()]
    return [held for held in counted if held.count]


def in_words(held: list[Held]) -> str:
    """« 12 dossiers suivis, 2 rendez-vous à venir »."""
    return ", ".join(f"{one.count} {one.label}" for one in held)
