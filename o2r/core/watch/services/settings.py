"""Thresholds set by the instance, each with its reason."""

from django.db import transaction

from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.watch.errors import NeedsAPerson, OutOfBounds, ReasonMissing
from o2r.core.watch.models import ThresholdAdjustment
from o2r.core.watch.thresholds import BY_CODE


@transaction.atomic
def adjust_threshold(*, by: Author, code: str, value: float, reason: str) -> ThresholdAdjustment:
    """Set a threshold otherwise than its default, for the whole instance.

    Raises LookupError for an unknown threshold, OutOfBounds, ReasonMissing.
    """
    threshold = BY_CODE[code]
    if by.user is None:
        raise NeedsAPerson
    if not threshold.lowest <= value <= threshold.highest:
        raise OutOfBounds(threshold.lowest, threshold.highest)
    if not reason.strip():
        raise ReasonMissing
    adjusted, _ = ThresholdAdjustment.objects.update_or_create(
        code=code,
        defaults={
            "value": value,
            "set_at": clock.now(),
            "set_by": by.user,
            "reason": reason.strip(),
        },
    )
    _journal(by, code, "adjust")
    return adjusted


@transaction.atomic
def reset_threshold(*, by: Author, code: str) -> None:
    """Come back to the default of a threshold. Raises LookupError for an unknown one."""
    threshold = BY_CODE[code]
    ThresholdAdjustment.objects.filter(code=threshold.code).delete()
    _journal(by, code, "reset")


def _journal(by: Author, code: str, act: str) -> None:
    record(
        by=by,
        action=f"watch.threshold-{act}",
        kind="setting",
        object_id=None,
        organisation=None,
        reason=code,
    )
