import os
import time
from datetime import datetime, timedelta

from o2r.core.jobs.registry import Work, recurring
from tests.core.jobs.jobs_site.trace import leave

COUNT = 6


def _job(name: str) -> Work:
    def work(now: datetime) -> str:
        leave(name)
        time.sleep(0.05)
        return "Fait."

    return work


for number in range(COUNT):
    recurring(f"job-{number}", every=timedelta(days=3000), in_transaction=bool(number % 2))(
        _job(f"job-{number}")
    )


@recurring("long", every=timedelta(days=3000), in_transaction=False)
def long(now: datetime) -> str:
    leave("long begun")
    time.sleep(float(os.environ.get("JOBS_LONG", "0")))
    leave("long done")
    return "Fait."
