"""What is due, as apps declare it: ``agenda.py`` of each one, read when Django starts.

::

    def plenaries(actor: Actor) -> Iterator[Due]:
        for one in awaiting_plenary(actor):
            yield Due(on=one.plenary_due_on, title=f"Plénière : {one.name}", link=address_of(one))

    declare("committee-plenary", "Plénière à réunir", plenaries)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from o2r.core import clock

Provider = Callable[[Any], Iterable["Due"]]
"""Gives what is due for the person of a request: asked with the actor, whatever it is above."""


@dataclass(frozen=True)
class Due:
    """One thing that waits for somebody.

    ``on``: the day, or the instant in the time zone where it happens. ``title``: French, for the
    person's own page. ``link``: address on this site. ``is_late``: when it is already too late; a
    day that is over is late by itself. ``feed_title``: what the calendar feed says, without any
    personal data; empty: the label of the kind. ``kind``: the code of the declaration, written by
    the registry.
    """

    on: date | datetime
    title: str
    link: str
    kind: str = ""
    is_late: bool = False
    feed_title: str = ""

    @property
    def day(self) -> date:
        """The day, where it happens."""
        return self.on.date() if isinstance(self.on, datetime) else self.on

    @property
    def hour(self) -> time | None:
        """The hour, where it happens; None for a whole day."""
        return self.on.time() if isinstance(self.on, datetime) else None

    @property
    def label(self) -> str:
        """The French name of its kind."""
        return labels()[self.kind]


_providers: dict[str, tuple[str, Provider]] = {}


def declare(code: str, label: str, provider: Provider) -> None:
    """Give ``provider`` to the agenda; ``label`` names this kind of thing, in French.

    Raises ValueError for a code that is taken, or a name that is empty.
    """
    if code in _providers or not code or not label:
        raise ValueError(f"Agenda: {code!r} is declared twice, or without a label.")
    _providers[code] = (label, provider)


def labels() -> dict[str, str]:
    """The kinds that were declared, by code, with their names."""
    return {code: label for code, (label, _) in sorted(_providers.items())}


def due_for(actor: object) -> list[Due]:
    """All that is due for someone, the earliest first. Each provider decides what they may see."""
    today = clock.today()
    found = [
        replace(due, kind=code, is_late=due.is_late or due.day < today)
        for code, (_, provider) in sorted(_providers.items())
        for due in provider(actor)
    ]
    return sorted(found, key=_rank)


def _rank(due: Due) -> tuple[date, time, str]:
    return due.day, due.hour or time(), due.title
