"""Abuses of people who have the right to be there: slow, small, curious."""

from datetime import timedelta
from random import Random

from o2r.core.watch.simulation.acts import Act, Script, Words, abuse
from o2r.core.watch.simulation.massive import weekday
from o2r.core.watch.simulation.world import DAYS, World, moment


@abuse("slow-scrape")
def slow_scrape(world: World, rng: Random) -> Script:
    """A dozen or two strangers' files a day, in working hours, until the end of the month."""
    account = rng.choice(world.having("caseworker"))
    acts = []
    for day in range(rng.randint(1, 4), DAYS):
        if day % 7 >= 5:
            continue
        for person in world.strangers_to(account, rng, rng.randint(12, 28)):
            at = moment(day, rng.uniform(9, 18))
            acts.append(Act(at, account.number, "look", persons=(person,)))
    acts.sort(key=lambda act: act.at)
    return Script(acts, frozenset({account.number}), acts[120].at)


@abuse("homonym-probing")
def homonym_probing(world: World, rng: Random) -> Script:
    """Someone is looked for under one surname, first names and birth dates varying."""
    account = rng.choice(world.having("partner") + world.having("outreach"))
    at = moment(weekday(rng), rng.uniform(9, 18))
    surname = rng.choice(world.surnames)
    acts = []
    for _ in range(rng.randint(6, 14)):
        at += timedelta(minutes=rng.uniform(0.5, 8))
        words = Words(surname, rng.choice("abcdefghijkl"), str(rng.randint(1970, 2008)))
        acts.append(Act(at, account.number, "find", (), words))
    return Script(acts, frozenset({account.number}), acts[5].at)


@abuse("own-name")
def own_name(world: World, rng: Random) -> Script:
    """A professional looks for their own family."""
    account = rng.choice(world.having("caseworker") + world.having("partner"))
    at = moment(weekday(rng), rng.uniform(9, 18))
    acts = []
    for number in range(rng.randint(3, 6)):
        at += timedelta(minutes=rng.uniform(1, 30))
        words = Words(account.surname, f"family-{number}")
        persons = tuple(world.strangers_to(account, rng, 1))
        acts.append(Act(at, account.number, "find", persons, words))
        look_at = at + timedelta(seconds=20)
        acts.append(Act(look_at, account.number, "look", persons=persons))
    return Script(acts, frozenset({account.number}), acts[4].at)


@abuse("night-reading")
def night_reading(world: World, rng: Random) -> Script:
    """Files opened one after another in the middle of the night, two or three nights."""
    account = rng.choice(world.having("caseworker"))
    first = weekday(rng)
    acts = []
    for night in range(rng.randint(2, 3)):
        at = moment(first + night, rng.uniform(23, 26))
        for person in world.strangers_to(account, rng, rng.randint(15, 30)):
            at += timedelta(minutes=rng.uniform(1, 5))
            acts.append(Act(at, account.number, "look", persons=(person,)))
    return Script(acts, frozenset({account.number}), acts[14].at)


@abuse("duplicate-enumeration")
def duplicate_enumeration(world: World, rng: Random) -> Script:
    """Asking whether this one, and that one, and that one are known elsewhere."""
    account = rng.choice(world.having("outreach"))
    at = moment(weekday(rng), rng.uniform(9, 17))
    acts = []
    for _ in range(rng.randint(25, 80)):
        at += timedelta(minutes=rng.uniform(0.3, 4))
        words = Words(
            rng.choice(world.surnames), rng.choice("abcdef"), str(rng.randint(1980, 2008))
        )
        acts.append(Act(at, account.number, "twin", words=words))
    return Script(acts, frozenset({account.number}), acts[20].at)


@abuse("break-glass")
def break_glass(world: World, rng: Random) -> Script:
    """Emergencies that follow each other a little too well."""
    account = rng.choice(world.having("caseworker"))
    first = weekday(rng)
    acts = []
    for number in range(rng.randint(4, 6)):
        at = moment(first + number // 3, rng.uniform(9, 20))
        persons = tuple(world.strangers_to(account, rng, 1))
        acts.append(Act(at, account.number, "emergency", persons=persons))
    acts.sort(key=lambda act: act.at)
    return Script(acts, frozenset({account.number}), acts[3].at)


@abuse("revoked-device")
def revoked_device(world: World, rng: Random) -> Script:
    """A phone that was withdrawn keeps knocking."""
    account = rng.choice(world.having("outreach"))
    at = moment(weekday(rng), rng.uniform(8, 22))
    acts = []
    for _ in range(rng.randint(5, 30)):
        at += timedelta(minutes=rng.uniform(0.5, 20))
        acts.append(Act(at, account.number, "old-device", network="mobile-7"))
    return Script(acts, frozenset({account.number}), acts[4].at)
