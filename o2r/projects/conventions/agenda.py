"""What the conventions make due for someone: documents, payments, ends, confirmations."""

from collections.abc import Iterator

from o2r.accounts.actors import Actor
from o2r.core.agenda.registry import Due, declare
from o2r.projects.conventions.deadlines import deadlines_for


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


declare("convention", "Échéance d’une convention", conventions)
