"""What waits for a State service once its committee sits: decisions, letters, the results."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.enums import CallState
from o2r.calls.selection.models import Decision, Letter, Room
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare


def committees(actor: Actor) -> Iterator[Due]:
    """The decisions to confirm, the letters to write, the hour chosen for the results of one's
    calls, and the letters that have not left. One query.

    What a committee must do has no day of its own: it waits since today. The hour stays, late, when
    the results did not appear. Letters are to be read again before it, or to be sent when they were
    written after it.
    """
    if not actor.has(MembershipRole.STATE_OFFICER):
        return
    rows: Any = Room.objects.filter(dreets=actor.organisation).select_related("publication")
    for room in _counted(rows).order_by("publication__scheduled_at", "pk"):
        if room.may_decide:
            yield from _to_do(room)
        planned = getattr(room, "publication", None)
        if planned is not None:
            yield from _planned(room, planned)


def _counted(rooms: Any) -> Any:
    """Calls with something that waits: how many decisions, letters to write, letters to send."""
    of_room = Decision.objects.current().filter(application__call=OuterRef("pk"))
    current = of_room.exclude(application__state=ApplicationState.WITHDRAWN)
    unwritten = current.confirmed().exclude(
        pk__in=Letter.objects.filter(replaced_at=None).order_by().values("decision")
    )
    unsent = Letter.objects.to_send().filter(application__call=OuterRef("pk"), replaced_at=None)
    counted = rooms.annotate(
        to_confirm=_count(current.drafted()),
        to_write=_count(unwritten),
        to_send=_count(unsent),
    )
    deciding = Q(state=CallState.COMMITTEE) & (Q(to_confirm__gt=0) | Q(to_write__gt=0))
    waiting = Q(publication__isnull=False) & (Q(publication__published_at=None) | Q(to_send__gt=0))
    return counted.filter(deciding | waiting)


def _count(rows: Any) -> Coalesce:
    counted = rows.order_by().values("application__call").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count"), output_field=IntegerField()), 0)


def _to_do(room: Any) -> Iterator[Due]:
    today = clock.today()
    if room.to_confirm:
        many = "décisions" if room.to_confirm > 1 else "décision"
        yield _due(room, today, f"{room.to_confirm} {many} à confirmer", "selection:decisions")
    if room.to_write:
        many = "courriers" if room.to_write > 1 else "courrier"
        yield _due(room, today, f"{room.to_write} {many} à écrire", "selection:letters")


def _planned(room: Any, planned: Any) -> Iterator[Due]:
    late = planned.scheduled_at < clock.now()
    if planned.published_at is None:
        words = "Publication des résultats"
        yield _due(room, planned.local, words, "selection:publication", late=late)
    if room.to_send:
        many = f"{room.to_send} courriers" if room.to_send > 1 else "1 courrier"
        act = "à relire" if planned.published_at is None else "à envoyer"
        yield _due(room, planned.local, f"{many} {act}", "selection:letters", late=late)


def _due(room: Any, on: "date | datetime", words: str, page: str, *, late: bool = False) -> Due:
    title = f"{words} : {room.title}"
    link = reverse(page, args=[room.slug])
    return Due(on=on, title=title, link=link, is_late=late, feed_title=title)


declare("call-results", "Comité, résultats et courriers d’un appel", committees)
