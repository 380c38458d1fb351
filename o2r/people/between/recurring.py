"""What the worker carries to the index: at once when somebody waits, and what is done each day."""

from datetime import datetime, timedelta

from o2r.core.jobs.registry import recurring
from o2r.people.between.client import Index
from o2r.people.between.models import IndexChange, Inquiry
from o2r.people.between.selectors import is_allowed
from o2r.people.between.services.carrying import (
    carry_changes,
    carry_inquiries,
    finish_renewal,
    keep_up,
)
from o2r.people.rules import number


def _something_waits() -> bool:
    return is_allowed() and (Inquiry.objects.waiting().exists() or IndexChange.objects.exists())


@recurring(
    "index-between", every=timedelta(minutes=1), in_transaction=False, pressing=_something_waits
)
def carry(now: datetime) -> str:
    """Carry changes, then requests: what was just taken out is not found. While the process is away
    this job fails, who runs the platform is told, and everything waits."""
    if not _something_waits():
        return ""
    index = Index.of_instance()
    changes, inquiries = carry_changes(index), carry_inquiries(index)
    finish_renewal(index)
    # How many, and no more: a line of the log must not tell whether somebody was found.
    return f"{changes} changement(s) et {inquiries} demande(s) portés à l’index."


@recurring("index-upkeep", every=timedelta(hours=24), in_transaction=False)
def upkeep(now: datetime) -> str:
    """Once a year, change the key; each day, see that what left is gone."""
    if not is_allowed():
        return ""
    return keep_up(Index.of_instance(), renew_after_days=number("index-key-days"))
