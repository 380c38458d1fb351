from datetime import datetime, timedelta

from o2r.core.jobs.registry import recurring
from o2r.pathways.silence.services.noting import notice_silences


@recurring("silences", every=timedelta(hours=24))
def silences(now: datetime) -> str:
    """Silences that are worth a call, and those that are over."""
    opened, closed = notice_silences()
    return f"{opened} alerte(s) de silence, {closed} close(s)." if opened or closed else ""
