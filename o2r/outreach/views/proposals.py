"""What the radar answered, with the places it speaks of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from o2r.outreach.models import Place, RoundStop
from o2r.outreach.radar.facts import Proposal, Stop
from o2r.outreach.round_words import hour, in_one_sentence
from o2r.outreach.selectors.places import commune_name
from o2r.outreach.selectors.radar_facts import RadarAnswer


def around(instant: datetime | None) -> str:
    """« vers 18 h 40 »: an estimate, to five minutes; empty for none. Local time."""
    if instant is None:
        return ""
    return f"vers {hour(instant.replace(minute=instant.minute // 5 * 5))}"


@dataclass(frozen=True)
class HeldStop:
    """A place that the round holds: when it would be visited in that order, and what is wrong."""

    stop: RoundStop
    around: str = ""
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, stop: RoundStop, answer: RadarAnswer | None) -> Self:
        """What the radar says of a stop; nothing once it is visited or left."""
        said = answer.rehearsed.get(stop.place_id) if answer else None
        return cls(stop, around(said.arrives), said.warnings) if said else cls(stop)


@dataclass(frozen=True)
class ProposedPlace:
    """One place, and why it is proposed, or is not. ``arrives``: local time, for a stop."""

    place: Place
    why: tuple[str, ...]
    arrives: datetime | None = None

    @property
    def commune_name(self) -> str:
        return commune_name(self.place.commune)

    @property
    def around(self) -> str:
        """« vers 18 h 40 »; empty when no hour is foreseen."""
        return around(self.arrives)

    @property
    def sentence(self) -> str:
        """The words, in one sentence."""
        return in_one_sentence(self.why)


@dataclass(frozen=True)
class Proposed:
    """The round proposed in walking order, what fits if time remains, and the others."""

    stops: tuple[ProposedPlace, ...] = ()
    spares: tuple[ProposedPlace, ...] = ()
    others: tuple[ProposedPlace, ...] = ()

    def chosen(self, keys: Collection[str]) -> list[tuple[Place, Sequence[str]]]:
        """Those that were ticked, in the order proposed, each with its words."""
        every = (*self.stops, *self.spares, *self.others)
        return [(one.place, one.why) for one in every if str(one.place.pk) in set(keys)]

    def __bool__(self) -> bool:
        return bool(self.stops or self.spares or self.others)


def read_proposal(
    proposal: Proposal, places: Mapping[UUID, Place], *, but: Collection[UUID]
) -> Proposed:
    """The answer of the radar, for the places that the reader may know of, ``but`` some."""
    known = {str(key): place for key, place in places.items() if key not in but}

    def read(stops: Sequence[Stop]) -> tuple[ProposedPlace, ...]:
        return tuple(
            ProposedPlace(known[one.place.id], one.reasons, one.arrives)
            for one in stops
            if one.place.id in known
        )

    return Proposed(
        stops=read(proposal.stops),
        spares=read(proposal.spares),
        others=tuple(
            ProposedPlace(known[one.place.id], (one.why,))
            for one in proposal.left_out
            if one.place.id in known
        ),
    )
