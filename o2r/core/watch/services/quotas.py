"""The read quota, asked before each showing: this is what stops an exposure."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Subquery

from o2r.core import clock
from o2r.core.gathering import gathered
from o2r.core.journal.authors import Author
from o2r.core.watch import quota
from o2r.core.watch.catalogue import QUOTA
from o2r.core.watch.engine import Finding
from o2r.core.watch.enums import Action, Outcome, Response, Standing
from o2r.core.watch.events import AccountFacts
from o2r.core.watch.models import (
    Block,
    KnownNetwork,
    ObservedEvent,
    ReadCounter,
    ThresholdAdjustment,
)
from o2r.core.watch.quota import Asked, QuotaVerdict
from o2r.core.watch.registry import guardians
from o2r.core.watch.services.alerts import LONGEST_EVIDENCE, open_alert
from o2r.core.watch.thresholds import BY_CODE, DEFAULTS, Limits

_BLOCKED = (
    "Votre compte est suspendu par précaution. Votre responsable et le délégué à la protection des "
    "données sont prévenus ; appelez votre responsable, qui peut lever le blocage."
)


@transaction.atomic(savepoint=False)
def check_quota(
    *,
    by: Author,
    kind: str,
    action: str,
    objects: Collection[UUID],
    stepped_up: bool = False,
    seconded: bool = False,
    facts: AccountFacts | None = None,
    now: datetime | None = None,
) -> QuotaVerdict:
    """May the identities of these person files be shown to this account now?

    Called before the read; the files are counted only when the answer is to allow. ``action``:
    ``Action.EXPORT`` for what leaves the platform, any other word for a showing. ``stepped_up``:
    the person has just proved who they are; ``seconded``: someone else approved this export;
    ``facts``: of the access by which they act, when it has just been read, else asked.

    A block opens an alert in the same transaction: the caller answers the person, and does not
    roll back. The row of the account stays locked until the transaction ends, so that a burst of
    simultaneous reads is decided one after the other.
    """
    moment = now or clock.now()
    if by.user is None or not objects:
        return quota.ALLOWED
    own = _own(by.user, moment)
    if own.is_blocked:
        return QuotaVerdict(Outcome.BLOCK, _BLOCKED)
    limits: Limits = {**DEFAULTS, **dict(own.adjusted)}
    standing = _standing(facts or _facts(by, by.user), own, moment, limits)
    files = frozenset(quota.file_key(identifier) for identifier in objects)
    asked = Asked(files, action == Action.EXPORT, stepped_up, seconded)
    cohort = _cohort(by.organisation, moment) if standing == Standing.UNUSUAL else None
    verdict = quota.judge(
        asked,
        standing=standing,
        own=own.window,
        cohort=cohort.window if cohort else {},
        minute=quota.minute_of(moment),
        limits=limits,
    )
    if verdict.outcome == Outcome.ALLOW and not (asked.export and asked.seconded):
        for counter in filter(None, (own, cohort)):
            _count(counter, asked, moment)
    elif verdict.outcome == Outcome.BLOCK and standing != Standing.COOLING:
        _alert(by, moment)
    return verdict


def _facts(by: Author, user: UUID) -> AccountFacts | None:
    return guardians().facts([user], by.organisation).get(user)


def _standing(known: AccountFacts | None, own: Any, now: datetime, limits: Limits) -> Standing:
    if known is None:
        # An account of which nothing is known is not given the benefit of the doubt.
        return Standing.UNUSUAL
    return quota.standing_of(known, newest_network=own.newest_network, now=now, limits=limits)


def _own(user: UUID, now: datetime) -> Any:
    """The counter of an account, locked, with all that the watch knows of it: its block, its newest
    place of sign-in, and the thresholds of this instance. One query, so that asking at each page
    costs little, and nothing is kept from one page to the next.
    """
    networks = KnownNetwork.objects.filter(user=user, is_first=False).order_by("-first_seen_at")
    read = {
        "is_blocked": Exists(Block.objects.in_force(now).filter(user=user)),
        "newest_network": Subquery(networks.values("first_seen_at")[:1]),
        "adjusted": gathered(ThresholdAdjustment.objects.filter(code__in=BY_CODE), "code", "value"),
    }
    return _locked(f"user:{user.hex}", now, **read)


def _cohort(organisation: UUID | None, now: datetime) -> ReadCounter:
    return _locked(f"unusual:{organisation.hex if organisation else 'platform'}", now)


def _locked(subject: str, now: datetime, **read: Any) -> ReadCounter:
    """The counter of a subject, locked until the transaction ends; born if need be. ``read``: what
    the same query reads besides.

    Always the account first, then its organisation: two requests never wait for each other.
    """
    counters = ReadCounter.objects.select_for_update(no_key=True).annotate(**read)
    found = counters.filter(subject=subject).first()
    if found is None:
        fresh = ReadCounter(subject=subject, updated_at=now)
        ReadCounter.objects.bulk_create([fresh], ignore_conflicts=True)
        found = counters.get(subject=subject)
    return found


def _count(counter: ReadCounter, asked: Asked, now: datetime) -> None:
    counter.window = quota.with_files(counter.window, asked.files, quota.minute_of(now))
    counter.files = len(counter.window)
    counter.updated_at = now
    counter.save()


def _alert(by: Author, now: datetime) -> None:
    """The acts of the last day are the proof."""
    reads = ObservedEvent.objects.filter(
        user=by.user, at__lte=now, action__in=(Action.REVEAL, Action.SEARCH, Action.EXPORT)
    )
    latest = reads.order_by("-at", "id").values_list("id", flat=True)[:LONGEST_EVIDENCE]
    finding = Finding(
        rule=QUOTA,
        response=Response.BLOCK,
        user=by.user,
        organisation=by.organisation,
        subject=f"user:{by.user.hex if by.user else ''}",
        evidence=tuple(str(identifier) for identifier in reversed(latest)),
    )
    open_alert(by=Author.system("watch"), finding=finding)
