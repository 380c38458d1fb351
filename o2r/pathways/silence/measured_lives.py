"""Lives made up to measure when a silence is noticed: contacts, days agreed, promises, absences.

Imports nothing of what notices: what a life shows is a list of ``Shown``, each on the day when a
team would have written it, and the day on which the person left is known here alone. Every figure
of ``World`` is an assumption of this simulation, taken from no study, and none is a setting of the
detector; they are wide on purpose, so that what is noticed in one life is not what is in another.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["contact", "agreed", "promise", "settled", "appointment", "outcome", "away"]
Giver = Literal["team", "person", "partner"]


@dataclass(frozen=True)
class World:
    """What lives are drawn from: days, and shares between 0 and 1."""

    days: int = 240
    """How long a life is watched."""
    leaving: float = 0.3
    """Share of the people who leave."""
    leaves_from: int = 60
    leaves_until: int = 180
    """Between which days they do."""
    fading: float = 0.7
    """Share of those who leave that let go little by little first; the others leave at once."""
    fades: tuple[int, int] = (10, 45)
    """How many days before they leave it begins."""
    fading_word: float = 0.45
    """By how much their word is multiplied meanwhile."""
    fading_pace: float = 1.4
    """By how much the time between two contacts is multiplied meanwhile."""
    pace: float = 12.0
    """Median days between two contacts; of each person, drawn around it."""
    pace_spread: float = 0.55
    """Standard deviation of its logarithm, between people."""
    pace_bounds: tuple[int, int] = (4, 45)
    regularity: float = 3.5
    """Shape of the gamma law of the gaps of one person: the higher, the more regular."""
    word: tuple[float, float] = (7.0, 2.0)
    """Beta law of how often somebody does what they said."""
    says_next: float = 0.6
    """Share of contacts at which a day is agreed for the next one."""
    late: tuple[int, int] = (1, 9)
    """How many days late somebody comes who did not on the day agreed."""
    tells: float = 0.4
    """Share of those who say so before: another day is agreed."""
    promises: float = 0.6
    """Mean promises made at a contact."""
    promise_days: tuple[int, int] = (2, 21)
    givers: tuple[float, float, float] = (0.55, 0.35, 0.1)
    """Share of the promises made by the team, by the person, by a partner."""
    team_word: float = 0.85
    partner_word: float = 0.7
    writes_promise: float = 0.7
    """Share of the promises of which the team writes what they became."""
    writes_after: tuple[int, int] = (0, 6)
    appointments: float = 0.25
    """Share of contacts after which somebody else expects the person on a day."""
    appointment_days: tuple[int, int] = (3, 25)
    writes_outcome: float = 0.75
    writes_contact: float = 0.93
    """Share of the contacts that the team writes at all."""
    absent: float = 0.35
    """Share of the people who go away for a while and come back."""
    absent_days: tuple[int, int] = (7, 28)
    says_away: float = 0.6
    """Share of them who say so before."""
    phones: float = 0.2
    """Share of the people whose telephone changes: nothing is heard of them meanwhile."""
    phone_days: tuple[int, int] = (6, 24)
    channels: tuple[str, ...] = ("lieu", "telephone", "sms")


@dataclass(frozen=True)
class Shown:
    """One thing written by a team on ``day``: about ``on``, by ``giver``; ``number`` ties what is
    settled to what was made; ``good`` whether it was kept, or the person came."""

    day: int
    kind: Kind
    on: int
    number: int = 0
    giver: Giver = "team"
    good: bool = True
    channel: str = ""


@dataclass
class Life:
    """What a team writes of one person, in order; ``left``: the day from which they never come any
    more, None for who stays. Nobody who watches is told it."""

    left: int | None
    shown: list[Shown] = field(default_factory=list)


def lives(seed: int, many: int, world: World | None = None) -> Iterator[Life]:
    """Some lives; the same for the same seed."""
    drawn = world or World()
    for rank in range(many):
        yield _Living(random.Random(f"{seed}/{rank}"), drawn).live()


class _Living:
    """One life being lived."""

    def __init__(self, draw: random.Random, world: World) -> None:
        self.draw, self.world = draw, world
        leaves = draw.random() < world.leaving
        self.left = draw.randint(world.leaves_from, world.leaves_until) if leaves else None
        fades = draw.random() < world.fading
        self.fading = (
            self.left - draw.randint(*world.fades) if fades and self.left is not None else None
        )
        own = world.pace * draw.lognormvariate(0, world.pace_spread)
        self.pace = min(max(own, world.pace_bounds[0]), world.pace_bounds[1])
        self.word = draw.betavariate(*world.word)
        self.gone: list[tuple[int, int]] = []
        self.channel = draw.choice(world.channels)
        self.life = Life(self.left)
        self.number = 0

    def live(self) -> Life:
        """From the day of the first contact to the last of the days watched."""
        self._draw_absences()
        day: int | None = self.draw.randint(0, 6)
        while day is not None and day < self.world.days:
            day = self._meet(day)
        self.life.shown.sort(key=lambda one: (one.day, one.number))
        return self.life

    def _draw_absences(self) -> None:
        world, draw = self.world, self.draw
        for share, length in ((world.absent, world.absent_days), (world.phones, world.phone_days)):
            if draw.random() < share:
                start = draw.randint(20, world.days - 20)
                self.gone.append((start, start + draw.randint(*length)))
        if self.gone and draw.random() < world.says_away:
            start, end = self.gone[0]
            self._show(max(0, start - draw.randint(1, 5)), "away", end)

    def _meet(self, day: int) -> int | None:
        """A contact, and what is said there; the day of the next one, None when there is none."""
        world, draw = self.world, self.draw
        if draw.random() < world.writes_contact:
            channel = self.channel if draw.random() < 0.75 else draw.choice(world.channels)
            self._show(day, "contact", day, channel=channel)
        for _ in range(self._poisson(world.promises)):
            self._promise(day)
        if draw.random() < world.appointments:
            self._appointment(day)
        pace = self.pace * (world.fading_pace if self._fades(day) else 1)
        gap = max(1, round(draw.gammavariate(world.regularity, pace / world.regularity)))
        wished = self._around_absence(day + gap)
        if draw.random() < world.says_next:
            wished = self._agree(day, day + gap, wished)
        if self.left is not None and wished >= self.left:
            return None
        return wished

    def _agree(self, day: int, agreed: int, wished: int) -> int:
        """A day is agreed; the person comes then, or later. The day when they do."""
        self._show(day, "agreed", agreed)
        if wished == agreed and self.draw.random() < self._word(agreed):
            return agreed
        came = max(wished, agreed + self.draw.randint(*self.world.late))
        stays = self.left is None or agreed < self.left
        if stays and self.draw.random() < self.world.tells and not self._fades(agreed):
            self._show(max(day, agreed - 1), "agreed", came)
        return self._around_absence(came)

    def _promise(self, day: int) -> None:
        world, draw = self.world, self.draw
        givers: tuple[Giver, ...] = ("team", "person", "partner")
        giver = draw.choices(givers, world.givers)[0]
        due = day + draw.randint(*world.promise_days)
        made = self._show(day, "promise", due, giver=giver)
        words = {"team": world.team_word, "partner": world.partner_word}
        kept = draw.random() < words.get(giver, self._word(due))
        if draw.random() < world.writes_promise:
            self._show(due + draw.randint(*world.writes_after), "settled", due, made, giver, kept)

    def _appointment(self, day: int) -> None:
        world, draw = self.world, self.draw
        on = day + draw.randint(*world.appointment_days)
        made = self._show(day, "appointment", on)
        came = draw.random() < self._word(on)
        if draw.random() < world.writes_outcome:
            written = on + draw.randint(*world.writes_after)
            self._show(written, "outcome", on, made, "person", came)

    def _word(self, day: int) -> float:
        """How likely the person is to do, on a day, what they said."""
        if self.left is not None and day >= self.left:
            return 0.0
        if self._absent(day) is not None:
            return 0.1
        return self.word * (self.world.fading_word if self._fades(day) else 1)

    def _fades(self, day: int) -> bool:
        return self.fading is not None and day >= self.fading

    def _absent(self, day: int) -> int | None:
        """The day of return of who is away on a day."""
        return max((end for start, end in self.gone if start <= day < end), default=None)

    def _around_absence(self, day: int) -> int:
        back = self._absent(day)
        return day if back is None else back + self.draw.randint(0, 4)

    def _poisson(self, mean: float) -> int:
        """Small counts: how many exponential waits fit in one."""
        count, spent = 0, self.draw.expovariate(mean)
        while spent < 1:
            count, spent = count + 1, spent + self.draw.expovariate(mean)
        return count

    def _show(
        self,
        day: int,
        kind: Kind,
        on: int,
        number: int = 0,
        giver: Giver = "team",
        good: bool = True,
        channel: str = "",
    ) -> int:
        if not number:
            self.number += 1
            number = self.number
        self.life.shown.append(Shown(day, kind, on, number, giver, good, channel))
        return number
