"""What waits for a reader, for a State service whose call is read, and for a consortium that is
asked for more."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.enums import MembershipRole
from o2r.accounts.policy import may_try
from o2r.calls.reading.enums import ReviewState
from o2r.calls.reading.models import Assignment, CorrectionRequest
from o2r.calls.reading.selectors.pages import mine, plan_of
from o2r.calls.reading.selectors.waiting import plans_of, undeclared_calls
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare


def readings(actor: Actor) -> Iterator[Due]:
    """The applications one must read; before the gate opens, the declaration that opens it.

    What has no day waits today.
    """
    if actor.user is None:
        return
    rows = Assignment.objects.visible_to(actor).filter(reader__user=actor.user)
    waiting = rows.exclude(review__state__in=(ReviewState.SENT, ReviewState.EXCLUDED))
    chosen = waiting.select_related("application__call__reading_plan", "review", "reader")
    for one in mine([row for row in chosen.order_by("pk") if row.is_live]):
        given, today = one.assignment, clock.today()
        call = given.application.call
        if given.is_open:
            title = f"Lire « {given.application} »"
            link = reverse("reading:review", args=[given.pk])
        else:
            title = f"Déclarer mes liens : {call.title}"
            link = reverse("reading:interests", args=[call.slug])
        yield Due(on=one.due_on or today, title=title, link=link, is_late=one.is_late)
    for call in undeclared_calls(actor.user):
        plan = plan_of(call)
        yield Due(
            on=(plan.due_on if plan else None) or clock.today(),
            title=f"Déclarer mes liens : {call.title}",
            link=reverse("reading:interests", args=[call.slug]),
        )


def examinations(actor: Actor) -> Iterator[Due]:
    """What waits on the calls of one's State service, call by call: nothing of an application is
    said to who has not declared their interests."""
    if not actor.has(MembershipRole.STATE_OFFICER):
        return
    for plan in plans_of(actor.organisation):
        title, day = plan.call.title, plan.due_on or clock.today()
        table = reverse("reading:examination", args=[plan.call.slug])
        if plan.unanswered:
            many = _many(plan.unanswered, "correction demandée", "corrections demandées")
            words = f"{many} sans réponse, délai passé : {title}"
            yield _examined(plan.unanswered_since, words, f"{table}?alert=correction")
        if plan.undecided:
            many = _many(plan.undecided, "recevabilité", "recevabilités")
            yield _examined(day, f"{many} à décider : {title}", f"{table}?state=submitted")
        if plan.unsent and plan.due_on:
            many = _many(plan.unsent, "lecture attendue", "lectures attendues")
            yield _examined(day, f"{many} des lecteurs : {title}", table)


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


declare("reading", "Candidature à lire", readings)
declare("examination", "Instruction d’un appel", examinations)
declare("correction", "Correction demandée", corrections)
