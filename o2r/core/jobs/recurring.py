from datetime import datetime, timedelta

from django.db import connection

from o2r.core.jobs.registry import recurring
from o2r.core.jobs.tasks import put_back_lost_tasks
from o2r.core.query_planner import learn_sizes


@recurring("lost-tasks", every=timedelta(minutes=10))
def lost_tasks(now: datetime) -> str:
    """Tasks that a worker left unfinished start again."""
    put_back, given_up = put_back_lost_tasks(now)
    if not put_back + given_up:
        return ""
    return f"{put_back} tâche(s) remise(s) en file, {given_up} abandonnée(s)."


@recurring("table-sizes", every=timedelta(hours=24))
def table_sizes(now: datetime) -> str:
    """SQLite is told how big its tables have become; PostgreSQL sees it by itself."""
    if connection.vendor != "sqlite":
        return ""
    learn_sizes()
    return "La taille des tables est connue."
