"""Papers whose verification was lost on the way."""

from datetime import datetime, timedelta

from o2r.core.jobs.registry import recurring
from o2r.pathways.papers.services.keeping import settle_due


@recurring("safe-papers", every=timedelta(minutes=10), in_transaction=False)
def settle(now: datetime) -> str:
    """Seal the papers whose file has its verdict."""
    count = settle_due()
    return f"{count} papier(s) de coffre vérifié(s)." if count else ""
