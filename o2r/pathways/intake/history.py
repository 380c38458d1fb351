"""Where a pathway stands and by which days it came there, from what a line says. Pure.

What is written is a path that the table of states allows, dated by the file. A step that the file
does not date is put on the day of the next one: somebody who is accompanied was met and trusted by
then at the latest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from o2r.pathways.enums import PathwayState as State

Step = tuple[State, date]

WAY: Mapping[State, tuple[State, ...]] = {
    State.SPOTTED: (State.SPOTTED,),
    State.TRUSTED: (State.SPOTTED, State.TRUSTED),
    State.REMOBILISATION: (State.SPOTTED, State.TRUSTED, State.REMOBILISATION),
    State.ACCOMPANIMENT: (State.SPOTTED, State.TRUSTED, State.ACCOMPANIMENT),
    State.HANDOVER: (State.SPOTTED, State.TRUSTED, State.ACCOMPANIMENT, State.HANDOVER),
    State.FIRST_WEEKS: (State.SPOTTED, State.TRUSTED, State.ACCOMPANIMENT, State.FIRST_WEEKS),
}
"""The way to a state in which somebody is followed."""
STOPS = frozenset({State.PAUSED, State.LOST, State.LEFT, State.WATCHED, State.CLOSED})
"""States reached from wherever the person was."""


@dataclass(frozen=True)
class Said:
    """What a line says. ``opened_on``: when it was spotted, or followed; ``last_on``: the last
    contact."""

    opened_on: date
    last_on: date
    state: State | None = None
    entered_on: date | None = None
    intensive_from: date | None = None
    ended_on: date | None = None


def state_of(said: Said) -> State:
    """The state that a line says, or that its days say."""
    if said.state is not None:
        return said.state
    if said.ended_on is not None:
        return State.LEFT
    if said.intensive_from is not None:
        return State.ACCOMPANIMENT
    return State.TRUSTED if said.entered_on is not None else State.SPOTTED


def wrong_days(said: Said) -> tuple[str, str] | None:
    """The first day that cannot be, with what to say; None when they follow one another."""
    order = (
        ("entered_on", said.entered_on, "l’entrée"),
        ("intensive_from", said.intensive_from, "l’accompagnement"),
        ("ended_on", said.ended_on, "la sortie"),
    )
    before, name = said.opened_on, "le repérage"
    for code, day, words in order:
        if day is None:
            continue
        if day < before:
            return code, f"{words} ({day:%d/%m/%Y}) précède {name} ({before:%d/%m/%Y})"
        before, name = day, words
    state = state_of(said)
    if state in (State.LEFT, State.WATCHED, State.CLOSED) and said.ended_on is None:
        return "ended_on", f"le parcours est « {state.label} » : donnez le jour de la sortie"
    if state not in (State.LEFT, State.WATCHED, State.CLOSED) and said.ended_on is not None:
        return (
            "state",
            f"le parcours a une sortie et reste « {state.label} » : corrigez l’un des deux",
        )
    return None


def followed_state(said: Said) -> State:
    """Where somebody was before a pause, a loss or an end."""
    state = state_of(said)
    if state not in STOPS:
        return state
    if said.intensive_from is not None:
        return State.ACCOMPANIMENT
    if state == State.PAUSED:
        # Who was never accompanied rests from what came before.
        return State.REMOBILISATION
    return State.TRUSTED if said.entered_on is not None else State.SPOTTED


def steps(said: Said) -> list[Step]:
    """Each state of the way and its day, the last one where the pathway stands.

    Call ``wrong_days`` first.
    """
    state, before = state_of(said), followed_state(said)
    dated = {
        State.SPOTTED: said.opened_on,
        State.TRUSTED: said.entered_on,
        State.ACCOMPANIMENT: said.intensive_from,
        State.LEFT: said.ended_on,
    }
    way = list(WAY[before])
    if state in (State.LEFT, State.WATCHED, State.CLOSED):
        way += [State.LEFT]
        way += [State.WATCHED] if state != State.LEFT else []
        way += [State.CLOSED] if state == State.CLOSED else []
    elif state in STOPS:
        way.append(state)
    days = [dated.get(one) for one in way]
    end = said.ended_on or max(said.last_on, *(day for day in days if day is not None))
    found: list[Step] = []
    for one, day in zip(reversed(way), reversed(days), strict=True):
        end = day if day is not None else end
        found.append((one, end))
    return found[::-1]
