"""What waits for a referent: agreements that end soon, asked again or left to end."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.policy import may_meet
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare
from o2r.people.models import Person
from o2r.people.selectors.agreements import ending_of

AHEAD = timedelta(days=30)
"""How long before its last day an agreement is recalled (provisoire)."""
ENDS = "Accord qui arrive à sa fin"


def agreements(actor: Actor) -> Iterator[Due]:
    """The agreements of the files one follows that end within a month. One query.

    Who the person is stays on their page; a protected file has no agreement.
    """
    if actor.user is None or not may_meet(actor, Person.access_kind):
        return
    for one in ending_of(actor, clock.today() + AHEAD):
        yield Due(
            on=one.until or clock.today(),
            title=f"{ENDS} : {one.recipient}",
            link=reverse("agreements:one", args=[one.person_id, one.pk]),
            feed_title=ENDS,
        )


declare("agreement-end", ENDS, agreements)
