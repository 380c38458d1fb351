"""The need is still there: another service is proposed, and after two failures it is written down
that nobody around answers it."""

from datetime import datetime

from django.db import transaction

from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.belt import errand
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.services.elsewhere import note_unmet_need, proposed_next
from o2r.pathways.rules import number
from o2r.people.models import Person


@errand("referral")
def after_failure(row: Referral) -> None:
    """Propose another service, and note the need once it failed often enough in a row; a second
    time changes nothing. The row is locked."""
    file = Person.objects.filter(pk=row.person_id).order_by("pk").first()
    if file is None:
        return
    tried = _failures(row)
    row.next_service = proposed_next(row, file, tried=[one.service_id for one in tried])
    noted = any(one.need_noted_at for one in tried)
    if len(tried) >= number("referral-failures") and not noted and row.theme and file.commune:
        row.need_noted_at = _noted(row, file, tried)
    row.save(update_fields=["next_service", "need_noted_at"])


def _noted(row: Referral, file: Person, tried: list[Referral]) -> datetime | None:
    """When the need was written down; None for one that the register does not take: what a
    structure answers is kept all the same."""
    try:
        with transaction.atomic():
            note_unmet_need(row, file, tried)
    except DomainError:
        return None
    return clock.now()


def _failures(row: Referral) -> list[Referral]:
    """This referral and those that it follows, while they failed: the newest first."""
    found, one = [row], row.follows
    while one is not None and one.has_failed and one not in found:
        found.append(one)
        one = one.follows
    return found
