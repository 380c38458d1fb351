"""The calendar: a week or a day, for oneself; the load of a team, for who runs it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from o2r.accounts.door import door, listed
from o2r.accounts.models import Organisation
from o2r.accounts.requests import SignedInRequest
from o2r.core import clock
from o2r.outreach.selectors.people_seen import known_as, writable
from o2r.pathways.appointments.enums import ActivityState, AppointmentState
from o2r.pathways.appointments.models import Activity, Appointment
from o2r.pathways.appointments.selectors.calendar import (
    OTHERS,
    Day,
    Entry,
    activities_between,
    days_from,
    loads_between,
    my_appointments,
    people_named,
)
from o2r.pathways.appointments.selectors.spans import instants, monday_of

WEEK_DAYS = 7


@door("person-file", "list")
@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    """What waits for somebody, day by day."""
    zone = zone_of(request)
    today = clock.now().astimezone(zone).date()
    asked = day_asked(request.GET.get("jour", ""), today)
    is_day = request.GET.get("vue") == "jour"
    first = asked if is_day else monday_of(asked)
    many = 1 if is_day else WEEK_DAYS
    days = days_from(first, many, today)
    start, end = instants(first, first + timedelta(days=many - 1), zone)
    _fill(request, days, start, end, zone)
    leads = request.actor.has("coordinator")
    step = timedelta(days=many)
    context = {
        "days": days,
        "is_day": is_day,
        "asked": asked,
        "today": today,
        "first": first,
        "last": first + timedelta(days=many - 1),
        "before": first - step,
        "after": first + step,
        **(_team(request, zone, start, end, days) if leads else {"team": None}),
    }
    return render(request, "appointments/calendar.html", context)


def zone_of(request: SignedInRequest) -> ZoneInfo:
    """Where the organisation that somebody acts for keeps its hours. One query."""
    if request.actor.organisation is None:
        return ZoneInfo(settings.TIME_ZONE)
    return ZoneInfo(Organisation.objects.get(pk=request.actor.organisation).time_zone)


def day_asked(text: str, today: date) -> date:
    """The day of an address; today for what is not one, or lies too far to be meant."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs((day - today).days) <= 3660 else today


def _fill(
    request: SignedInRequest, days: list[Day], start: datetime, end: datetime, zone: ZoneInfo
) -> None:
    """Put each appointment and each activity in its day."""
    actor = request.actor
    rows = list(my_appointments(actor, start, end))
    people = people_named(actor, (one.person_id for one in rows))
    shown = listed(request, writable(actor, people))
    names = known_as(actor, shown)
    lines = [_appointment(one, names) for one in rows]
    lines += [_activity(one) for one in activities_between(actor, start, end)]
    by_day = {one.day: one for one in days}
    for line in sorted(lines, key=lambda one: (one.starts_at, one.title, one.name)):
        found = by_day.get(line.starts_at.astimezone(zone).date())
        if found is not None:
            found.entries.append(line)


def _appointment(row: Appointment, names: dict[UUID, str]) -> Entry:
    known = row.person_id in names
    return Entry(
        row.local_start,
        row.local_end,
        "Rendez-vous",
        name=names.get(row.person_id, OTHERS),
        link=reverse("appointments:one", args=[row.person_id, row.pk]) if known else "",
        state="" if row.state == AppointmentState.BOOKED else row.get_state_display(),
    )


def _activity(row: Activity) -> Entry:
    return Entry(
        row.local_start,
        row.local_end,
        row.title,
        link=reverse("appointments:activity", args=[row.pk]),
        state="" if row.state == ActivityState.PLANNED else row.get_state_display(),
        is_activity=True,
    )


def _team(
    request: SignedInRequest, zone: ZoneInfo, start: datetime, end: datetime, days: list[Day]
) -> dict[str, Any]:
    """How many appointments each colleague has: numbers, and nobody who is followed."""
    here = request.actor.organisation
    if here is None:
        return {"team": None}
    loads = loads_between(here, zone, start, end, [one.day for one in days])
    rows = [
        [one.user.display_name if one.user else "Avec un partenaire", *one.counts, one.total]
        for one in loads
    ]
    headers = ["Collègue", *(f"{one.day:%d/%m}" for one in days), "En tout"]
    return {"team": rows, "team_headers": headers}
