from datetime import datetime, timedelta

from o2r.accounts.actors import system
from o2r.calls.selection.services import publish_due_results
from o2r.core.jobs.registry import recurring


@recurring("call-results", every=timedelta(minutes=1), in_transaction=False)
def call_results(now: datetime) -> str:
    """Results whose hour has come are published."""
    published = publish_due_results(by=system("call-results"), now=now)
    if not published:
        return ""
    return f"Résultats publiés : {', '.join(room.slug for room in published)}."
