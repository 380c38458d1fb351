"""The appointments that structures fixed for people whom one follows: neither who nor where."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.policy import may_meet
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare
from o2r.pathways.referrals.selectors.lists import appointments

AHEAD = timedelta(days=45)
TITLE = "Rendez-vous d’une orientation"


def referral_appointments(actor: Actor) -> Iterator[Due]:
    """One line for each. One query, for who follows people."""
    if not may_meet(actor, "person-file"):
        return
    for day, one in appointments(actor, clock.today() + AHEAD):
        yield Due(
            on=day,
            title=TITLE,
            link=reverse("referrals:referral", args=[one.person_id, one.pk]),
            feed_title=TITLE,
        )


declare("referral-appointment", TITLE, referral_appointments)
