"""The rounds on which somebody goes."""

from collections.abc import Iterator

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.core.agenda.registry import Due, declare
from o2r.outreach.models import Round
from o2r.outreach.round_words import hour


def rounds(actor: Actor) -> Iterator[Due]:
    """Each round that is planned or under way. Says neither where nor with whom."""
    mine = Round.objects.visible_to(actor).of_member(actor.user).expected()
    for one in mine.select_related("organisation").order_by("starts_at", "pk"):
        end = hour(one.local(one.ends_at))
        yield Due(
            on=one.local(one.starts_at),
            title=f"Tournée, jusqu’à {end}",
            link=reverse("outreach:round", args=[one.pk]),
            feed_title="Tournée",
        )


declare("outreach-round", "Tournée", rounds)
