"""The silences that wait for somebody."""

from collections.abc import Iterator

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.policy import may_meet
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare
from o2r.outreach.selectors.people_seen import files_followed
from o2r.pathways.silence.models import SilenceAlert
from o2r.people.models import Person

SIGN = "Un signe à faire"


def alerts(actor: Actor) -> Iterator[Due]:
    """One line for today, how many there are. One query. Neither who nor why."""
    if not may_meet(actor, Person.access_kind):
        return
    rows = SilenceAlert.objects.awake().filter(person__in=files_followed(actor).values("pk"))
    many = rows.count()
    if many:
        yield Due(
            on=clock.today(),
            title=SIGN if many == 1 else f"{many} signes à faire",
            link=reverse("silence:alerts"),
            feed_title=SIGN,
        )


declare("silence-alert", SIGN, alerts)
