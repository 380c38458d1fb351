from datetime import datetime, timedelta

from o2r.core.jobs.registry import recurring
from o2r.core.jobs.tasks import put_back_lost_tasks


@recurring("lost-tasks", every=timedelta(minutes=10))
def lost_tasks(now: datetime) -> str:
    """Tasks that a worker left unfinished start again."""
    put_back, given_up = put_back_lost_tasks(now)
    if not put_back + given_up:
        return ""
    return f"{put_back} tâche(s) remise(s) en file, {given_up} abandonnée(s)."
