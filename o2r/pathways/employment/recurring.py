from datetime import datetime, timedelta

from o2r.core.jobs.registry import recurring
from o2r.pathways.employment.services.asking import JOB_NAME, expire


@recurring(JOB_NAME, every=timedelta(hours=6))
def sentinel_checkpoints(now: datetime) -> str:
    """Questions that nobody answered in time."""
    count = expire(now)
    return f"{count} question(s) sans réponse." if count else ""
