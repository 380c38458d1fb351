"""The news to ask for, three and six months after an exit, for who follows the person."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.policy import may_meet
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare
from o2r.pathways.exits.selectors.waiting import news_to_ask

AHEAD = timedelta(days=14)
"""How long before its day news is recalled (provisoire)."""
NEWS = "Prendre des nouvelles après une sortie"


def news(actor: Actor) -> Iterator[Due]:
    """One line for each. Who the person is stays on their page; nothing is asked of somebody who
    refused, nor after a death. One query."""
    if actor.user is None or not may_meet(actor, "person-file"):
        return
    for one in news_to_ask(actor, clock.today() + AHEAD):
        yield Due(
            on=one.due_on,
            title=f"{NEWS}, {one.get_step_display()}",
            link=reverse("exits:exit", args=[one.person_id]),
            feed_title=NEWS,
        )


declare("exit-news", NEWS, news)
