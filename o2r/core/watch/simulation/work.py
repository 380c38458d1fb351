"""A month of honest work: what outreach workers, caseworkers, partners and managers do."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from o2r.core.watch.simulation.acts import Act, Words
from o2r.core.watch.simulation.world import DAYS, FIRST_DAY, Account, World, moment

# Looks at identities in a working day, before the pace of each person and busy days.
LOOKS = {"outreach": 7, "caseworker": 12, "coordinator": 9, "partner": 5, "officer": 0}
REVIEW_DAYS = (8, 28)
"""Days when coordinators go through the files of the period."""


def month(world: World, rng: Random) -> Iterator[Act]:
    """Everything that honest people do in thirty days, account after account."""
    for account in list(world.accounts):
        last = account.asleep_since
        for day in range(account.joins, DAYS):
            if not _works(account, day, rng):
                continue
            day_acts = sorted(_day(world, account, day, last, rng), key=lambda act: act.at)
            if day_acts:
                last = day_acts[0].at
            yield from day_acts
        if account.created_at is not None and account.created_by is not None:
            yield Act(account.created_at, account.created_by, "new-account", made=account.number)


def _works(account: Account, day: int, rng: Random) -> bool:
    weekday = (FIRST_DAY + timedelta(days=day)).weekday()
    if day in account.away:
        return False
    if weekday >= 5:
        return account.job == "outreach" and rng.random() < 0.15
    return rng.random() < 0.94


def _network(account: Account, rng: Random) -> str:
    if rng.random() < 0.012:
        return f"elsewhere-{rng.randrange(100_000)}"
    if account.job == "outreach":
        return rng.choice(account.networks)
    return account.networks[0] if rng.random() < 0.8 else rng.choice(account.networks[:3])


def _day(world: World, account: Account, day: int, last: datetime, rng: Random) -> Iterator[Act]:
    start = moment(day, rng.gauss(9, 0.6))
    network = _network(account, rng)
    rested = (start - last).days
    if rng.random() < (0.4 if rested > 10 else 0.04):
        for attempt in range(rng.randint(1, 4 if rested > 10 else 2)):
            yield Act(
                start - timedelta(seconds=60 - 12 * attempt),
                account.number,
                "wrong-password",
                network=network,
            )
    yield Act(start, account.number, "sign-in", network=network, previous=last)
    if rng.random() < 0.3:
        again = start + timedelta(hours=rng.uniform(3, 5))
        yield Act(again, account.number, "sign-in", network=_network(account, rng), previous=start)
    busy = 2.2 if rng.random() < 0.07 else 1.0
    if account.job == "manager":
        busy = 0.15
    yield from _files(world, account, start, busy, rng)
    yield from _searches(world, account, start, rng)
    yield from _rare(world, account, day, start, rng)
    if account.job == "outreach" and rng.random() < 0.3:
        yield from _evening(account, day, rng)


def _at(start: datetime, rng: Random, hours: float = 8) -> datetime:
    return start + timedelta(seconds=rng.uniform(60, hours * 3600))


def _files(
    world: World, account: Account, start: datetime, busy: float, rng: Random
) -> Iterator[Act]:
    """Files opened, seen again, and most of them written in."""
    looks = int(rng.gauss(LOOKS.get(account.job, 8), 2.5) * account.pace * busy)
    if looks <= 0 or not account.caseload:
        return
    followed = account.caseload
    if rng.random() < 0.08 and (team := world.team_of(account)):
        # Standing in for a colleague.
        followed = rng.choice(team).caseload or followed
    # Some people are met often, the others now and then.
    weights = [3.0 if place % 4 == 0 else 1.0 for place in range(len(followed))]
    for person in set(rng.choices(followed, weights, k=looks)):
        at = _at(start, rng)
        for again in range(rng.choice((1, 1, 1, 2, 3))):
            yield Act(at + timedelta(minutes=4 * again), account.number, "look", persons=(person,))
        if rng.random() < (0.65 if account.job in ("outreach", "caseworker") else 0.4):
            yield Act(at + timedelta(minutes=9), account.number, "write", persons=(person,))


def _searches(world: World, account: Account, start: datetime, rng: Random) -> Iterator[Act]:
    if account.job in ("officer", "manager") or not account.caseload:
        return
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        person = rng.choice(account.caseload)
        surname = world.persons[person]
        at = _at(start, rng)
        # Not sure of the spelling, or of the birth date: two tries, sometimes three.
        tries = rng.choices((1, 2, 3), (0.9, 0.08, 0.02))[0]
        for attempt in range(tries):
            words = Words(surname, f"p{person}", str(attempt) if attempt else "")
            found = (person,) if attempt == tries - 1 else ()
            yield Act(at + timedelta(seconds=20 * attempt), account.number, "find", found, words)


def _rare(world: World, account: Account, day: int, start: datetime, rng: Random) -> Iterator[Act]:
    number = account.number
    followed = account.caseload
    if account.job in ("outreach", "caseworker"):
        if rng.random() < 0.3:
            surname = rng.choice(world.surnames)
            for variant in range(rng.choices((1, 2), (0.9, 0.1))[0]):
                words = Words(surname, f"new-{day}", str(1990 + variant))
                yield Act(_at(start, rng), number, "twin", words=words)
        if followed and rng.random() < 0.2:
            yield Act(_at(start, rng), number, "hand", persons=(rng.choice(followed),))
        if followed and rng.random() < 0.0006:
            yield Act(_at(start, rng), number, "emergency", persons=(rng.choice(followed),))
        if rng.random() < 0.0015:
            # A phone that was replaced knocks once or twice before it is put away.
            for _ in range(rng.randint(1, 2)):
                yield Act(_at(start, rng), number, "old-device", network="mobile-0")
    if account.job == "coordinator":
        yield from _coordination(account, day, start, rng)


def _coordination(account: Account, day: int, start: datetime, rng: Random) -> Iterator[Act]:
    number, followed = account.number, account.caseload
    if rng.random() < 0.2:
        size = min(len(followed), rng.randint(15, 40))
        yield Act(_at(start, rng), number, "download", tuple(rng.sample(followed, size)))
    if rng.random() < 0.03:
        yield Act(_at(start, rng), number, "download", tuple(followed), seconded=True)
    if rng.random() < 0.01:
        # Someone leaves: their partners are told of a dozen people.
        for person in rng.sample(followed, min(len(followed), rng.randint(6, 12))):
            yield Act(_at(start, rng, 2), number, "hand", persons=(person,))
    if day in REVIEW_DAYS:
        for person in rng.sample(followed, min(len(followed), rng.randint(25, 60))):
            at = _at(start, rng, 7)
            yield Act(at, number, "look", persons=(person,))
            if rng.random() < 0.5:
                yield Act(at + timedelta(minutes=2), number, "write", persons=(person,))


def _evening(account: Account, day: int, rng: Random) -> Iterator[Act]:
    """A maraude: out until midnight, sometimes later; most people met are written down."""
    start = moment(day, rng.uniform(18.5, 20))
    length = rng.choice((3, 4, 5, 5, 6.5))
    for person in rng.sample(account.caseload, min(len(account.caseload), rng.randint(3, 9))):
        at = _at(start, rng, length)
        yield Act(at, account.number, "look", persons=(person,))
        if rng.random() < 0.85:
            yield Act(at + timedelta(minutes=6), account.number, "write", persons=(person,))
