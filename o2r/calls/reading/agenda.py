"""What waits for a reader, for a State service whose call is read, and for a consortium that is
asked for more."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import may_try
from o2r.calls.models import Call
from o2r.calls.reading.enums import ReviewState
from o2r.calls.reading.models import Assignment, CorrectionRequest
from o2r.calls.reading.selectors.pages import mine, plan_of
from o2r.calls.reading.selectors.waiting import BEING_READ, calls_of, undeclared
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare

TO_READ = "Candidature à lire"
"""What the calendar feed says of a reading: nothing of the application, nor of the call."""


def readings(actor: Actor) -> Iterator[Due]:
    """What one must declare and read; what waits on the calls of one's State service.

    All of it starts from one query: who neither reads nor runs a call asks no other.
    """
    if actor.user is None:
        return
    calls = calls_of(actor)
    if any(call.is_waited for call in calls):
        yield from _to_read(actor)
    for call in undeclared(actor, calls):
        yield _declaration(call, _day_of(call))
    for call in calls:
        if call.is_run:
            yield from _to_examine(call)


def _to_read(actor: Actor) -> Iterator[Due]:
    """The applications one must read; before the gate opens, the declaration that opens it.

    What has no day waits today.
    """
    rows = Assignment.objects.visible_to(actor).filter(reader__user=actor.user)
    rows = rows.filter(application__call__state__in=BEING_READ)
    waiting = rows.exclude(review__state__in=(ReviewState.SENT, ReviewState.EXCLUDED))
    chosen = waiting.select_related("application__call__reading_plan", "review", "reader")
    for one in mine([row for row in chosen.order_by("pk") if row.is_live]):
        given, day = one.assignment, one.due_on or clock.today()
        if not given.is_open:
            yield _declaration(given.application.call, day)
            continue
        yield Due(
            on=day,
            title=f"Lire « {given.application} »",
            link=reverse("reading:review", args=[given.pk]),
            feed_title=TO_READ,
        )


def _declaration(call: Call, day: date) -> Due:
    return Due(
        on=day,
        title=f"Déclarer mes liens : {call.title}",
        link=reverse("reading:interests", args=[call.slug]),
        feed_title=TO_READ,
    )


def _to_examine(call: Any) -> Iterator[Due]:
    """What waits on a call of one's service: nothing is said of an application, which is closed to
    who has not declared their interests."""
    table = reverse("reading:examination", args=[call.slug])
    if call.unanswered:
        many = _many(call.unanswered, "correction demandée", "corrections demandées")
        words = f"{many} sans réponse, délai passé : {call.title}"
        yield _examined(call.unanswered_since, words, f"{table}?alert=correction")
    if call.undecided:
        many = _many(call.undecided, "recevabilité", "recevabilités")
        words = f"{many} à décider : {call.title}"
        yield _examined(_day_of(call), words, f"{table}?state=submitted")
    if call.unsent:
        many = _many(call.unsent, "lecture attendue", "lectures attendues")
        yield _examined(_day_of(call), f"{many} des lecteurs : {call.title}", table)


def _day_of(call: Call) -> date:
    """The day when readings are due; today when none was chosen."""
    plan = plan_of(call)
    return (plan.due_on if plan else None) or clock.today()


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {several if count > 1 else one}"


def _examined(day: date, words: str, link: str) -> Due:
    return Due(on=day, title=words, link=link, feed_title=words)


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


declare("reading", "Lecture et instruction", readings)
declare("correction", "Correction demandée", corrections)
