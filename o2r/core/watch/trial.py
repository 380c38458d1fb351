"""A simulated month played against the watch, and against a naive rival, without a database.

The quotas are asked before each showing, the urgent rules judge at once, the others every five
minutes, as in the product; every attacker is supposed to pass the step-up.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from o2r.core.watch import engine, quota
from o2r.core.watch.enums import Action, Outcome, Response, Standing
from o2r.core.watch.events import AccountFacts, Event, Search
from o2r.core.watch.memory import Memory
from o2r.core.watch.quota import Asked, Window
from o2r.core.watch.simulation import Act, Month
from o2r.core.watch.simulation.world import Account
from o2r.core.watch.thresholds import DEFAULTS, Limits

PASS_EVERY = timedelta(minutes=5)

ACTIONS = {
    "look": Action.REVEAL,
    "find": Action.SEARCH,
    "write": Action.WRITE,
    "download": Action.EXPORT,
    "hand": Action.SHARE,
    "emergency": Action.BREAK_GLASS,
    "twin": Action.DUPLICATE_REQUEST,
    "sign-in": Action.SIGN_IN,
    "wrong-password": Action.SIGN_IN_FAILED,
    "old-device": Action.DEVICE_REFUSED,
    "new-account": Action.ACCOUNT_CREATED,
}
ROLES = {"outreach": "outreach-worker", "partner": "partner-adviser"}
COUNTED = {Action.REVEAL, Action.SEARCH, Action.EXPORT}
SHOWN = {*COUNTED, Action.SHARE, Action.BREAK_GLASS}


@dataclass(frozen=True)
class Raised:
    """An alert of a trial: about an account (None: about a place, or the platform)."""

    rule: str
    at: datetime
    who: int | None
    subject: str


@dataclass
class Tally:
    """What came of a month under one defence. ``shown``: the acts that did show or hand people."""

    raised: list[Raised] = field(default_factory=list)
    shown: list[Act] = field(default_factory=list)
    step_ups: int = 0


@cache
def identifier(space: int, number: int) -> UUID:
    """The identifier of a simulated account, organisation or person."""
    return UUID(int=(space << 100) + number + 1)


class Translation:
    """Acts of the simulation as events of the product, and what the product knows of accounts."""

    def __init__(self, month: Month) -> None:
        self.month = month
        self.places = {one.number: set(one.networks) for one in month.world.accounts}
        self.new_place: dict[int, datetime] = {}
        self.facts = {one.number: self._facts_of(one) for one in month.world.accounts}
        self._searches: dict[tuple[str, ...], Search] = {}
        self._count = 0

    def _facts_of(self, account: Account) -> AccountFacts:
        made = account.created_by
        return AccountFacts(
            created_at=account.created_at or account.asleep_since,
            created_by=None if made is None else identifier(1, made),
            name=Search.of(surname=account.surname, first_name=f"self-{account.number}"),
        )

    def event(self, act: Act) -> Event:
        """The event that the page serving this act would tell."""
        account = None if act.who is None else self.month.world.accounts[act.who]
        self._count += 1
        new_network = False
        if act.what == "sign-in" and account is not None:
            known = self.places[account.number]
            # The first place of a new account is not a change of place.
            new_network = act.network not in known
            known.add(act.network)
            if new_network:
                self.new_place[account.number] = act.at
        return Event(
            ref=str(self._count),
            at=act.at,
            action=ACTIONS[act.what],
            user=None if account is None else identifier(1, account.number),
            organisation=None if account is None else identifier(2, account.organisation),
            role="" if account is None else ROLES.get(account.job, account.job),
            objects=tuple(str(person) for person in act.persons),
            search=self._search(act),
            network=act.network,
            new_network=new_network,
            previous=act.previous,
            seconded=act.seconded,
        )

    def _search(self, act: Act) -> Search | None:
        if act.words is None:
            return None
        if act.words not in self._searches:
            surname, first_name, born = act.words
            self._searches[act.words] = Search.of(surname=surname, first_name=first_name, born=born)
        return self._searches[act.words]


class Watch:
    """The defence of the product: quotas, urgent rules, a pass every five minutes."""

    def __init__(self, month: Month, limits: Limits = DEFAULTS) -> None:
        self.tally = Tally()
        self.translation = Translation(month)
        self.limits = limits
        self.blocked: set[int] = set()
        self.own: dict[int, Window] = defaultdict(dict)
        self.cohorts: dict[int, Window] = defaultdict(dict)
        self.memories: dict[str, Memory] = defaultdict(dict)
        self.waiting: list[tuple[Act, Event]] = []
        self.next_pass: datetime | None = None
        self._told: set[tuple[str, str, object]] = set()

    def play(self, act: Act) -> None:
        """Let someone try something."""
        if self.next_pass is None or act.at >= self.next_pass:
            self._pass(self.next_pass or act.at)
            self.next_pass = act.at + PASS_EVERY
        if act.who in self.blocked:
            return
        event = self.translation.event(act)
        if event.action in COUNTED and not self._may_show(act, event):
            return
        if event.action in SHOWN:
            self.tally.shown.append(act)
        self._judge(act, event, at=act.at, urgent=True)
        self.waiting.append((act, event))

    def finish(self) -> Tally:
        """The last pass of the month."""
        if self.next_pass is not None:
            self._pass(self.next_pass)
        return self.tally

    def _may_show(self, act: Act, event: Event) -> bool:
        who = act.who
        if who is None or not act.persons:
            return who is not None
        facts = self.translation.facts[who]
        standing = quota.standing_of(
            facts,
            newest_network=self.translation.new_place.get(who),
            now=act.at,
            limits=self.limits,
        )
        organisation = self.translation.month.world.accounts[who].organisation
        minute = quota.minute_of(act.at)
        files = frozenset(quota.file_key(person) for person in event.objects)
        export = event.action == Action.EXPORT
        for stepped_up in (False, True):
            verdict = quota.judge(
                Asked(files, export=export, stepped_up=stepped_up, seconded=act.seconded),
                standing=standing,
                own=self.own[who],
                cohort=self.cohorts[organisation],
                minute=minute,
                limits=self.limits,
            )
            if verdict.outcome != Outcome.STEP_UP:
                break
            self.tally.step_ups += 1
        if verdict.outcome == Outcome.ALLOW:
            if not (export and act.seconded):
                self.own[who] = quota.with_files(self.own[who], files, minute)
                if standing == Standing.UNUSUAL:
                    window = self.cohorts[organisation]
                    self.cohorts[organisation] = quota.with_files(window, files, minute)
            return True
        if verdict.outcome == Outcome.BLOCK and verdict is not quota.COOLING:
            self._raise("quota", act.at, who, f"user:{who}", block=True)
        return False

    def _pass(self, at: datetime) -> None:
        waiting, self.waiting = self.waiting, []
        for act, event in waiting:
            self._judge(act, event, at=at, urgent=False)

    def _judge(self, act: Act, event: Event, *, at: datetime, urgent: bool) -> None:
        rules = engine.listening(event.action, urgent=urgent)
        if not rules:
            return
        found = engine.examine(
            event,
            facts=None if act.who is None else self.translation.facts[act.who],
            limits=self.limits,
            rules=rules,
            memory_of=self.memories.__getitem__,
        )
        for finding in found:
            who = act.who if finding.user else None
            block = finding.response == Response.BLOCK
            self._raise(finding.rule.code, at, who, finding.subject, block=block)

    def _raise(
        self, rule: str, at: datetime, who: int | None, subject: str, *, block: bool
    ) -> None:
        if block and who is not None:
            self.blocked.add(who)
        key = (rule, subject, at.date())
        if key not in self._told:
            self._told.add(key)
            self.tally.raised.append(Raised(rule, at, who, subject))


class FixedThreshold:
    """The naive rival: an alert and a block beyond N pages shown in one calendar day."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.tally = Tally()
        self.pages: dict[tuple[int, object], int] = defaultdict(int)
        self.blocked: set[int] = set()

    def play(self, act: Act) -> None:
        """Let someone try something."""
        action = ACTIONS[act.what]
        if act.who is None or act.who in self.blocked or action not in SHOWN:
            return
        day = (act.who, act.at.date())
        self.pages[day] += 1
        if self.pages[day] > self.number:
            self.blocked.add(act.who)
            self.tally.raised.append(Raised("fixed", act.at, act.who, f"user:{act.who}"))
            return
        self.tally.shown.append(act)

    def finish(self) -> Tally:
        """Nothing is left to do."""
        return self.tally
