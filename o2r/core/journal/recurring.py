"""Work that the journal does by itself."""

from datetime import datetime, timedelta

from django.utils import timezone

from o2r.core.jobs.registry import recurring
from o2r.core.journal.anchoring import anchor_heads
from o2r.core.journal.authors import Author
from o2r.core.journal.pruning import prune_expired
from o2r.core.retention.periods import period


@recurring("journal-anchor", every=timedelta(hours=1), in_transaction=False)
def anchor(now: datetime) -> str:
    """Export the head of every chain outside the database."""
    return anchor_heads(now=now).sentence()


@recurring("journal-prune", at="03:40", in_transaction=False)
def prune(now: datetime) -> str:
    """Erase the entries whose period of retention is over."""
    today = timezone.localdate(now)
    erased = prune_expired(
        by=Author.system("journal-prune"),
        security_before=period("security-trace", today).duration.limit(now),
        access_before=period("access-journal", today).duration.limit(now),
    )
    return f"{erased} entrée(s) du journal élaguée(s)." if erased else "Aucune entrée à élaguer."
