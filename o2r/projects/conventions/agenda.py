"""What the conventions make due for someone: signatures, documents, payments, ends, pages."""

from collections.abc import Iterator

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.core.agenda.registry import Due, declare
from o2r.projects.conventions.enums import ConventionState
from o2r.projects.conventions.models import Convention
from o2r.projects.conventions.selectors import deadlines_for


def conventions(actor: Actor) -> Iterator[Due]:
    """For the State service of the region, and for the bearer."""
    for one in deadlines_for(actor):
        yield Due(
            on=one.date,
            title=one.title,
            link=one.link,
            is_late=one.is_late,
            feed_title=one.title,
        )


def drafts(actor: Actor) -> Iterator[Due]:
    """The conventions that a State service prepares, to be signed before they start."""
    if not actor.has(MembershipRole.STATE_OFFICER):
        return
    mine = Convention.objects.visible_to(actor).filter(
        dreets=actor.organisation, state=ConventionState.DRAFT
    )
    for one in mine.order_by("starts_on", "pk"):
        title = f"Convention à signer : {one.reference}"
        link = reverse("conventions:convention", args=[one.pk])
        yield Due(on=one.starts_on, title=title, link=link, feed_title=title)


declare("convention-draft", "Convention à signer", drafts)
declare("convention", "Échéance d’une convention", conventions)
