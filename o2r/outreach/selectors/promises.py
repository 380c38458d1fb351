"""Promises due where a team goes: their days for everyone, their words for who follows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef

from o2r.accounts.actors import Actor
from o2r.core.belt import errand
from o2r.core.gathering import gathered
from o2r.outreach.enums import PromisedBy
from o2r.outreach.models import Promise
from o2r.people.models import Person


@dataclass(frozen=True)
class DuePromise:
    """A promise, with the person to whom it was made, and where."""

    row: Promise
    place: UUID


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


def due_at(actor: Actor, places: Collection[UUID], *, until: date) -> list[DuePromise]:
    """The promises to keep at some places by a day, of the people whom somebody may meet, the
    earliest first; with what their names and their relations need. One query.
    """
    if actor.organisation is None:
        return []
    due = Promise.objects.open().filter(encounter__place__in=places, due_on__lte=until)
    due = due.exclude(promised_by=PromisedBy.PARTNER)
    people = Person.objects.visible_to(actor).of_organisation(actor.organisation).followed()
    rows: Any = (
        people.filter(pk__in=due.values("person"))
        .annotate(due=gathered(due.filter(person=OuterRef("pk")), "id", "encounter__place"))
        .select_related("identity")
        .bring("follow_ups", "emergency_openings", "promises")
        .order_by("pk")
    )
    found = [one for person in rows for one in _due_of(person, person.due)]
    return sorted(found, key=lambda one: (one.row.due_on, one.row.made_at, one.row.pk))


def _due_of(person: Person, due: Sequence[tuple[str, str]]) -> Iterator[DuePromise]:
    """Of the promises of a person, those that are due somewhere."""
    places = {UUID(promise): UUID(place) for promise, place in due}
    for one in person.promises.all():
        if one.pk in places:
            yield DuePromise(one, places[one.pk])
