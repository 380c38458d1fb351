"""Candidates ready to send, complete in every way: ``ready(2)[0].application``."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.test import Client

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.calls.applications.measured_world import Plan, candidates
from o2r.calls.applications.models import Application
from o2r.calls.models import Call
from o2r.core import clock
from tests.accounts.factories import enter


@dataclass
class Candidate:
    """Someone with a complete draft, and the fields of the page they have open."""

    user: User
    application: Application
    token: str

    @property
    def actor(self) -> Actor:
        return actor_for(self.user)

    def enter(self, client: Client) -> Client:
        return enter(client, self.user)


def ready(count: int = 1, *, closes_at: datetime | None = None) -> list[Candidate]:
    """Complete drafts of one call, which closes tomorrow unless said otherwise."""
    closes = closes_at or clock.now() + timedelta(days=1)
    lines = list(candidates(Plan(count=count, closes_at=closes.timestamp())))
    found = []
    for line in lines:
        application = Application.objects.select_related("call").get(pk=line["application"])
        lead = application.members.get(is_lead=True)
        assert lead.organisation is not None
        user = User.objects.get(memberships__organisation=lead.organisation)
        found.append(Candidate(user, application, line["intent"]))
    return found


def closing(call: Call, closes_at: datetime) -> Call:
    """Move the closing instant of a call, as an extension would."""
    local = closes_at.astimezone(call.zone_info)
    call.closes_on, call.closes_hour = local.date(), local.time()
    call.save()
    return call
