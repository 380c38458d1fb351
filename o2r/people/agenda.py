"""What waits for who follows people, or answers for their data."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import decide, may_meet
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare
from o2r.core.elision import of
from o2r.people.models import EmergencyOpening, Person
from o2r.people.selectors.agreements import ending_of

AHEAD = timedelta(days=30)
"""How long before its last day an agreement is recalled (provisoire)."""
ENDS = "Accord qui arrive à sa fin"
REVIEW = "Ouverture en urgence à relire"


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


def reviews(actor: Actor) -> Iterator[Due]:
    """The openings on which this person may give an opinion, before their third day ends."""
    if not may_meet(actor, EmergencyOpening.access_kind):
        return
    rows = EmergencyOpening.objects.visible_to(actor).to_review().exclude(by=actor.user)
    for one in rows.select_related("by").order_by("opened_at", "pk"):
        if one.review_before and decide(actor, "update", one.subject(actor), PROVED):
            yield Due(
                on=one.review_before.astimezone(ZoneInfo(settings.TIME_ZONE)),
                title=f"Avis sur l’ouverture en urgence {of(str(one.by))}",
                link=reverse("emergency:one", args=[one.pk]),
                feed_title=REVIEW,
            )


declare("agreement-end", ENDS, agreements)
declare("emergency-review", REVIEW, reviews)
