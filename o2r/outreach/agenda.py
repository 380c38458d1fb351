"""The rounds on which somebody goes, and the promises of who follows people."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.policy import may_meet
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare
from o2r.outreach.models import Round
from o2r.outreach.round_words import hour
from o2r.outreach.selectors.waiting_promises import promises_by_day

AHEAD = timedelta(days=14)
"""How long before its day a promise is recalled (provisoire)."""
TO_KEEP = "Promesse à tenir"


def rounds(actor: Actor) -> Iterator[Due]:
    """Each round that is planned or under way. Says neither where nor with whom."""
    mine = Round.objects.visible_to(actor).of_member(actor.user).expected()
    for one in mine.select_related("organisation").order_by("starts_at", "pk"):
        end = hour(one.local(one.ends_at))
        yield Due(
            on=one.local(one.starts_at),
            title=f"Tournée, jusqu’à {end}",
            link=reverse("outreach:round", args=[one.pk]),
            feed_title="Tournée",
        )


def promises(actor: Actor) -> Iterator[Due]:
    """One line for each day that has promises. One query, for who meets people.

    Neither who nor what: that is on the page, for who follows the person.
    """
    if not may_meet(actor, "person-file"):
        return
    for day, many in promises_by_day(actor, clock.today() + AHEAD):
        yield Due(
            on=day,
            title=TO_KEEP if many == 1 else f"{many} promesses à tenir",
            link=reverse("outreach:promises"),
            feed_title=TO_KEEP,
        )


declare("outreach-round", "Tournée", rounds)
declare("promise", TO_KEEP, promises)
