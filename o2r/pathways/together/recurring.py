from datetime import datetime, timedelta

from o2r.core.jobs.registry import recurring
from o2r.pathways.together.services.lasting import JOB, end_by_themselves


@recurring(JOB, every=timedelta(hours=1))
def care_terms(now: datetime) -> str:
    """Places beside people that end by themselves, and those that will soon."""
    ended, announced = end_by_themselves(now)
    if not (ended or announced):
        return ""
    return f"{ended} accompagnement(s) terminé(s), {announced} fin(s) annoncée(s)."
