"""What the platform does by itself around a deadline."""

from collections import Counter
from datetime import datetime, timedelta

from o2r.calls.applications.enums import TicketState
from o2r.calls.applications.selectors import someone_waits
from o2r.calls.applications.services import remind_drafts
from o2r.calls.applications.services.announcing import announce_submissions
from o2r.calls.applications.services.groups import serve_waiting
from o2r.calls.applications.services.knocking import attest_hours, knock_if_due
from o2r.core.jobs.registry import recurring

TICKETS_IN_A_ROUND = 400
"""Some seconds: the other jobs must not wait for a long queue."""
TOLD_IN_A_ROUND = 2000


@recurring("application-deadlines", every=timedelta(minutes=10))
def application_deadlines(now: datetime) -> str:
    """Who prepares an application is told seven days, two days and three hours before the end."""
    told = remind_drafts(now=now)
    return f"{told} brouillon(s) rappelé(s) avant la clôture." if told else ""


@recurring(
    "submission-queue",
    every=timedelta(minutes=1),
    in_transaction=False,
    pressing=someone_waits,
)
def serve_tickets(now: datetime) -> str:
    """Record the submissions that wait for their turn, in the order of arrival."""
    served = Counter(ticket.state for ticket in serve_waiting(most=TICKETS_IN_A_ROUND))
    done, refused = served[TicketState.DONE], served[TicketState.REFUSED]
    if not done and not refused:
        return ""
    return f"{done} candidature(s) enregistrée(s) depuis la file, {refused} refusée(s)."


@recurring("submissions-told", every=timedelta(minutes=1), in_transaction=False)
def announce(now: datetime) -> str:
    """Tell the consortia and the State services of what was just received."""
    told = announce_submissions(now=now, most=TOLD_IN_A_ROUND)
    return f"{told} dépôt(s) annoncé(s)." if told else ""


@recurring("availability", every=timedelta(minutes=1), in_transaction=False)
def watch_the_door(now: datetime) -> str:
    """Knock at the site's public door around each deadline, and hash each hour in the journal."""
    answer, attested = knock_if_due(now), attest_hours(now)
    said = [] if answer is None or answer.answered else ["ALERTE : la plateforme ne répond pas."]
    if attested:
        said.append(f"{attested} heure(s) de disponibilité scellée(s) dans le journal.")
    return " ".join(said)
