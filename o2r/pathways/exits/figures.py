"""Where people went and what became of them, in figures that hide small groups. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from o2r.pathways.exits.enums import FollowUpState, FollowUpStep, Situation
from o2r.pathways.measures.effects import TOO_FEW, share_words


class Asked(NamedTuple):
    """One step after one exit."""

    step: str
    due_on: date
    state: str
    situation: str


@dataclass(frozen=True)
class StepFigures:
    """One step: the share of those reached, and where these are, in words."""

    step: str
    reached: str
    situations: tuple[tuple[str, str], ...]


def hidden_cells(counts: Mapping[str, int], *, least: int) -> dict[str, str]:
    """The counts in words, with no small one, nor one that the total would give by subtraction:
    when one alone is hidden, the next smallest is hidden with it."""
    small = {name for name, many in counts.items() if 0 < many < least}
    if len(small) == 1:
        others = [(many, name) for name, many in counts.items() if name not in small and many]
        small |= {min(others)[1]} if others else set()
    return {name: "non montré" if name in small else str(many) for name, many in counts.items()}


def step_figures(rows: Iterable[Asked], *, today: date, least: int) -> list[StepFigures]:
    """Each step whose day has come for somebody. Those that nobody asked count as not reached."""
    known = list(rows)
    found = []
    for step in FollowUpStep:
        due = [one for one in known if one.step == step and one.due_on <= today]
        reached = [one for one in due if one.state == FollowUpState.REACHED]
        if not due:
            continue
        counts = Counter(one.situation for one in reached)
        whole = {situation.label: counts[situation] for situation in Situation}
        told = hidden_cells(whole, least=least) if len(reached) >= least else {}
        found.append(
            StepFigures(
                step.label,
                share_words(len(reached), len(due), least=least),
                tuple(told.items()) or (("situations", TOO_FEW),),
            )
        )
    return found
