"""Reads of the committees."""

from datetime import date

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.network.committees.models import (
    Attendance,
    Instance,
    InstanceQuerySet,
    Meeting,
    MeetingQuerySet,
    Seat,
    SeatQuerySet,
)


def instances_for(actor: Actor) -> InstanceQuerySet:
    """The instances that someone may know of, by région, kind and name."""
    return Instance.objects.visible_to(actor).order_by("region", "kind", "name", "pk")


def meetings_of(instance: Instance) -> MeetingQuerySet:
    """The meetings of an instance that someone already met, the last one first."""
    return Meeting.objects.filter(instance=instance).order_by("-starts_at", "pk")


def attendance(meeting: Meeting) -> list[tuple[Seat, bool]]:
    """Who came to a meeting and who did not, chairs first; empty until it is recorded. One query.

    The caller holds the right to read the members, and journals it.
    """
    rows = Attendance.objects.filter(meeting=meeting).select_related("seat")
    ordered = rows.order_by("-seat__is_chair", "seat__body", "seat__function", "seat_id")
    return [(row.seat, row.is_present) for row in ordered]


def meetings_to_attend(actor: Actor) -> MeetingQuerySet:
    """The meetings to come: of the instances one keeps, else of those where one's own body sits."""
    seen = Meeting.objects.visible_to(actor).to_come().select_related("instance")
    return seen if actor.has(MembershipRole.STATE_OFFICER) else seen.where_sits(actor.organisation)


def members_on(instance: Instance, day: date) -> SeatQuerySet:
    """The members in office on a day, chairs first."""
    return Seat.objects.in_office(day).filter(instance=instance)


def awaiting_plenary(actor: Actor) -> list[Instance]:
    """The instances of someone whose yearly plenary is due soon or late, the most urgent first."""
    rows = instances_for(actor).active().meeting_every_year().with_last_plenary()
    waiting = [one for one in rows if one.awaits_plenary]
    return sorted(waiting, key=lambda one: (str(one.plenary_due_on), one.name))
