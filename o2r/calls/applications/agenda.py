"""What waits for a candidate: the deadline of a draft, a part to sign."""

from collections.abc import Iterator

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import decide, may_try
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare


def drafts(actor: Actor) -> Iterator[Due]:
    """The deadline of each draft of one's organisation, while its call is open."""
    if not may_try(actor, "update", "application", PROVED):
        return
    now = clock.now()
    rows = Application.objects.of_organisation(actor.organisation).visible_to(actor)
    rows = (
        rows.filter(state=ApplicationState.DRAFT).select_related("call").prefetch_related("members")
    )
    for row in rows.prefetch_related("members").order_by("call__closes_at", "pk"):
        closes = row.call.closes.instant
        if closes is None or not row.call.receives(now):
            continue
        if not decide(actor, "update", row.subject(actor), PROVED):
            continue
        yield Due(
            on=closes,
            title=f"Déposer la candidature : {row}",
            link=reverse("applications:check", args=[row.pk]),
            feed_title=f"Déposer une candidature : {row.call.title}",
        )


declare("application-deadline", "Dépôt d’une candidature", drafts)
