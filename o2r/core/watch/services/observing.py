"""Acts told to the watch, and the pass that judges them every five minutes."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.notifications.directory import directory
from o2r.core.watch.catalogue import RULES
from o2r.core.watch.engine import Finding, examine, listening
from o2r.core.watch.enums import Action, Response
from o2r.core.watch.events import AccountFacts, Event, Search
from o2r.core.watch.memory import Memory
from o2r.core.watch.models import KnownNetwork, ObservedEvent, RuleMemory
from o2r.core.watch.registry import guardians
from o2r.core.watch.selectors import limits
from o2r.core.watch.services.alerts import open_alert
from o2r.core.watch.thresholds import Limits

BATCH = 1000
_LOCAL = frozenset[Action]().union(*(rule.listens for rule in RULES if rule.by_local_time))


@transaction.atomic(savepoint=False)
def observe(
    *,
    by: Author,
    action: Action,
    kind: str = "",
    objects: Collection[UUID] = (),
    fields: Collection[str] = (),
    count: int = 1,
    allowed: bool = True,
    search: Search | None = None,
    network: str = "",
    previous: datetime | None = None,
    seconded: bool = False,
    journal_entry: UUID | None = None,
) -> ObservedEvent:
    """Tell the watch of an act, in its transaction: one row, and the urgent rules if one listens.

    ``objects``: person files shown or concerned. ``search``: digests (:meth:`Search.of`);
    ``network``: digest of where it comes from (:func:`network_of`), for sign-ins. ``previous``:
    the sign-in before this one. ``allowed`` is False for what was refused.
    """
    event = ObservedEvent(
        at=clock.now(),
        action=action,
        user=by.user,
        organisation=by.organisation,
        role=by.role,
        kind=kind,
        objects_shown=[str(one) for one in objects],
        fields_shown=sorted(fields),
        count=count,
        allowed=allowed,
        search=list(search) if search else None,
        network=network,
        previous=previous,
        seconded=seconded,
        journal_entry=journal_entry,
    )
    if action == Action.SIGN_IN and by.user is not None and network:
        event.new_network = _is_new(by.user, network, event.at)
    event.save(force_insert=True)
    if listening(action, urgent=True):
        _judge([event], urgent=True)
    return event


def _is_new(user: UUID, network: str, now: datetime) -> bool:
    """Is it the first time from there? The very first place of an account is not a new one."""
    known = KnownNetwork.objects.filter(user=user)
    if known.filter(network=network).update(last_seen_at=now):
        return False
    is_first = not known.exists()
    seen = KnownNetwork(
        user=user, network=network, first_seen_at=now, last_seen_at=now, is_first=is_first
    )
    KnownNetwork.objects.bulk_create([seen], ignore_conflicts=True)
    return not is_first


def judge_waiting() -> int:
    """Judge the acts that wait, a batch per transaction. Returns how many were judged.

    Run twice, or stopped in the middle, it judges each act once.
    """
    judged = 0
    while batch := _judge_batch():
        judged += batch
    return judged


@transaction.atomic
def _judge_batch() -> int:
    waiting = ObservedEvent.objects.waiting().select_for_update(no_key=True)
    events = list(waiting[:BATCH])
    _judge(events, urgent=False)
    ObservedEvent.objects.filter(id__in=[event.id for event in events]).update(judged=True)
    return len(events)


def _judge(rows: list[ObservedEvent], *, urgent: bool) -> None:
    events = [row.as_event() for row in rows]
    facts = _facts(events, urgent=urgent)
    in_force = limits()
    kept = _Memories(_keys(events, facts, in_force, urgent=urgent))
    findings: list[Finding] = []
    for event in events:
        findings += examine(
            event,
            facts=facts.get(event.user) if event.user else None,
            limits=in_force,
            rules=listening(event.action, urgent=urgent),
            memory_of=kept.of,
        )
    kept.save()
    for finding in _strongest(findings):
        open_alert(by=Author.system("watch"), finding=finding)


def _facts(events: list[Event], *, urgent: bool) -> dict[UUID, AccountFacts]:
    """What is known of the accounts, with the local time of those whom a rule of hours judges."""
    facts = guardians().facts({event.user for event in events if event.user})
    by_hours = {event.user for event in events if event.action in _LOCAL and not urgent}
    return {
        user: replace(one, time_zone=directory().time_zone(user)) if user in by_hours else one
        for user, one in facts.items()
    }


def _strongest(findings: list[Finding]) -> Iterable[Finding]:
    """One finding per rule, subject and account: the last, or the last that blocks."""
    kept: dict[tuple[str, str, UUID | None], Finding] = {}
    for finding in findings:
        key = (finding.rule.code, finding.subject, finding.user)
        before = kept.get(key)
        if before is None or finding.response == before.response:
            kept[key] = finding
        elif finding.response == Response.BLOCK:
            kept[key] = finding
    return kept.values()


def _keys(
    events: list[Event], facts: dict[UUID, AccountFacts], in_force: Limits, *, urgent: bool
) -> set[str]:
    """Every memory that these events may touch."""
    return {
        f"{rule.code}/{subject}"
        for event in events
        for rule in listening(event.action, urgent=urgent)
        if (subject := rule.subject(event, facts.get(event.user) if event.user else None, in_force))
    }


class _Memories:
    """Memories of rules, locked in the database until the transaction ends, then saved."""

    def __init__(self, keys: set[str]) -> None:
        now = clock.now()
        missing = [RuleMemory(key=key, updated_at=now) for key in sorted(keys)]
        RuleMemory.objects.bulk_create(missing, ignore_conflicts=True, batch_size=500)
        rows = RuleMemory.objects.select_for_update(no_key=True).order_by("key")
        ordered = sorted(keys)
        self._rows = {
            row.key: row
            for start in range(0, len(ordered), 500)
            for row in rows.filter(key__in=ordered[start : start + 500])
        }
        self._read: dict[str, Memory] = {}

    def of(self, key: str) -> Memory:
        """The memory of a rule and a subject; changed in place by the rule."""
        if key not in self._read:
            slots = self._rows[key].slots
            self._read[key] = {name: _in_order(slot) for name, slot in slots.items()}
        return self._read[key]

    def save(self) -> None:
        """Write what changed."""
        now = clock.now()
        changed = []
        for key, memory in self._read.items():
            row = self._rows[key]
            row.slots, row.updated_at = memory, now
            changed.append(row)
        RuleMemory.objects.bulk_update(changed, ["slots", "updated_at"], batch_size=200)


def _in_order(slot: dict[str, list[float | str | int]]) -> dict[str, tuple[float, str, int]]:
    """Marks in the order of time: a database does not keep the order of keys."""
    marks = [(key, (float(at), str(ref), int(number))) for key, (at, ref, number) in slot.items()]
    return dict(sorted(marks, key=lambda pair: pair[1][0]))
