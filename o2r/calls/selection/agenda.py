"""What waits for a State service once its committee sits: decisions, letters, the results."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.enums import CallState
from o2r.calls.selection.models import Decision, Letter, ResultsPublication
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare


def decisions(actor: Actor) -> Iterator[Due]:
    """The decisions drafted and not confirmed, and the letters not written, of each committee.

    They have no day of their own: they wait since today.
    """
    if not actor.has(MembershipRole.STATE_OFFICER):
        return
    taken = Decision.objects.current().filter(
        application__call__dreets=actor.organisation, application__call__state=CallState.COMMITTEE
    )
    taken = taken.exclude(application__state=ApplicationState.WITHDRAWN)
    written = Letter.objects.filter(decision=OuterRef("pk"), replaced_at=None)
    unwritten = taken.confirmed().exclude(Exists(written.order_by()))
    for rows, one, many, page in (
        (taken.drafted(), "décision à confirmer", "décisions à confirmer", "selection:decisions"),
        (unwritten, "courrier à écrire", "courriers à écrire", "selection:letters"),
    ):
        counted = rows.order_by().values("application__call__slug", "application__call__title")
        for found in counted.annotate(count=Count("pk")).order_by("application__call__slug"):
            words = f"{found['count']} {many if found['count'] > 1 else one}"
            title = f"{words} : {found['application__call__title']}"
            link = reverse(page, args=[found["application__call__slug"]])
            yield Due(on=clock.today(), title=title, link=link, feed_title=title)


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


declare("call-decisions", "Décisions et courriers d’un comité", decisions)
declare("call-results", "Résultats et courriers d’un appel", results)
