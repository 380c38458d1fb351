"""The simulated territory: organisations, teams, 300 professionals, the people they follow.

Every name and number is invented. Rates are those of a plausible département: they are not the
thresholds of the rules, and were written before them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
FIRST_DAY = date(2026, 3, 2)
DAYS = 30
JOBS = {
    "outreach": 90,
    "caseworker": 110,
    "coordinator": 25,
    "partner": 50,
    "officer": 10,
    "manager": 15,
}
OPERATORS = 12
PARTNERS = 6
TEAM = 6
MOBILE_NETWORKS = 40
SYLLABLES = ("ba", "cha", "du", "fer", "gou", "lan", "mar", "nié", "pel", "rou", "sal", "vi")


@dataclass
class Account:
    """One professional.

    ``joins``: first day of work (0: before the simulation); ``away``: days of leave;
    ``asleep_since``: last sign-in before the simulation.
    """

    number: int
    job: str
    organisation: int
    team: int
    surname: str
    networks: list[str]
    asleep_since: datetime
    caseload: list[int] = field(default_factory=list)
    joins: int = 0
    away: frozenset[int] = frozenset()
    created_by: int | None = None
    created_at: datetime | None = None
    pace: float = 1.0


@dataclass
class World:
    """Everything that exists before the first day, and the surnames people bear."""

    accounts: list[Account]
    surnames: list[str]
    persons: list[str]

    def having(self, job: str) -> list[Account]:
        """The accounts of a job who were there before the first day."""
        return [one for one in self.accounts if one.job == job and one.joins == 0]

    def team_of(self, account: Account) -> list[Account]:
        """Colleagues of the same team."""
        return [one for one in self.accounts if one.team == account.team and one is not account]

    def strangers_to(self, account: Account, rng: Random, number: int) -> list[int]:
        """People whom the account does not follow."""
        known = set(account.caseload)
        drawn = rng.sample(range(len(self.persons)), min(len(self.persons), number + len(known)))
        return [person for person in drawn if person not in known][:number]

    def created(self, *, by: Account, at: datetime, networks: list[str]) -> Account:
        """A new account, of the organisation of who creates it."""
        made = Account(
            number=len(self.accounts),
            job="caseworker",
            organisation=by.organisation,
            team=-len(self.accounts),
            surname=by.surname,
            networks=networks,
            asleep_since=at,
            joins=DAYS,
            created_by=by.number,
            created_at=at,
        )
        self.accounts.append(made)
        return made


def moment(day: int, hours: float) -> datetime:
    """An instant: ``hours`` after midnight, local time, of a day of the simulation."""
    midnight = datetime.combine(FIRST_DAY, datetime.min.time(), PARIS) + timedelta(days=day)
    return midnight + timedelta(hours=hours)


def build_world(rng: Random) -> World:
    """Draw the organisations, the teams, the professionals and the people followed."""
    surnames = sorted({"".join(rng.choices(SYLLABLES, k=rng.choice((2, 3)))) for _ in range(900)})
    # A few names are very common, most are rare.
    weights = [1 / (rank + 3) for rank in range(len(surnames))]
    rng.shuffle(surnames)
    world = World([], surnames, [])
    for job, number in JOBS.items():
        for _ in range(number):
            world.accounts.append(_professional(world, job, rng, weights))
    for one in world.accounts:
        size = {"outreach": rng.randint(15, 30), "caseworker": rng.randint(22, 45)}.get(one.job, 0)
        one.caseload = list(range(len(world.persons), len(world.persons) + size))
        world.persons += rng.choices(surnames, weights, k=size)
    _follow_others(world, rng)
    _newcomers(world, rng)
    return world


def _professional(world: World, job: str, rng: Random, weights: list[float]) -> Account:
    number = len(world.accounts)
    organisation = rng.randrange(OPERATORS)
    if job == "partner":
        organisation = OPERATORS + rng.randrange(PARTNERS)
    elif job == "officer":
        organisation = OPERATORS + PARTNERS
    first = rng.randrange(DAYS)
    length = rng.choice((0, 0, 0, 3, 7, 14))
    mobile = rng.sample(range(MOBILE_NETWORKS), 3)
    return Account(
        number=number,
        job=job,
        organisation=organisation,
        team=organisation * 100 + number // TEAM,
        surname=rng.choices(world.surnames, weights)[0],
        networks=[
            f"office-{organisation}",
            f"home-{number}",
            *(f"mobile-{one}" for one in mobile),
        ],
        asleep_since=moment(-rng.choice((1, 1, 2, 3, 10, 25)), 14),
        away=frozenset(range(first, first + length)),
        pace=rng.uniform(0.6, 1.4),
    )


def _follow_others(world: World, rng: Random) -> None:
    """Coordinators see the people of their organisation, partners those sent to them."""
    by_organisation: dict[int, list[int]] = {}
    for one in world.accounts:
        by_organisation.setdefault(one.organisation, []).extend(one.caseload)
    everyone = range(len(world.persons))
    for one in world.accounts:
        if one.job == "coordinator":
            one.caseload = list(by_organisation[one.organisation]) or rng.sample(everyone, 60)
        elif one.job == "partner":
            one.caseload = rng.sample(everyone, rng.randint(15, 60))
        elif one.job == "manager":
            one.caseload = rng.sample(everyone, 5)


def _newcomers(world: World, rng: Random) -> None:
    """Six people start during the month, three come back from a long leave."""
    field_workers = world.having("caseworker") + world.having("outreach")
    managers = world.having("manager")
    for newcomer in rng.sample(field_workers, 6):
        newcomer.joins = rng.randint(3, 20)
        newcomer.created_by = rng.choice(managers).number
        newcomer.created_at = moment(newcomer.joins - rng.randint(1, 3), rng.uniform(9, 17))
        newcomer.away = frozenset()
    back = [one for one in field_workers if one.joins == 0]
    for returning in rng.sample(back, 3):
        returning.asleep_since = moment(-rng.randint(60, 160), 16)
        returning.away = frozenset(range(rng.randint(1, 12)))
