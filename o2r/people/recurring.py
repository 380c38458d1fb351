"""Shares whose last day has passed: their keys are taken away."""

from datetime import datetime, timedelta

from o2r.core.jobs.registry import recurring
from o2r.core.journal.authors import Author
from o2r.people.services.sharing import close_ended


@recurring("ended-shares", every=timedelta(hours=24))
def close(now: datetime) -> str:
    """Take away the keys of the shares that have ended."""
    count = close_ended(Author.system("ended-shares"))
    return f"{count} partage(s) arrivé(s) à leur fin." if count else ""
