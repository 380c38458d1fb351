"""What a month under a defence is worth: abuses detected, people exposed, false alerts."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import mean
from typing import Protocol

from o2r.core.watch.simulation import Act, Month, Script
from o2r.core.watch.trial import Raised, Tally

LATEST = timedelta(minutes=5)


class Defence(Protocol):
    """Something that lets acts pass or not."""

    def play(self, act: Act) -> None: ...
    def finish(self) -> Tally: ...


@dataclass(frozen=True)
class Score:
    """One defence, one month. ``delays``: minutes between an abuse being evident and its alert
    (0 when the alert came first); ``exposed``: people, by abuse; ``late`` and ``missed``: names."""

    detected: int
    missed: tuple[str, ...]
    late: tuple[str, ...]
    delays: dict[str, float]
    exposed: dict[str, int]
    false_alerts: tuple[Raised, ...]
    user_days: int
    step_ups: int

    @property
    def false_rate(self) -> float:
        """False alerts per 1,000 days of honest work."""
        return 1000 * len(self.false_alerts) / self.user_days

    @property
    def worst_exposure(self) -> int:
        """People exposed by the worst abuse."""
        return max(self.exposed.values())


def _is_about(alert: Raised, script: Script) -> bool:
    if alert.who is not None:
        return alert.who in script.actors
    if alert.subject.startswith("network:"):
        return alert.subject.removeprefix("network:") in script.networks
    # The platform as a whole is attacked by who comes from many places.
    return len(script.networks) > 10


def score(month: Month, defence: Defence) -> Score:
    """Play a month and compare the alerts with what was scripted."""
    for act in month.acts:
        defence.play(act)
    tally = defence.finish()
    delays, missed, late = {}, [], []
    for name, script in month.scripts.items():
        start = min(act.at for act in script.acts)
        about = [one.at for one in tally.raised if one.at >= start and _is_about(one, script)]
        if not about:
            missed.append(name)
            continue
        delay = max(timedelta(0), min(about) - script.evident_at)
        delays[name] = delay.total_seconds() / 60
        if delay > LATEST:
            late.append(name)
    false = [one for one in tally.raised if _is_false(one, month)]
    return Score(
        detected=len(month.scripts) - len(missed) - len(late),
        missed=tuple(missed),
        late=tuple(late),
        delays=delays,
        exposed=_exposed(tally, month),
        false_alerts=tuple(false),
        user_days=month.user_days,
        step_ups=tally.step_ups,
    )


def _exposed(tally: Tally, month: Month) -> dict[str, int]:
    """People whom the acts of each abuse did show or hand to others."""
    author = {id(act): name for name, script in month.scripts.items() for act in script.acts}
    people: dict[str, set[int]] = {name: set() for name in month.scripts}
    for act in tally.shown:
        if id(act) in author:
            people[author[id(act)]].update(act.persons)
    return {name: len(persons) for name, persons in people.items()}


def _is_false(alert: Raised, month: Month) -> bool:
    scripts = month.scripts.values()
    return not any(_is_about(alert, script) for script in scripts)


def spread(values: list[float]) -> dict[str, float]:
    """Lowest, mean and highest of some figures."""
    return {
        "lowest": round(min(values), 2),
        "mean": round(mean(values), 2),
        "highest": round(max(values), 2),
    }
