"""The hour of the operator: what a team types and reads."""

from zoneinfo import ZoneInfo

from django.conf import settings

from o2r.accounts.requests import SignedInRequest


def zone_of(request: SignedInRequest) -> ZoneInfo:
    """The time zone of the organisation one acts for, without a query: memberships are read."""
    here = request.actor.organisation
    held = next((one for one in request.memberships if one.organisation_id == here), None)
    return ZoneInfo(held.organisation.time_zone if held else settings.TIME_ZONE)
