"""What the days that pass do: one reminder, silence, and every loop closed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.pathways.referrals.delays import delays
from o2r.pathways.referrals.enums import UNDER_WAY, Channel, ReferralState
from o2r.pathways.referrals.loop import Delays, Due, after, due
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.services.closing import nothing_to_read
from o2r.pathways.referrals.services.failing import after_failure
from o2r.pathways.referrals.services.holding import locked, move
from o2r.pathways.referrals.services.telling import tell_sender, tell_structure

JOB = "referrals"
_SILENT = "Une orientation reste sans réponse"
_TO_DO = "Ouvrez l’orientation : un autre service y est proposé, s’il y en a un."


def pass_days(*, now: datetime) -> int:
    """Remind, note silences, close loops; how many referrals changed. Again, it changes nothing.

    Each referral has its own transaction.
    """
    known, today = delays(), timezone.localdate(now)
    first = today - timedelta(days=known.reminder)
    rows = Referral.objects.filter(state__in=UNDER_WAY, counted_from__lte=first)
    keys = list(rows.order_by("counted_from", "pk").values_list("pk", flat=True))
    return sum(_passed(one, known, now) for one in keys)


@transaction.atomic
def _passed(referral: UUID, known: Delays, now: datetime) -> bool:
    """Do what the days ask of one referral, as it is now; whether something was."""
    row, today = locked(referral), timezone.localdate(now)
    if row.counted_from is None:
        return False
    state = ReferralState(row.state)
    asked = due(state, row.counted_from, today, known, reminded=row.reminded_at is not None)
    if asked is None:
        return False
    if asked == Due.REMIND:
        _remind(row)
        return True
    led = after(state)
    assert led is not None  # noqa: S101 — something is awaited
    by = Author.system(JOB)
    to, row.reason = led
    move(by=by, row=row, to=to)
    after_failure(row)
    nothing_to_read(row)
    record(
        by=by,
        action="referral.days",
        kind=row.access_kind,
        object_id=row.pk,
        organisation=row.chain,
    )
    tell_sender(row, _SILENT, _TO_DO)
    return True


def _remind(row: Referral) -> None:
    row.reminded_at = clock.now()
    row.save(update_fields=["reminded_at"])
    if row.is_hidden:
        return
    if row.channel == Channel.LETTER:
        tell_sender(row, "Une lettre d’orientation attend une réponse", _CALL)
        return
    tell_structure(row, again=True)


_CALL = "La structure n’a pas encore répondu. Appelez-la, puis notez sa réponse ici."
