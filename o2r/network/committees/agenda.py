"""What waits for someone in the committees: plenaries to call, meetings to come."""

from collections.abc import Iterator

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare
from o2r.network.committees.selectors import awaiting_plenary, meetings_to_attend
from o2r.territory.time_zones import time_zone_of


def plenaries(actor: Actor) -> Iterator[Due]:
    """For the State service that keeps an instance: the plenary of the year."""
    if not actor.has("state-officer"):
        return
    for instance in awaiting_plenary(actor):
        due = instance.plenary_due_on
        assert due is not None  # noqa: S101 — what awaits has a day
        yield Due(
            on=due,
            title=f"Réunir la plénière : {instance.name}",
            link=reverse("committees:instance", kwargs={"instance": instance.pk}),
            is_late=due < clock.today(),
            feed_title=f"Plénière à réunir avant ce jour : {instance.name}",
        )


def meetings(actor: Actor) -> Iterator[Due]:
    """For the State service, and where one's organisation sits: the meetings to come."""
    for meeting in meetings_to_attend(actor):
        name = meeting.instance.name
        yield Due(
            on=meeting.starts_at.astimezone(time_zone_of(meeting.instance.region)),
            title=name,
            link=reverse("committees:meeting", kwargs={"meeting": meeting.pk}),
            feed_title=name,
        )


declare("committee-plenary", "Plénière à réunir", plenaries)
declare("committee-meeting", "Réunion d’un comité", meetings)
