"""What waits for a State service once its committee sits: the hour of the results, and letters."""

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.calls.selection.models import Letter, ResultsPublication
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare


def publications(actor: Actor) -> Iterator[Due]:
    """The hour chosen for the results of one's calls; it stays, late, when they did not appear."""
    if not actor.has(MembershipRole.STATE_OFFICER):
        return
    rows = ResultsPublication.objects.filter(
        call__dreets=actor.organisation, published_at=None
    ).select_related("call")
    for row in rows.order_by("scheduled_at", "pk"):
        words = f"Publication des résultats : {row.call.title}"
        yield Due(
            on=row.local,
            title=words,
            link=reverse("selection:publication", args=[row.call.slug]),
            is_late=row.scheduled_at < clock.now(),
            feed_title=words,
        )


def letters(actor: Actor) -> Iterator[Due]:
    """The letters of one's calls that have not left, by call: to be read again before the hour of
    the results, or to be sent when they were written after it."""
    if not actor.has(MembershipRole.STATE_OFFICER):
        return
    waiting = Letter.objects.to_send().filter(
        application__call__dreets=actor.organisation, replaced_at=None
    )
    counts = waiting.order_by("application__call").values_list("application__call")
    numbers = dict(counts.annotate(count=Count("pk")))
    rows = ResultsPublication.objects.filter(call__in=numbers).select_related("call")
    for row in rows.order_by("scheduled_at", "pk"):
        count = numbers[row.call_id]
        many = f"{count} courriers" if count > 1 else "1 courrier"
        words = f"{many} à relire" if row.published_at is None else f"{many} à envoyer"
        yield Due(
            on=row.local,
            title=f"{words} : {row.call.title}",
            link=reverse("selection:letters", args=[row.call.slug]),
            is_late=row.scheduled_at < clock.now(),
            feed_title=f"{words} : {row.call.title}",
        )


declare("call-results", "Publication de résultats", publications)
declare("call-letters", "Courriers d’un appel", letters)
