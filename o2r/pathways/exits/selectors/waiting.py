"""The news that waits to be asked for, in the files that somebody follows."""

from datetime import date

from django.db.models import QuerySet

from o2r.accounts.actors import Actor
from o2r.outreach.selectors.people_seen import files_followed
from o2r.pathways.exits.models import FollowUpSituation


def news_to_ask(actor: Actor, until: date) -> QuerySet[FollowUpSituation]:
    """Those due by a day, the oldest first, of all the files that one follows. One query."""
    rows = FollowUpSituation.objects.waiting().due_before(until)
    rows = rows.filter(person__in=files_followed(actor).values("pk"))
    return rows.order_by("due_on", "pk")
