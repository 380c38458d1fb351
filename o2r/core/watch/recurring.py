from datetime import datetime, timedelta

from o2r.core.jobs.registry import recurring
from o2r.core.watch.services import judge_waiting


@recurring("watch", every=timedelta(minutes=5), in_transaction=False)
def watch(now: datetime) -> str:
    """The slow rules judge the acts of the last minutes."""
    return f"{judge_waiting()} acte(s) examiné(s)."
