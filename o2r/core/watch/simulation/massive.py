"""Abuses that take many files fast: the two French incidents, and what resembles them."""

from datetime import datetime, timedelta
from random import Random

from o2r.core.watch.simulation.acts import Act, Script, Words, abuse
from o2r.core.watch.simulation.world import DAYS, Account, World, moment


def weekday(rng: Random, first: int = 1, last: int = DAYS - 8) -> int:
    """A day of the month that is neither a Saturday nor a Sunday."""
    return rng.choice([day for day in range(first, last) if day % 7 < 5])


def bought_network(rng: Random) -> str:
    """A network that nobody of the territory uses."""
    return f"rented-{rng.randrange(10**9)}"


def machine_reading(
    world: World, account: Account, start: datetime, number: int, rng: Random
) -> list[Act]:
    """One identity after another, every second or so."""
    acts = []
    at = start
    for person in world.strangers_to(account, rng, number):
        at += timedelta(seconds=rng.uniform(0.5, 4))
        acts.append(Act(at, account.number, "look", persons=(person,)))
    return acts


@abuse("missions-locales")
def missions_locales(world: World, rng: Random) -> Script:
    """France, 1 December 2025: one account manager is hacked, creates two accounts, which read."""
    manager = rng.choice(world.having("manager"))
    day = weekday(rng)
    network = bought_network(rng)
    start = moment(day, rng.uniform(8, 20))
    acts = [Act(start, manager.number, "sign-in", network=network, previous=moment(day - 1, 9))]
    actors = {manager.number}
    reads = []
    for _ in range(2):
        made = world.created(by=manager, at=start, networks=[network])
        actors.add(made.number)
        acts.append(Act(start, manager.number, "new-account", made=made.number))
        # They wait for the first day to pass, then come back day after day.
        for later in range(1, 4):
            begin = start + timedelta(hours=24 * later + rng.uniform(0.5, 3))
            acts.append(
                Act(begin, made.number, "sign-in", network=network, previous=made.created_at)
            )
            reads += machine_reading(world, made, begin, 600, rng)
    reads.sort(key=lambda act: act.at)
    return Script(acts + reads, frozenset(actors), reads[60].at, frozenset({network}))


@abuse("cap-emploi")
def cap_emploi(world: World, rng: Random) -> Script:
    """France, 2024: usurped accounts of partner advisers, which read through searches."""
    usurped = rng.sample(world.having("partner"), 3)
    day = weekday(rng)
    acts, networks = [], set()
    finds = []
    for account in usurped:
        network = bought_network(rng)
        networks.add(network)
        for later in range(4):
            begin = moment(day + later, rng.uniform(7, 21))
            acts.append(
                Act(
                    begin,
                    account.number,
                    "sign-in",
                    network=network,
                    previous=begin - timedelta(days=1),
                )
            )
            strangers = world.strangers_to(account, rng, 900)
            for place in range(0, len(strangers), 8):
                begin += timedelta(seconds=rng.uniform(1, 6))
                words = Words(rng.choice(world.surnames), rng.choice("abcdefghij"))
                found = tuple(strangers[place : place + rng.randint(1, 8)])
                finds.append(Act(begin, account.number, "find", found, words))
    finds.sort(key=lambda act: act.at)
    actors = frozenset(account.number for account in usurped)
    return Script(acts + finds, actors, finds[15].at, frozenset(networks))


@abuse("export-spree")
def export_spree(world: World, rng: Random) -> Script:
    """A coordinator who leaves takes the files along, in exports small enough to need nobody."""
    account = rng.choice(world.having("coordinator"))
    start = moment(weekday(rng), rng.uniform(10, 18))
    acts = []
    at = start
    for _ in range(rng.randint(6, 10)):
        at += timedelta(minutes=rng.uniform(3, 25))
        persons = tuple(world.strangers_to(account, rng, rng.randint(30, 50)))
        acts.append(Act(at, account.number, "download", persons))
    return Script(acts, frozenset({account.number}), acts[4].at)


@abuse("stale-account")
def stale_account(world: World, rng: Random) -> Script:
    """An account asleep for months wakes up far from home and reads."""
    account = rng.choice(world.having("caseworker"))
    start = moment(weekday(rng), rng.uniform(8, 22))
    network = bought_network(rng)
    asleep = start - timedelta(days=rng.randint(70, 300))
    acts = [Act(start, account.number, "sign-in", network=network, previous=asleep)]
    reads = machine_reading(world, account, start + timedelta(minutes=2), 400, rng)
    return Script(acts + reads, frozenset({account.number}), reads[25].at, frozenset({network}))


@abuse("mass-share")
def mass_share(world: World, rng: Random) -> Script:
    """Dozens of files handed to another organisation in an hour."""
    account = rng.choice(world.having("caseworker"))
    at = moment(weekday(rng), rng.uniform(9, 19))
    acts = []
    for person in account.caseload + world.strangers_to(account, rng, 40):
        at += timedelta(seconds=rng.uniform(20, 120))
        acts.append(Act(at, account.number, "hand", persons=(person,)))
    return Script(acts, frozenset({account.number}), acts[30].at)


def _taken_over(
    world: World, victim: Account, at: datetime, network: str, rng: Random
) -> list[Act]:
    """A password was found: the account is entered and read."""
    entered = Act(at, victim.number, "sign-in", network=network, previous=at - timedelta(days=1))
    return [entered, *machine_reading(world, victim, at + timedelta(minutes=1), 300, rng)]


@abuse("password-spray")
def password_spray(world: World, rng: Random) -> Script:
    """One network, one or two common passwords, every account of the territory."""
    start = moment(weekday(rng), rng.uniform(1, 23))
    network = bought_network(rng)
    tried = rng.sample(world.accounts, min(len(world.accounts), rng.randint(40, 120)))
    acts = []
    at = start
    for account in tried:
        at += timedelta(seconds=rng.uniform(5, 40))
        acts.append(Act(at, account.number, "wrong-password", network=network))
    evident = acts[25].at
    victim = rng.choice(world.having("caseworker"))
    acts += _taken_over(world, victim, at + timedelta(minutes=5), network, rng)
    return Script(acts, frozenset({victim.number}), evident, frozenset({network}))


@abuse("credential-stuffing")
def credential_stuffing(world: World, rng: Random) -> Script:
    """Pairs of addresses and passwords leaked elsewhere, from many networks, most unknown here."""
    start = moment(weekday(rng), rng.uniform(0, 23))
    networks = [bought_network(rng) for _ in range(rng.randint(80, 200))]
    acts = []
    at = start
    for _ in range(rng.randint(150, 400)):
        at += timedelta(seconds=rng.uniform(1, 10))
        who = rng.choice(world.accounts).number if rng.random() < 0.15 else None
        acts.append(Act(at, who, "wrong-password", network=rng.choice(networks)))
    evident = acts[80].at
    victim = rng.choice(world.having("partner"))
    acts += _taken_over(world, victim, at + timedelta(minutes=2), networks[0], rng)
    return Script(acts, frozenset({victim.number}), evident, frozenset(networks))
