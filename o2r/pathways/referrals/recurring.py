from datetime import datetime, timedelta

from o2r.core.jobs.registry import recurring
from o2r.pathways.referrals.services.passing import pass_days


@recurring("referrals", every=timedelta(hours=6))
def referrals(now: datetime) -> str:
    """One reminder, silences, loops closed."""
    changed = pass_days(now=now)
    return f"{changed} orientation(s) relancée(s) ou close(s)." if changed else ""
