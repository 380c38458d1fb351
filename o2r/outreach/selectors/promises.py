"""Promises due where a team goes: their days for everyone, their words for who follows."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.core.belt import errand
from o2r.outreach.enums import PromisedBy
from o2r.outreach.models import Promise
from o2r.people.models import Person


@errand("round-promises")
def promise_days(organisation: UUID, *, until: date) -> dict[UUID, list[date]]:
    """The days of the promises between a team and people that are due by then, by place. One query.

    Days and places only: the team must go where a colleague promised to be, and learns neither to
    whom nor what. The promises of protected files are left to who follows them.
    """
    rows = (
        Promise.objects.open()
        .filter(
            person__organisation=organisation,
            person__is_protected=False,
            encounter__place__isnull=False,
            due_on__lte=until,
        )
        .exclude(promised_by=PromisedBy.PARTNER)
        .order_by("due_on", "pk")
        .values_list("encounter__place", "due_on")
    )
    days: dict[UUID, list[date]] = {}
    for place, day in rows:
        days.setdefault(place, []).append(day)
    return days


def due_at(actor: Actor, places: Collection[UUID], *, until: date) -> list[Promise]:
    """The promises to keep at some places by a day, of the people whom somebody may meet, the
    earliest first; with what their names and their relations need. Two queries.
    """
    if actor.organisation is None:
        return []
    people = Person.objects.visible_to(actor).of_organisation(actor.organisation).followed()
    rows = Promise.objects.open().filter(
        person__in=people, encounter__place__in=places, due_on__lte=until
    )
    rows = rows.exclude(promised_by=PromisedBy.PARTNER).order_by("due_on", "made_at", "pk")
    due = list(rows.select_related("encounter"))
    files = Person.objects.select_related("identity").bring("follow_ups", "emergency_openings")
    known = files.in_bulk({row.person_id for row in due})
    for row in due:
        row.person = known[row.person_id]
    return due
