"""What waits for a reader, and for a consortium that is asked for more."""

from collections.abc import Iterator

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import may_try
from o2r.calls.reading.enums import ReviewState
from o2r.calls.reading.models import Assignment, CorrectionRequest
from o2r.calls.reading.selectors.pages import mine
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare


def readings(actor: Actor) -> Iterator[Due]:
    """The applications one must read; before the gate opens, the declaration that opens it."""
    if actor.user is None:
        return
    rows = Assignment.objects.visible_to(actor).filter(reader__user=actor.user)
    waiting = rows.exclude(review__state__in=(ReviewState.SENT, ReviewState.EXCLUDED))
    chosen = waiting.select_related("application__call__reading_plan", "review", "reader")
    for one in mine([row for row in chosen.order_by("pk") if row.is_live]):
        if one.due_on is None:
            continue
        given = one.assignment
        call = given.application.call
        if given.is_open:
            title = f"Lire « {given.application} »"
            link = reverse("reading:review", args=[given.pk])
        else:
            title = f"Déclarer mes liens : {call.title}"
            link = reverse("reading:interests", args=[call.slug])
        yield Due(on=one.due_on, title=title, link=link, is_late=one.due_on < clock.today())


def corrections(actor: Actor) -> Iterator[Due]:
    """What is asked of the applications of one's organisation."""
    if not may_try(actor, "update", "correction", PROVED):
        return
    rows = CorrectionRequest.objects.visible_to(actor).pending().asked_of(actor.organisation)
    for one in rows.select_related("application").order_by("due_on", "pk"):
        yield Due(
            on=one.due_on,
            title=f"Correction demandée : {one.application}",
            link=reverse("reading:correction", args=[one.pk]),
            is_late=one.is_late,
        )


declare("reading", "Candidature à lire", readings)
declare("correction", "Correction demandée", corrections)
