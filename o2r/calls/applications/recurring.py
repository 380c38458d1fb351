from datetime import datetime, timedelta

from o2r.calls.applications.services import remind_drafts
from o2r.core.jobs.registry import recurring


@recurring("application-deadlines", every=timedelta(minutes=10))
def application_deadlines(now: datetime) -> str:
    """Who prepares an application is told seven days, two days and three hours before the end."""
    told = remind_drafts(now=now)
    return f"{told} brouillon(s) rappelé(s) avant la clôture." if told else ""
