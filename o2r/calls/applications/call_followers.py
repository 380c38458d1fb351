"""Whoever writes, or has sent, an application to a call is told when it changes."""

from collections.abc import Iterable

from o2r.calls.applications.models import Application
from o2r.calls.applications.services import people_of
from o2r.calls.followers import follows_calls
from o2r.calls.models import Call
from o2r.core.belt import errand
from o2r.core.notifications.services import Recipient


@follows_calls
@errand("call-followers")
def candidates(call: Call) -> Iterable[Recipient]:
    """The people of every consortium: the State service that changes the call never sees them."""
    found: list[Recipient] = []
    for application in Application.objects.of_call(call).prefetch_related("members"):
        bodies = [member.organisation_id for member in application.members.all()]
        found += people_of(application, bodies)
    return found
