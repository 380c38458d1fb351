"""The appointments of the people one follows, and those one has with anybody here."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.policy import may_meet
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare
from o2r.core.calendar_words import hour_in_words
from o2r.pathways.appointments.enums import AppointmentState
from o2r.pathways.appointments.selectors.calendar import activities_between, my_appointments

BEHIND, AHEAD = timedelta(days=14), timedelta(days=60)
"""What is over stays until somebody says what became of it, for two weeks (provisoire)."""


def appointments(actor: Actor) -> Iterator[Due]:
    """Each appointment that is booked. Neither with whom nor where: that is on its page."""
    if not may_meet(actor, "person-file"):
        return
    now = clock.now()
    rows = my_appointments(actor, now - BEHIND, now + AHEAD)
    for one in rows.filter(state=AppointmentState.BOOKED):
        until = hour_in_words(one.local_end.time())
        day = f"{one.day:%Y-%m-%d}"
        yield Due(
            on=one.local_start,
            title=f"Rendez-vous, jusqu’à {until}",
            # Each has its own: a calendar tells two lines apart by their address.
            link=f"{reverse('appointments:calendar')}?vue=jour&jour={day}#{one.pk}",
            feed_title="Rendez-vous",
        )


def activities(actor: Actor) -> Iterator[Due]:
    """The activities to come of the operator."""
    now = clock.now()
    for one in activities_between(actor, now, now + AHEAD):
        yield Due(
            on=one.local_start,
            title=one.title,
            link=reverse("appointments:activity", args=[one.pk]),
            feed_title="Activité",
        )


declare("appointment", "Rendez-vous", appointments)
declare("activity", "Activité", activities)
