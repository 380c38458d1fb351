from datetime import datetime, timedelta

from o2r.core.jobs.registry import recurring
from o2r.core.messaging.enums import MessageState
from o2r.core.messaging.services import send_due


@recurring("messages", every=timedelta(minutes=1), in_transaction=False, lease=timedelta(hours=1))
def messages(now: datetime) -> str:
    """SMS and mails to people, that are due."""
    counts = send_due(now)
    if not any(counts.values()):
        return ""
    return (
        f"{counts[MessageState.SENT]} message(s) parti(s), {counts[MessageState.WAITING]} remis à "
        f"plus tard, {counts[MessageState.FAILED]} refusé(s), {counts[MessageState.UNKNOWN]} "
        "peut-être parti(s)."
    )
