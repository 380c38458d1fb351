"""The two French incidents played through the real services, over a record of the suite.

« protected-record » is a kind that no app holds: a person file reduced to its identifier. The
door below does what a page of the product does, in the same order; the attackers pass every
step-up and come back for days.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from o2r.core.clock import stopped_at
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.notifications.directory import Recipient
from o2r.core.watch import registry, selectors, services
from o2r.core.watch.enums import Action, Outcome
from o2r.core.watch.events import AccountFacts
from o2r.core.watch.models import KnownNetwork
from o2r.core.watch.simulation import Act, Month
from o2r.core.watch.trial import ACTIONS, COUNTED, PASS_EVERY, Translation, identifier

RECORD = "protected-record"
INSISTS = 5
"""An attacker who is refused that many times in a row waits until they sign in again."""
INCIDENTS = ("missions-locales", "cap-emploi")
GUARDIAN = Recipient(UUID(int=7), "responsable@essai.example")


class SimulatedAccounts:
    """What the app of accounts would answer of the simulated accounts."""

    def __init__(self, known: dict[UUID, AccountFacts]) -> None:
        self.known = known

    def guardians_of(self, organisation: UUID | None) -> Collection[Recipient]:
        return (GUARDIAN,)

    def facts(
        self, users: Collection[UUID], organisation: UUID | None = None
    ) -> dict[UUID, AccountFacts]:
        return {user: self.known[user] for user in users if user in self.known}

    def names(self, users: Collection[UUID]) -> dict[UUID, str]:
        return {}


@contextmanager
def asked_of(accounts: registry.Guardians) -> Iterator[None]:
    """Have the watch ask ``accounts``, then whom it asked before."""
    before = registry.guardians()
    registry.use_guardians(accounts)
    try:
        yield
    finally:
        registry.use_guardians(before)


def people_exposed(month: Month, incident: str) -> int:
    """How many records the accounts of an incident are shown before they are stopped."""
    translation = Translation(month)
    known = {identifier(1, number): facts for number, facts in translation.facts.items()}
    exposed: set[UUID] = set()
    refused: Counter[int | None] = Counter()
    next_pass: datetime | None = None
    with asked_of(SimulatedAccounts(known)), transaction.atomic():
        _known_places(month, incident)
        for act in sorted(month.scripts[incident].acts, key=lambda one: one.at):
            if act.what == "sign-in":
                refused[act.who] = 0
            if refused[act.who] >= INSISTS:
                continue
            with stopped_at(act.at):
                if next_pass is None or act.at >= next_pass:
                    services.judge_waiting()
                    next_pass = act.at + PASS_EVERY
                shown = _door(month, act)
            exposed |= shown
            refused[act.who] += bool(act.persons) and not shown
        # Nothing of an incident remains for the next one.
        transaction.set_rollback(True)
    return len(exposed)


def _known_places(month: Month, incident: str) -> None:
    """Where the accounts had signed in from before."""
    places = [
        KnownNetwork(
            user=identifier(1, number),
            network=network,
            first_seen_at=month.world.accounts[number].asleep_since,
            last_seen_at=month.world.accounts[number].asleep_since,
            is_first=place == 0,
        )
        for number in sorted(month.scripts[incident].actors)
        if month.world.accounts[number].created_at is None
        for place, network in enumerate(month.world.accounts[number].networks)
    ]
    KnownNetwork.objects.bulk_create(places)


@transaction.atomic
def _door(month: Month, act: Act) -> set[UUID]:
    """What a page does: blocked? within the quota? then show, journal, tell the watch."""
    if act.who is None:
        return set()
    account = month.world.accounts[act.who]
    by = Author(
        identifier(1, account.number), identifier(2, account.organisation), "partner-adviser"
    )
    action = ACTIONS[act.what]
    if selectors.blocked(identifier(1, account.number)) is not None:
        return set()
    records = [identifier(3, person) for person in act.persons]
    if action in COUNTED and not _within_quota(by, action, records):
        return set()
    if records:
        record(
            by=by,
            action=str(action),
            kind=RECORD,
            object_id=records[0],
            organisation=by.organisation,
            fields=("identity",),
            count=len(records),
        )
    services.observe(
        by=by,
        action=action,
        kind=RECORD,
        objects=records,
        network=act.network,
        previous=act.previous,
    )
    return set(records)


def _within_quota(by: Author, action: Action, records: list[UUID]) -> bool:
    for stepped_up in (False, True):
        verdict = services.check_quota(
            by=by, kind=RECORD, action=action, objects=records, stepped_up=stepped_up
        )
        if verdict.outcome != Outcome.STEP_UP:
            break
    return verdict.outcome == Outcome.ALLOW
