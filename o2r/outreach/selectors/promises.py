"""Promises due where a team goes: their days for everyone, their words for who follows."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from o2r.core.belt import errand
from o2r.outreach.enums import PromisedBy
from o2r.outreach.models import Promise
from o2r.outreach.models.encounters import PromiseQuerySet
from o2r.people.models import Person
from o2r.people.models.person import PersonQuerySet


@errand("round-promises")
def promise_days(organisation: UUID, *, until: date) -> dict[UUID, list[date]]:
    """The days of the promises of the team that are due by then, by place. One query.

    Days and places only: the team must go where a colleague promised to be, and learns neither to
    whom nor what. The promises of protected files are left to who follows them.
    """
    rows = (
        Promise.objects.open()
        .filter(
            promised_by=PromisedBy.TEAM,
            person__organisation=organisation,
            person__is_protected=False,
            encounter__place__isnull=False,
            due_on__lte=until,
        )
        .order_by("due_on", "pk")
        .values_list("encounter__place", "due_on")
    )
    days: dict[UUID, list[date]] = {}
    for place, day in rows:
        days.setdefault(place, []).append(day)
    return days


def due_at(places: Collection[UUID], *, until: date) -> PromiseQuerySet:
    """The promises to keep at some places by a day, with their meetings, the earliest first."""
    rows = Promise.objects.open().filter(encounter__place__in=places, due_on__lte=until)
    return rows.select_related("encounter", "person").order_by("due_on", "made_at", "pk")


def promised_at(places: Collection[UUID], *, until: date) -> PersonQuerySet:
    """The people with a promise to keep at some places, whoever follows them. Two queries."""
    due = Promise.objects.open().filter(
        person=OuterRef("pk"), encounter__place__in=places, due_on__lte=until
    )
    rows = Person.objects.followed().filter(Exists(due)).select_related("identity")
    return rows.prefetch_related("follow_ups").order_by("pk")
