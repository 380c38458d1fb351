"""Set the closing of the call that a measured site receives: the hour comes when all is ready."""

import sys
from datetime import UTC, datetime, timedelta

from o2r.calls.applications.models import SubmissionIntent
from o2r.calls.models import Call
from o2r.core.belt.scope import system_scope


def main() -> None:
    with system_scope("test"):
        closes = datetime.fromtimestamp(float(sys.stdin.read()), tz=UTC)
        call = Call.objects.get(receives_here=True)
        call.closes_on, call.closes_hour = closes.date(), closes.time()
        call.save()
        SubmissionIntent.objects.update(opened_at=closes - timedelta(seconds=400))
