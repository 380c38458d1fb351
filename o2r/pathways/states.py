"""What may follow what in a pathway, and what each move asks first. Pure.

After the state machine proposed for the O2R; a return is possible until the pathway is closed.
"""

from collections.abc import Collection, Mapping

from o2r.pathways.enums import PathwayState as State

INFORMED, ELIGIBLE, REFERENT, TRUST, EXITED = (
    *("information", "eligibilite", "referent", "confiance"),
    "sortie",
)
"""What a move may ask: the person was told their rights, may enter, is followed by somebody named,
has met the team enough (or chose it), has an exit that says where they went."""

_ENTRY = (INFORMED, ELIGIBLE, REFERENT)
_RETURNS: Mapping[State, tuple[str, ...]] = {
    State.REMOBILISATION: (INFORMED,),
    State.ACCOMPANIMENT: _ENTRY,
}
_OUT: Mapping[State, tuple[str, ...]] = {State.LEFT: (EXITED,), State.LOST: ()}

MOVES: Mapping[State, Mapping[State, tuple[str, ...]]] = {
    State.SPOTTED: {State.TRUSTED: (TRUST,), **_OUT},
    State.TRUSTED: {**_RETURNS, **_OUT},
    State.REMOBILISATION: {
        State.ACCOMPANIMENT: _ENTRY,
        State.HANDOVER: (),
        State.PAUSED: (),
        **_OUT,
    },
    State.ACCOMPANIMENT: {
        State.REMOBILISATION: (INFORMED,),
        State.HANDOVER: (),
        State.FIRST_WEEKS: (),
        State.PAUSED: (),
        **_OUT,
    },
    State.HANDOVER: {State.ACCOMPANIMENT: _ENTRY, State.FIRST_WEEKS: (), **_OUT},
    State.FIRST_WEEKS: {State.ACCOMPANIMENT: _ENTRY, **_OUT},
    State.PAUSED: {**_RETURNS, **_OUT},
    State.LOST: {State.TRUSTED: (), **_RETURNS, State.LEFT: (EXITED,)},
    State.LEFT: {State.WATCHED: (), **_RETURNS},
    State.WATCHED: {State.CLOSED: (), **_RETURNS},
    State.CLOSED: {},
}
"""From each state, where one may go, and what must be there first."""

LIVE = frozenset(set(State) - {State.LEFT, State.WATCHED, State.CLOSED})
"""The states in which somebody is being accompanied, met or looked for."""


def asked_by(left: State, reached: State) -> tuple[str, ...] | None:
    """What a move asks; None when a pathway never goes from one to the other."""
    return MOVES[left].get(reached)


def missing(left: State, reached: State, held: Collection[str]) -> list[str]:
    """What a move asks and nobody has done yet, in order. Raises KeyError for an unknown move."""
    return [one for one in MOVES[left][reached] if one not in held]


def reachable(left: State) -> list[State]:
    """Where one may go from a state, in the order of the page."""
    return list(MOVES[left])
