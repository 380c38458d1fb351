"""What members of groups promised to do for the people whom somebody follows."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.policy import may_meet
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare
from o2r.outreach.selectors.people_seen import files_followed
from o2r.pathways.together.models import Obligation

AHEAD = timedelta(days=14)
"""How long before its day what is asked is recalled (provisoire)."""
ASKED = "Demande à suivre"


def asked(actor: Actor) -> Iterator[Due]:
    """One line for each day on which something is due of the people one follows. One query.

    Neither who nor what: that is on the page, for who follows the person.
    """
    if not may_meet(actor, "person-file"):
        return
    rows = Obligation.objects.open().filter(
        person__in=files_followed(actor).values("pk"), due_on__lte=clock.today() + AHEAD
    )
    days = rows.order_by("due_on").values("due_on").annotate(many=Count("pk"))
    for day, many in days.values_list("due_on", "many"):
        yield Due(
            on=day,
            title=ASKED if many == 1 else f"{many} demandes à suivre",
            link=reverse("people:caseload"),
            feed_title=ASKED,
        )


declare("care-obligation", ASKED, asked)
