"""The room of a call: the call itself, as its State service sees it from the committee on."""

from typing import Self

from o2r.accounts.actors import Actor
from o2r.accounts.governed import GovernedQuerySet
from o2r.calls.enums import CallState
from o2r.calls.models import Call

OPEN_TO_ITS_SERVICE = (CallState.COMMITTEE, CallState.RESULTS, CallState.ARCHIVED)
"""Not before: the marks of the readers are unveiled when the committee opens."""


class RoomQuerySet(GovernedQuerySet["Room"]):
    def seen_by(self, actor: Actor) -> Self:
        """The calls of one's own State service whose committee sits, or has sat."""
        return self.filter(dreets=actor.organisation, state__in=OPEN_TO_ITS_SERVICE)


class Room(Call):
    """A call, under the rules of its selection: nobody but its State service enters."""

    access_kind = "selection"

    objects = RoomQuerySet.as_manager()  # type: ignore[misc, assignment]

    class Meta:
        proxy = True
        verbose_name = "salle de comité"
        verbose_name_plural = "salles de comité"

    @property
    def may_decide(self) -> bool:
        """Whether scenarios and decisions may be written: while the committee sits."""
        return self.state == CallState.COMMITTEE

    @property
    def is_published(self) -> bool:
        """Whether the results were published."""
        return self.state in (CallState.RESULTS, CallState.ARCHIVED)
