"""What waits for a State service: its calls that close, and those that wait for their reading."""

from collections.abc import Iterator

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.calls.enums import CallState, Phase
from o2r.calls.models import Call
from o2r.core.agenda.registry import Due, declare


def closings(actor: Actor) -> Iterator[Due]:
    """The closing of each published call; once it is over, the examination to begin."""
    if not actor.has(MembershipRole.STATE_OFFICER) or actor.organisation is None:
        return
    mine = Call.objects.run_by(actor.organisation).filter(
        state=CallState.PUBLISHED, receives_here=True
    )
    for call in mine.order_by("closes_at", "pk"):
        closes = call.closes.instant
        if closes is None:
            continue
        over = call.phase() is Phase.CLOSED
        words = "Commencer l’instruction" if over else "Clôture de l’appel"
        yield Due(
            on=closes,
            title=f"{words} : {call.title}",
            link=reverse("calls:manage", args=[call.slug]),
            is_late=over,
            feed_title=f"{words} : {call.title}",
        )


declare("call-closing", "Clôture d’un appel à projets", closings)
