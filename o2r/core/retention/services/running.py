"""Applying the retention: notices first, then what is due, in small batches that stand alone.

A run that is cut leaves whole batches behind; the next one goes on. Running twice changes nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.deletion import Collector

from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.notifications.services import notify
from o2r.core.retention.errors import StillDue
from o2r.core.retention.models import RetentionNotice
from o2r.core.retention.registry import Declaration, timed
from o2r.core.retention.selectors import begins, ready, to_announce

BATCH = 200
NOTICE_KIND = "retention-notice"

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Done:
    """What a run did for one model."""

    declaration: Declaration
    ended: int
    announced: int


def run(*, by: Author, now: datetime, only: str = "", batch: int = BATCH) -> Iterator[Done]:
    """Send the notices and make the due rows of every model leave, or of ``only`` one.

    Not one transaction but one per batch of ``batch`` rows, each with its entry in the journal.
    Yields what was done, model by model. Raises StillDue when an act leaves rows as they were.
    """
    for one in timed():
        if only and one.label.lower() != only.lower():
            continue
        announced = _until_none_is_left(announce, by=by, one=one, now=now, batch=batch)
        ended = _until_none_is_left(end, by=by, one=one, now=now, batch=batch)
        yield Done(one, ended=ended, announced=announced)


def _until_none_is_left(step: Callable[..., int], **arguments: Any) -> int:
    """Repeat a batch until it finds nothing; how many rows in all."""
    total = 0
    while count := step(**arguments):
        total += count
    return total


@transaction.atomic
def announce(*, by: Author, one: Declaration, now: datetime, batch: int = BATCH) -> int:
    """Send the notices of at most ``batch`` rows. Returns how many."""
    notice = one.notice
    rows = list(_locked(to_announce(one, now))[:batch]) if notice else []
    if notice is None or not rows:
        return 0
    for row in rows:
        RetentionNotice.objects.create(
            kind=one.label, object_id=str(row.pk), clock_at=begins(row), sent_at=now
        )
        notify(
            to=notice.recipients(row),
            kind=NOTICE_KIND,
            subject=notice.subject,
            body=notice.body(row),
        )
    _journal(by, "retention-notice", one, len(rows))
    return len(rows)


@transaction.atomic
def end(*, by: Author, one: Declaration, now: datetime, batch: int = BATCH) -> int:
    """Make at most ``batch`` due rows leave. Returns how many.

    Raises StillDue, and writes nothing, when the act changed nothing to one of them.
    """
    ids = [row.pk for row in _locked(ready(one, now))[:batch]]
    if not ids:
        return 0
    rows = one.rows().filter(pk__in=ids).order_by("pk")
    (one.act or erase_rows)(by, rows)
    if ready(one, now).filter(pk__in=ids).exists():
        raise StillDue(one.name)
    RetentionNotice.objects.filter(kind=one.label, object_id__in=[str(pk) for pk in ids]).delete()
    _journal(by, f"retention-{one.remains.value}", one, len(ids))
    return len(ids)


def erase_rows(by: Author, rows: Rows) -> None:
    """The plainest act: the rows are deleted with what lives on them, and nothing remains."""
    collector = Collector(using=rows.db, origin=rows)
    collector.collect(list(rows))
    collector.delete()


def _locked(rows: Rows) -> Rows:
    """``rows`` locked until the end of the transaction; those that another run holds are left."""
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(no_key=True, skip_locked=True, of=("self",))
    return rows


def _journal(by: Author, action: str, one: Declaration, count: int) -> None:
    record(
        by=by,
        action=action,
        kind=one.label.lower(),
        object_id=None,
        organisation=None,
        fields=(),
        reason=one.period,
        count=count,
    )
