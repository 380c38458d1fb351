from datetime import datetime, timedelta

from o2r.core.jobs.registry import recurring
from o2r.pathways.appointments.services.reminding import follow_messages, hand_over_due


@recurring("appointment-reminders", every=timedelta(minutes=1), in_transaction=False)
def appointment_reminders(now: datetime) -> str:
    """Reminders whose hour has come, and what became of those that left."""
    handed, followed = hand_over_due(now), follow_messages()
    return f"{handed} rappel(s) remis, {followed} suivi(s)." if handed or followed else ""
