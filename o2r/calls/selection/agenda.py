"""What waits for a State service once its committee sits: the hour of the results, and letters."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.calls.selection.models import Letter, ResultsPublication
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare


def results(actor: Actor) -> Iterator[Due]:
    """The hour chosen for the results of one's calls, and the letters that have not left.

    The hour stays, late, when the results did not appear. Letters are to be read again before it,
    or to be sent when they were written after it.
    """
    if not actor.has(MembershipRole.STATE_OFFICER):
        return
    waiting = Letter.objects.to_send().filter(application__call=OuterRef("call"), replaced_at=None)
    counted = waiting.order_by().values("application__call").annotate(count=Count("pk"))
    rows = ResultsPublication.objects.filter(call__dreets=actor.organisation).annotate(
        letters=Subquery(counted.values("count"), output_field=IntegerField())
    )
    unsettled: Any = rows.filter(Q(published_at=None) | Q(letters__gt=0)).select_related("call")
    for row in unsettled.order_by("scheduled_at", "pk"):
        if row.published_at is None:
            words = f"Publication des résultats : {row.call.title}"
            yield _due(row, words, "selection:publication")
        if row.letters:
            many = f"{row.letters} courriers" if row.letters > 1 else "1 courrier"
            act = "à relire" if row.published_at is None else "à envoyer"
            yield _due(row, f"{many} {act} : {row.call.title}", "selection:letters")


def _due(row: Any, words: str, page: str) -> Due:
    return Due(
        on=row.local,
        title=words,
        link=reverse(page, args=[row.call.slug]),
        is_late=row.scheduled_at < clock.now(),
        feed_title=words,
    )


declare("call-results", "Résultats et courriers d’un appel", results)
