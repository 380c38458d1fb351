from datetime import datetime, timedelta

from o2r.core.jobs.registry import recurring
from o2r.outreach.services.life import alert_late_rounds


@recurring("rounds-not-back", every=timedelta(minutes=1))
def rounds_not_back(now: datetime) -> str:
    """Teams of which nobody said that they are back."""
    told = alert_late_rounds(now=now)
    return f"{told} tournée(s) sans retour signalé." if told else ""
