"""The daily round of retention."""

from datetime import datetime, timedelta

from o2r.core.jobs.registry import recurring
from o2r.core.journal.authors import Author
from o2r.core.retention.free_pages import rewrite_free_pages
from o2r.core.retention.services import run


# Batches are transactions of their own: a long night of erasures locks nobody out.
@recurring("retention", every=timedelta(days=1), lease=timedelta(hours=2), in_transaction=False)
def retention(now: datetime) -> str:
    """Send the notices and make what is due leave."""
    done = [
        one for one in run(by=Author.system("retention"), now=now) if one.ended or one.announced
    ]
    # Every day, for what people erased by themselves too.
    rewrite_free_pages()
    said = [
        f"{one.declaration.name} : {one.ended} retirés, {one.announced} préavis" for one in done
    ]
    return " ; ".join(said) + "." if said else "Rien n’a dépassé sa durée de conservation."
