"""What is known of the silence of people: contacts, days agreed, promises, appointments, actions of
plans."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from o2r.accounts.models import Organisation
from o2r.outreach.enums import PromisedBy, PromiseState
from o2r.outreach.models import Promise
from o2r.outreach.services.people_met import days_of
from o2r.pathways.appointments.enums import AppointmentState
from o2r.pathways.appointments.models import Appointment
from o2r.pathways.diagnosis.enums import ActionBy, ActionState
from o2r.pathways.diagnosis.models import PlanAction
from o2r.pathways.silence.models import ExpectedContact
from o2r.pathways.silence.noticing import Agreed, Known, Word
from o2r.people.models import Person


def known_of(people: Sequence[Person], organisation: Organisation) -> dict[UUID, Known]:
    """What is known of each, files merged into theirs included for contacts. Six queries."""
    met = days_of(people, organisation, counting=False)
    agreed: dict[UUID, list[Agreed]] = {one.pk: [] for one in people}
    for row in ExpectedContact.objects.filter(person__in=people).order_by("pk"):
        agreed[row.person_id].append(Agreed(row.said_on, row.expected_on))
    zone = ZoneInfo(organisation.time_zone)
    words, came = _words(people, zone), _appointments(people, zone)
    for key, said in came.items():
        words[key] += said
    return {
        one.pk: Known(
            contacts=sorted({*met[one.pk], one.last_contact_on, *_kept_days(came[one.pk])}),
            agreed=agreed[one.pk],
            words=words[one.pk],
        )
        for one in people
    }


def _appointments(people: Sequence[Person], zone: ZoneInfo) -> dict[UUID, list[Word]]:
    """The appointments as words given: to come on that day. Those that were cancelled or moved, or
    for which the person excused themselves, say nothing of a silence."""
    found: dict[UUID, list[Word]] = {one.pk: [] for one in people}
    rows = Appointment.objects.standing().filter(person__in=people)
    columns = ("person", "made_at", "starts_at", "state")
    said = rows.exclude(state=AppointmentState.EXCUSED).order_by("pk").values_list(*columns)
    for person, made, starts, state in said:
        on = starts.astimezone(zone).date()
        found[person].append(
            Word(
                said_on=min(made.astimezone(zone).date(), on),
                on=on,
                is_theirs=True,
                settled_on=None if state == AppointmentState.BOOKED else on,
                is_kept=state == AppointmentState.DONE,
                is_appointment=True,
            )
        )
    return found


def _kept_days(words: Sequence[Word]) -> list[date]:
    """The days on which they came."""
    return [one.on for one in words if one.settled_on is not None and one.is_kept]


def _words(people: Sequence[Person], zone: ZoneInfo) -> dict[UUID, list[Word]]:
    """What was said for a day, by either side; what was put off is replaced by what follows it."""
    found: dict[UUID, list[Word]] = {one.pk: [] for one in people}
    promises = Promise.objects.filter(person__in=people).exclude(
        state__in=(PromiseState.POSTPONED, PromiseState.DROPPED)
    )
    columns = ("person", "made_at", "due_on", "promised_by", "state", "settled_at")
    for person, made, due, giver, state, settled in promises.order_by("pk").values_list(*columns):
        found[person].append(
            Word(
                said_on=made.astimezone(zone).date(),
                on=due,
                is_theirs=giver == PromisedBy.PERSON,
                settled_on=settled.astimezone(zone).date() if settled else None,
                is_kept=state != PromiseState.MISSED,
            )
        )
    gone = (ActionState.DROPPED, ActionState.CANCELLED)
    actions = PlanAction.objects.filter(person__in=people, due_on__isnull=False)
    rows = actions.exclude(state__in=gone).order_by("pk")
    for person, at, due, by, state in rows.values_list("person", "set_at", "due_on", "by", "state"):
        if due is not None:
            done: date | None = due if state == ActionState.DONE else None
            said_on = at.astimezone(zone).date()
            found[person].append(Word(said_on, due, by == ActionBy.PERSON, done))
    return found
