"""Set the hour of the only call of a measured site, once all is ready: what ``Stack.run`` runs.

Reads on its standard input the closing instant and how long before it the summaries were opened.
"""

import json
import sys
from datetime import UTC, datetime, timedelta

from o2r.calls.applications.models import SubmissionIntent
from o2r.calls.models import Call
from o2r.core.belt.scope import system_scope


def main() -> None:
    """Move the closing instant, and the intents with it."""
    asked = json.loads(sys.stdin.read())
    with system_scope("storm"):
        closes = datetime.fromtimestamp(asked["closes_at"], tz=UTC)
        call = Call.objects.get(slug="tempete")
        call.closes_on, call.closes_hour = closes.date(), closes.time()
        call.save()
        opened = closes - timedelta(seconds=asked["opened_before"])
        SubmissionIntent.objects.update(opened_at=opened)
