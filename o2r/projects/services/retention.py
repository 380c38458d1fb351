"""Erasing what has been kept long enough."""

from dataclasses import dataclass

from django.db import transaction

from o2r.accounts.errors import NotAllowed
from o2r.accounts.models import User
from o2r.projects import permissions
from o2r.projects.models import ErrorReport, ImportDraft, RelayMessage


@dataclass(frozen=True)
class Purged:
    """How many rows of each kind were erased."""

    reports: int
    messages: int
    drafts: int


@transaction.atomic
def purge_expired(*, by: User | None) -> Purged:
    """Erase reports older than twelve months, messages delivered thirty days ago, files left for
    a day on the import screen. Running it again erases nothing more."""
    if by is not None and not permissions.can_manage_projects(by):
        raise NotAllowed("effacer les données échues")
    reports, _ = ErrorReport.objects.expired().delete()
    messages, _ = RelayMessage.objects.expired().delete()
    drafts, _ = ImportDraft.objects.expired().delete()
    return Purged(reports=reports, messages=messages, drafts=drafts)
