"""The cards of the professional space: what one may do, declared by each app in its ``cards.py``.

::

    offer(
        "call", "create", title="Appels à projets", text="…", route="calls:home", link="Voir…"
    )
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import may_try


@dataclass(frozen=True)
class Card:
    """One thing that a person may do. ``waiting``: how much of it awaits them."""

    title: str
    text: str
    url: str
    link: str
    waiting: int = 0


Count = Callable[[Actor], int]
Holds = Callable[[Actor], bool]


def _nothing(actor: Actor) -> int:
    return 0


def _anywhere(actor: Actor) -> bool:
    return True


@dataclass(frozen=True)
class _Offer:
    kind: str
    action: str
    title: str
    text: str
    route: str
    link: str
    waiting: Count
    daily: bool
    where: Holds


_offers: dict[str, _Offer] = {}


def offer(
    kind: str,
    action: str,
    *,
    title: str,
    text: str,
    route: str,
    link: str,
    waiting: Count = _nothing,
    daily: bool = False,
    where: Holds = _anywhere,
) -> None:
    """Show a card to whoever the policy lets do ``action`` on some object of ``kind``.

    ``route``: name of the page it opens; ``waiting``: how much awaits a person; ``daily``: it is
    opened several times a day, standing; ``where``: whether there may be anything behind it where
    the person acts, asked only of who the policy lets in. Raises ValueError when the route has a
    card already.
    """
    if route in _offers:
        raise ValueError(f"Two cards lead to {route}.")
    _offers[route] = _Offer(kind, action, title, text, route, link, waiting, daily, where)


def cards_for(actor: Actor) -> list[Card]:
    """What the policy lets this person do: what one opens every day, then what waits for them."""
    shown = [
        (one, Card(one.title, one.text, reverse(one.route), one.link, one.waiting(actor)))
        for one in _offers.values()
        if may_try(actor, one.action, one.kind, PROVED) and one.where(actor)
    ]
    shown.sort(key=lambda both: (not both[0].daily, not both[1].waiting))
    return [card for _, card in shown]
