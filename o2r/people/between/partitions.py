"""The index is one way out of an organisation: closed when it becomes partitioned."""

from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.accounts.outlets import outlet
from o2r.people.between.models import IndexParticipation
from o2r.people.between.services.participating import end_participation


def _count(organisation: UUID) -> int:
    return IndexParticipation.objects.filter(organisation=organisation, ended_at=None).count()


def _close(*, by: Actor, organisation: UUID) -> int:
    held = IndexParticipation.objects.filter(organisation=organisation, ended_at=None)
    rows = list(held.select_related("organisation").order_by("pk"))
    for one in rows:
        end_participation(by=by.author, participation=one)
    return len(rows)


outlet("index", "participation à l’index entre opérateurs", count=_count, close=_close)
