"""What the database of a storm holds at the end: what ``Stack.run`` runs there after it.

Serves the tickets that still wait, as the worker would, then writes one line of JSON for each
application, and a last one for the whole: its journal, verified, and its receipts, verified without
the database.
"""

import json
import sys
from collections import defaultdict
from typing import Any

from o2r.calls.applications import receipts
from o2r.calls.applications.enums import TicketState
from o2r.calls.applications.models import Application, Submission, SubmissionTicket
from o2r.calls.applications.services.groups import serve_waiting
from o2r.core.belt.scope import system_scope
from o2r.core.journal.keys import signing_key
from o2r.core.journal.models import JournalEntry
from o2r.core.journal.verification import verify


def main() -> None:
    """Serve what waits, then tell all."""
    with system_scope("storm"):
        while SubmissionTicket.objects.filter(state=TicketState.WAITING).exists():
            for _ in serve_waiting(most=500):
                pass
        for line in applications():
            sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.write(json.dumps(whole()) + "\n")


def applications() -> list[dict[str, Any]]:
    """Each application that was touched: its number, its submissions, its tickets."""
    key = signing_key().public_key()
    found: dict[str, dict[str, Any]] = defaultdict(
        lambda: {"submissions": [], "tickets": [], "state": ""}
    )
    for one in Submission.objects.order_by("pk").iterator():
        genuine = receipts.is_genuine(one.receipt, key)
        stated = receipts.read(one.receipt)
        true = (
            genuine
            and stated.digest == receipts.digest_of(one.document)
            and stated.arrived_at == one.arrived_at
        )
        found[str(one.application_id)]["submissions"].append(
            {
                "arrived": one.arrived_at.timestamp(),
                "recorded": one.recorded_at.timestamp(),
                "verified": true,
                "number": stated.number,
            }
        )
    for ticket in SubmissionTicket.objects.order_by("pk"):
        found[str(ticket.application_id)]["tickets"].append(
            {"arrived": ticket.arrived_at.timestamp(), "state": ticket.state}
        )
    states = dict(Application.objects.order_by("pk").values_list("pk", "state"))
    for pk, state in states.items():
        if str(pk) in found:
            found[str(pk)]["state"] = state
    return [{"application": pk, **known} for pk, known in found.items()]


def whole() -> dict[str, Any]:
    """The journal: intact or not, and the lines of submissions."""
    report = verify()
    lines = JournalEntry.objects.filter(kind="application", action="submit")
    return {
        "faults": [str(finding.fault) for finding in report.findings],
        "journaled": lines.count(),
    }
