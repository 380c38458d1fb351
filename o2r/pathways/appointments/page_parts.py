"""What appointments say on the page of a person: each in their story, the near ones first."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from o2r.core import clock
from o2r.pathways.appointments.enums import AppointmentState
from o2r.pathways.appointments.selectors.reading import shown
from o2r.people.file_page import Due, Moment, hour_of_day, local, presses, tells
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader
from o2r.territory.typography import typographic

NEAR = timedelta(days=2)
UNTOLD = (AppointmentState.CANCELLED, AppointmentState.MOVED)


@tells("route")
def appointments(reader: Reader, person: Person) -> Iterator[Moment]:
    """Those that took place, should have, or will."""
    for row in person.appointments.all():
        if row.state in UNTOLD:
            continue
        one, at = shown(reader, row), local(row.starts_at, person)
        yield Moment(
            day=at.date(),
            at=at.time(),
            title="Rendez-vous",
            beside=" · ".join(part for part in (one.whom, one.place) if part),
            text=one.about if "narrative" in reader.groups else "",
            url=reverse("appointments:one", args=[person.pk, row.pk]),
            badge="à dire : venue ?" if row.is_to_settle else str(row.get_state_display()),
            kind="waiting" if row.is_to_settle else one.state_kind or "neutral",
        )


@presses("route")
def near(reader: Reader, person: Person) -> Iterator[Due]:
    """The appointments of today and tomorrow; those of which nobody said what became of them."""
    now = clock.now()
    for row in person.appointments.all():
        if not row.is_booked or row.starts_at > now + NEAR:
            continue
        at = local(row.starts_at, person)
        address = reverse("appointments:one", args=[person.pk, row.pk])
        when = hour_of_day(at)
        whom = shown(reader, row).whom
        if row.is_to_settle:
            said = f"Dire si le rendez-vous du {when} a eu lieu."
        elif row.ends_at > now:
            said = f"Rendez-vous le {when}{f', avec {whom}' if whom else ''}."
        else:
            continue
        yield Due(typographic(said), at.date(), address)
