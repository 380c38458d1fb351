"""A territory full of files and meetings, for ``o2r bench casework``: real keys, invented people.

One operator holds a third of everything, the others ever less, as in a region; meetings are noted
over five years. Every share below is an assumption of this benchmark, not a finding.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import Membership, Organisation, Team, User
from o2r.core import clock
from o2r.outreach.enums import ObservationKind, PlaceKind, RoundState
from o2r.outreach.measured_signals import Signalled
from o2r.outreach.models import (
    DailyReport,
    Encounter,
    EncounterWords,
    Observation,
    OpenBand,
    Place,
    Promise,
    Round,
    RoundStop,
    TrustDate,
)
from o2r.people.measured_files import BATCH, COMMUNES, DAYS, OPEN_FILES, Files, saved, sealed
from o2r.people.models import Note, Person

BIGGEST, FILES_EACH = 0.3, 55
PASSAGES, REFUSALS, SPOKEN, PROMISED = 0.6, 0.05, 0.15, 0.1
PER_ROUND, STOPS, SEEN, PER_PLACE, PER_SIGNAL = 12, 6, 2, 1_200, 250


@dataclass(frozen=True)
class Size:
    """How much of everything: of the whole territory, or of one of its operators."""

    persons: int
    encounters: int
    operators: int = 1


@dataclass
class Operator:
    """One operator once it is filled. ``files``: those open, the referent's one after another."""

    organisation: Organisation
    size: Size
    workers: list[User] = field(default_factory=list)
    coordinators: list[User] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    files: list[Person] = field(default_factory=list)


@dataclass
class Territory:
    """The operators, the biggest first, and a partner with whom files are shared."""

    operators: list[Operator]
    partner: Organisation
    adviser: User
    rows: dict[str, int] = field(default_factory=dict)


def territory(size: Size, seed: int) -> Territory:
    """Fill an empty site. The same seed gives the same territory, keys apart."""
    rng, now = random.Random(seed), clock.now()
    partner = Organisation.objects.create(
        name="Mission locale du territoire", kind=OrganisationKind.MISSION_LOCALE, region="84"
    )
    adviser = _people(partner, [MembershipRole.PARTNER_ADVISER], now)[0]
    made = [
        _Filling(rng, now, _operator(rank, one, now), partner).fill()
        for rank, one in enumerate(_sizes(size))
    ]
    counted = (
        *(Person, Encounter, Round, RoundStop, Note),
        *(Promise, Place, EncounterWords),
    )
    rows = {model._meta.label: model.objects.count() for model in counted}
    return Territory(made, partner, adviser, rows)


def _sizes(size: Size) -> list[Size]:
    """The biggest operator, then the others, each smaller than the one before."""
    weights = [1 / rank for rank in range(2, size.operators + 1)]
    others = [(1 - BIGGEST) * one / sum(weights) for one in weights]
    return [
        Size(round(size.persons * share), round(size.encounters * share))
        for share in (BIGGEST, *others)
    ]


def _operator(rank: int, size: Size, now: datetime) -> Operator:
    organisation = Organisation.objects.create(
        name=f"Opérateur {rank + 1:02}", kind=OrganisationKind.ASSOCIATION, region="84"
    )
    staff = max(3, round(size.persons * OPEN_FILES / FILES_EACH))
    made = Operator(organisation, size)
    made.teams = [
        Team.objects.create(organisation=organisation, name=f"Équipe {number + 1}")
        for number in range(max(1, staff // 8))
    ]
    roles = [
        MembershipRole.CASEWORKER if number % 3 else MembershipRole.OUTREACH_WORKER
        for number in range(staff)
    ]
    made.workers = _people(organisation, roles, now, made.teams)
    made.coordinators = _people(organisation, [MembershipRole.COORDINATOR], now)
    return made


def _people(
    where: Organisation,
    roles: Sequence[MembershipRole],
    now: datetime,
    teams: Sequence[Team] = (),
) -> list[User]:
    """Accounts that everybody has known for two years: nothing unusual for the watch."""
    since = now - timedelta(days=730)
    users = [
        User(
            email=f"personne-{rank}-{role}@{where.pk.hex}.example",
            display_name=f"Personne {rank} {where.name}",
            created_at=since,
            welcomed_at=since,
        )
        for rank, role in enumerate(roles)
    ]
    User.objects.bulk_create(users)
    held = [
        Membership(
            user=user,
            organisation=where,
            role=role,
            created_at=since,
            approved_at=since,
            approved_by=users[0],
            personal_data_from=since,
        )
        for user, role in zip(users, roles, strict=True)
    ]
    Membership.objects.bulk_create(held)
    if teams:
        through = Membership.teams.through
        through.objects.bulk_create(
            through(membership=one, team=teams[rank % len(teams)]) for rank, one in enumerate(held)
        )
    return users


class _Filling:
    """One operator being filled."""

    def __init__(
        self, rng: random.Random, now: datetime, operator: Operator, partner: Organisation
    ) -> None:
        self.rng, self.now, self.operator, self.partner = rng, now, operator, partner
        self.organisation = operator.organisation
        self.everyone: list[Person] = []

    def fill(self) -> Operator:
        """Places, files, then rounds and their meetings."""
        self._places()
        self._files()
        meetings = self._rounds()
        self._said(meetings)
        self._days()
        self._signals()
        return self.operator

    def _ago(self, days: int = DAYS) -> timedelta:
        return timedelta(days=self.rng.randrange(days), minutes=self.rng.randrange(1, 600))

    def _places(self) -> None:
        number = max(6, self.operator.size.encounters // PER_PLACE)
        kinds = list(PlaceKind)
        self.operator.places = saved(
            Place,
            (
                Place(
                    organisation=self.organisation,
                    name=f"Lieu {rank}",
                    kind=kinds[rank % len(kinds)],
                    commune=self.rng.choice(COMMUNES),
                    sector=f"Secteur {rank % 12}",
                    rhythm=self.rng.choice((7, 14, 28)),
                    added_on=self.now.date() - timedelta(days=DAYS),
                )
                for rank in range(number)
            ),
        )
        hours = {"starts": "08:00", "ends": "22:00", "weekdays": [1, 2, 3, 4, 5]}
        saved(OpenBand, (OpenBand(place=place, **hours) for place in self.operator.places))

    def _files(self) -> None:
        one = self.operator
        who = Files(self.rng, self.now, self.organisation, self.partner, one.workers, one.teams)
        self.everyone = who.fill(one.size.persons)
        one.files = [file for file in self.everyone if file.is_followed]

    def _rounds(self) -> list[Encounter]:
        """Rounds all along, one under way and some to come; returns the meetings with somebody."""
        number = max(4, self.operator.size.encounters // PER_ROUND)
        rounds = saved(Round, (self._round(rank, number) for rank in range(number)))
        workers, members = self.operator.workers, Round.members.through
        saved(
            members,
            (
                members(round=one, user=user)
                for one in rounds
                for user in self.rng.sample(workers, 2)
            ),
        )
        stops = {one.pk: self.rng.sample(self.operator.places, STOPS) for one in rounds}
        saved(
            RoundStop,
            (
                RoundStop(round=one, place=place, rank=rank, visited_at=self._visited(one, rank))
                for one in rounds
                for rank, place in enumerate(stops[one.pk])
            ),
        )
        return self._meetings([one for one in rounds if one.started_at], stops)

    def _round(self, rank: int, number: int) -> Round:
        """The last ones are to come, except one, which is under way."""
        left = number - rank
        leaves = self.now - timedelta(days=DAYS * left / number)
        state = RoundState.DONE
        started: datetime | None = leaves
        if left <= 3:
            leaves, state, started = self.now + timedelta(days=left), RoundState.PLANNED, None
        elif left == 4:
            leaves, state = self.now - timedelta(hours=1), RoundState.UNDER_WAY
        ends = leaves + timedelta(hours=3)
        return Round(
            organisation=self.organisation,
            team=self.operator.teams[rank % len(self.operator.teams)],
            starts_at=leaves,
            ends_at=ends,
            back_by=ends + timedelta(minutes=30),
            state=state,
            started_at=started,
            back_at=ends if state == RoundState.DONE else None,
        )

    @staticmethod
    def _visited(one: Round, rank: int) -> datetime | None:
        """The round under way has been to its first places."""
        return one.started_at if one.state == RoundState.DONE or rank < SEEN else None

    def _meetings(self, rounds: Sequence[Round], stops: dict[UUID, list[Place]]) -> list[Encounter]:
        made: list[Encounter] = []
        links = Encounter.persons.through
        several = iter(range(self.operator.size.encounters))
        while batch := list(islice(several, BATCH * 5)):
            rows = [self._meeting(rounds[rank % len(rounds)], stops) for rank in batch]
            saved(Encounter, rows)
            met = [one for one in rows if one.kind == "rencontre"]
            saved(links, (links(encounter=one, person=self._somebody()) for one in met))
            made += [one for one in met if self.rng.random() < SPOKEN]
        self._trusting()
        return made

    def _meeting(self, round_: Round, stops: dict[UUID, list[Place]]) -> Encounter:
        drawn = self.rng.random()
        passage, refusal = drawn < PASSAGES, drawn > 1 - REFUSALS
        at = round_.starts_at + timedelta(minutes=self.rng.randrange(50))
        team = self.operator.teams[self.rng.randrange(len(self.operator.teams))]
        return Encounter(
            organisation=self.organisation,
            team=team,
            kind="passage" if passage else "refus" if refusal else "rencontre",
            at=at,
            written_at=at,
            round=round_,
            place=self.rng.choice(stops[round_.pk]),
            counts={"hommes": self.rng.randrange(6), "femmes": self.rng.randrange(4)},
            by=self.rng.choice(self.operator.workers),
        )

    def _somebody(self) -> Person:
        """Some are met often: open files come first, and are drawn more."""
        return self.everyone[int(len(self.everyone) * self.rng.random() ** 1.6)]

    def _trusting(self) -> None:
        some = (one for one in self.everyone if self.rng.random() < 0.3)
        saved(
            TrustDate,
            (TrustDate(person=one, since=one.opened_on, ground="second-contact") for one in some),
        )

    def _said(self, meetings: Sequence[Encounter]) -> None:
        """Words, and promises of which one in ten is still to keep, of people met lately."""
        files, today = self.operator.files, self.now.date()
        spoken = [(one, self.rng.choice(files)) for one in meetings]
        words = (
            (EncounterWords(subject=who.pk, encounter=one, person=who), {"words": "Ça va mieux."})
            for one, who in spoken
        )
        saved(EncounterWords, sealed(self.organisation.pk, words))
        promised = (
            (
                Promise(
                    subject=who.pk,
                    person=who,
                    encounter=one,
                    owner=who.referent,
                    due_on=today + timedelta(days=self.rng.randrange(-5, 20)),
                    state="ouverte" if self.rng.random() < PROMISED else "tenue",
                ),
                {"what": "Repasser avec un café"},
            )
            for one, who in spoken
        )
        saved(Promise, sealed(self.organisation.pk, promised))

    def _signals(self) -> None:
        """What partners sent, of whom a few are followed since."""
        one = self.operator
        sent = Signalled(
            self.rng,
            self.now,
            self.organisation,
            self.partner,
            workers=one.workers,
            places=one.places,
            files=one.files,
        )
        sent.fill(max(10, one.size.encounters // PER_SIGNAL))

    def _days(self) -> None:
        """The report of each day of each team over a year, and what was noticed."""
        workers, teams = self.operator.workers, self.operator.teams
        common: dict[str, Any] = {"organisation": self.organisation}
        saved(
            DailyReport,
            (
                DailyReport(
                    **common,
                    team=team,
                    day=self.now.date() - timedelta(days=ago),
                    text="Journée calme.",
                    written_by=self.rng.choice(workers),
                )
                for team in teams
                for ago in range(365)
            ),
        )
        saved(
            Observation,
            (
                Observation(
                    **common,
                    kind=ObservationKind.PRESENCE,
                    place=self.rng.choice(self.operator.places),
                    text="Moins de monde que d’habitude.",
                    by=self.rng.choice(workers),
                    at=self.now - self._ago(),
                )
                for _ in range(self.operator.size.encounters // 40)
            ),
        )
