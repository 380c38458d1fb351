"""Knocking at the site's own public door around each deadline, and hashing the answers."""

import http.client
import ssl
import time
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from o2r.calls.applications.availability import AFTER, BEFORE, HOUR, Knock, fingerprint, hour_of
from o2r.calls.applications.models import AvailabilityCheck
from o2r.calls.models import Call
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.journal.services import record

BY = Author.system("availability")
ATTEST = "attest"
KIND = "call"
LONGEST_ANSWER = 10.0
"""Seconds: beyond, a candidate would have given up."""
_PREFIX = "availability"


def knock_if_due(now: datetime) -> AvailabilityCheck | None:
    """Knock once when some call closes soon or has just closed; None when none does."""
    if not calls_around(now):
        return None
    return knock()


def calls_around(now: datetime) -> list[Call]:
    """The calls received here whose door is watched at ``now``."""
    near = Call.objects.announced().filter(receives_here=True)
    return list(near.filter(closes_at__gt=now - AFTER, closes_at__lte=now + BEFORE))


def knock() -> AvailabilityCheck:
    """Ask the site, by its public address, whether it and its database answer; keep the answer."""
    at, start = clock.now(), time.perf_counter()
    answered, detail = _asked(settings.PUBLIC_URL, reverse("health"))
    return AvailabilityCheck.objects.create(
        at=at,
        answered=answered,
        milliseconds=round(1000 * (time.perf_counter() - start)),
        detail=detail,
    )


def _asked(address: str, path: str) -> tuple[bool, str]:
    where = urlsplit(address)
    port = where.port or (443 if where.scheme == "https" else 80)
    connection = (
        http.client.HTTPSConnection(
            where.hostname or "", port, timeout=LONGEST_ANSWER, context=ssl.create_default_context()
        )
        if where.scheme == "https"
        else http.client.HTTPConnection(where.hostname or "", port, timeout=LONGEST_ANSWER)
    )
    try:
        connection.request("GET", where.path + path, headers={"User-Agent": "o2r-availability"})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return False, type(error).__name__
    finally:
        connection.close()
    return status == http.client.OK, "" if status == http.client.OK else f"HTTP {status}"


def attest_hours(now: datetime) -> int:
    """Write in the journal the fingerprint of each full hour that has none; how many hours.

    In the chain of the State service of each call concerned: an answer can then be neither changed,
    nor taken away, nor added. A worker stopped for a day catches up. Run twice, it writes once.
    """
    done = 0
    recent = Call.objects.announced().filter(receives_here=True, closes_at__gt=now - 3 * BEFORE)
    for call in recent.filter(closes_at__lte=now + BEFORE).order_by("closes_at", "pk"):
        assert call.closes_at is not None  # noqa: S101 — it was asked for
        hour = hour_of(call.closes_at - BEFORE)
        attested = set(attestations(call))
        while hour + HOUR <= min(now, call.closes_at + AFTER + HOUR):
            if hour not in attested:
                done += _attest(call, hour)
            hour += HOUR
    return done


@transaction.atomic
def _attest(call: Call, hour: datetime) -> int:
    knocks = knocks_between(hour, hour + HOUR)
    if not knocks:
        return 0
    record(
        by=BY,
        action=ATTEST,
        kind=KIND,
        object_id=call.pk,
        organisation=call.dreets_id,
        count=len(knocks),
        reason=f"{_PREFIX} {hour:%Y-%m-%dT%HZ} {fingerprint(knocks)}",
    )
    return 1


def knocks_between(since: datetime, until: datetime) -> list[Knock]:
    """The answers kept from an instant to another, excluded."""
    rows = AvailabilityCheck.objects.filter(at__gte=since, at__lt=until).order_by("at", "pk")
    return [Knock(*row) for row in rows.values_list("at", "answered", "milliseconds", "detail")]


def attestations(call: Call) -> dict[datetime, str]:
    """The fingerprint of each hour that the journal keeps for a call; the first word stands."""
    entries = JournalEntry.objects.filter(
        chain=call.dreets_id, object_id=call.pk, action=ATTEST, kind=KIND
    )
    found: dict[datetime, str] = {}
    for reason in entries.order_by("number").values_list("reason", flat=True):
        words = reason.split(" ")
        if len(words) == 3 and words[0] == _PREFIX:
            found.setdefault(datetime.fromisoformat(words[1].replace("Z", ":00+00:00")), words[2])
    return found
