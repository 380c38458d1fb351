"""``o2r bench committee``: how long a choice takes in the room, with two hundred applications.

The real page through Django: session, access decision, interests, ranking, database, answer. The
generator reads the official CSV itself and writes expressions as a candidate would; the rival
counts every commune again with plain sets of codes, and must find the same figures.
"""

import csv
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import Membership, Organisation, User
from o2r.accounts.signin.measured_person import give_totp
from o2r.accounts.signin.measured_session import prove
from o2r.accounts.signin.second_factor import ENROLLED
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, BudgetLine, Member
from o2r.calls.applications.selectors import chart_of
from o2r.calls.enums import CallState
from o2r.calls.models import Call, Criterion
from o2r.calls.reading.enums import AssignmentState, Recommendation, ReviewState
from o2r.calls.reading.models import Assignment, Reader, Review, Score
from o2r.calls.reading.services.gate import reassess
from o2r.calls.selection.colours import classes_of
from o2r.calls.selection.entries import rows_of
from o2r.calls.selection.figures import figures_of
from o2r.calls.selection.models import Choice, Room, Scenario
from o2r.calls.selection.selectors import Board, board_of
from o2r.calls.selection.services.demonstration import declare_no_tie
from o2r.core import clock
from o2r.core.belt import system_scope
from o2r.core.journal.authors import Author
from o2r.core.measured_site import measured_site
from o2r.core.measures import Measure, measures_for, percentile

SEED = 20_261_129
APPLICATIONS, READERS = 200, 2
REGION = "84"
TARGET_MS = 100.0
PUBLICS = ("jeunes", "seniors")


@dataclass(frozen=True)
class Ground:
    """The région in plain codes: inhabitants by commune, communes by unit."""

    people: dict[str, int]
    units: dict[str, frozenset[str]]
    epci_of: dict[str, str]


@dataclass(frozen=True)
class Project:
    """A zone as an expression, and as codes."""

    expression: str
    codes: frozenset[str]


def ground() -> Ground:
    """Read with ``csv`` only."""
    folder = Path(settings.O2R_DATA_DIR) / "territory"
    newest = max(path for path in folder.iterdir() if path.name.isdigit())
    people, units, epci_of = {}, dict[str, set[str]](), {}
    with (newest / "departments.csv").open(encoding="utf-8", newline="") as file:
        inside = {row["code"] for row in csv.DictReader(file) if row["region"] == REGION}
    with (newest / "communes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["department"] not in inside:
                continue
            people[row["code"]] = int(row["population"])
            epci_of[row["code"]] = row["epci"]
            for term in (f"dep:{row['department']}", f"epci:{row['epci']}", f"com:{row['code']}"):
                if not term.endswith(":"):
                    units.setdefault(term, set()).add(row["code"])
    return Ground(people, {term: frozenset(codes) for term, codes in units.items()}, epci_of)


def projects(rng: random.Random, known: Ground) -> list[Project]:
    """Zones as candidates write them: a département, some EPCI, some communes, some left out."""
    departments = sorted(term for term in known.units if term.startswith("dep:"))
    epcis = sorted(term for term in known.units if term.startswith("epci:"))
    communes = sorted(term for term in known.units if term.startswith("com:"))
    made = []
    for _ in range(APPLICATIONS):
        first = rng.choice(departments if rng.random() < 0.3 else epcis)
        text, codes = first, set(known.units[first])
        for _ in range(rng.randrange(6)):
            term = rng.choice(communes if rng.random() < 0.4 else epcis)
            if rng.random() < 0.25 and codes - known.units[term] and codes & known.units[term]:
                text, codes = f"{text} - {term}", codes - known.units[term]
            else:
                text, codes = f"{text} + {term}", codes | known.units[term]
        made.append(Project(text, frozenset(codes)))
    return made


@dataclass
class _Spent:
    """What choices cost, in milliseconds: the whole answer, the processor alone, the count in it,
    and a plain recount. ``heaviest``: bytes of an answer."""

    answers: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    wrong: int = 0
    heaviest: int = 0


@measures_for("committee")
def committee(*, full: bool = False) -> Iterator[Measure]:
    """The 95th percentile of a choice; of the count in it alone, beside a plain recount."""
    rounds = 300 if full else 80
    spent, communes = _chosen(rounds)
    yield Measure(
        "committee.recolour",
        percentile(spent.answers, 0.95),
        "ms (p95)",
        TARGET_MS,
        detail={
            "median": round(percentile(spent.answers, 0.5), 1),
            "processor_p95": round(percentile(spent.processor, 0.95), 1),
            "applications": APPLICATIONS,
            "communes": communes,
            "bytes": spent.heaviest,
            "n": rounds,
            "seed": SEED,
        },
    )
    yield Measure("committee.mismatches", spent.wrong, "réponses", 0, "equal", {"n": rounds})
    plain, ours = percentile(spent.plain, 0.95), percentile(spent.counts, 0.95)
    detail = {"plain_ms": round(plain, 1), "ours_ms": round(ours, 1), "n": rounds}
    yield Measure(
        "committee.plain_recount",
        plain / ours,
        "fois plus lent que le nôtre (p95)",
        1,
        "higher",
        detail,
    )


def _chosen(rounds: int) -> tuple[_Spent, int]:
    """Choose and give up applications at random, ``rounds`` times; the communes of the call."""
    rng, spent = random.Random(SEED), _Spent()
    known = ground()
    made = projects(rng, known)
    with measured_site() as client:
        with system_scope("bench"):
            scenario, applications = _room(client, made)
            kept = _start(rng, scenario, applications)
        address = reverse("selection:choose", args=[scenario.call.slug, scenario.pk])
        client.get(reverse("selection:scenario", args=[scenario.call.slug, scenario.pk]))
        for revision in range(rounds):
            rank = rng.randrange(len(made))
            kept ^= {rank}
            sent = {"application": applications[rank], "revision": revision}
            sent |= {"kept": "on"} if rank in kept else {}
            busy = time.process_time()
            answer, took = _timed(partial(client.post, address, sent))
            spent.processor.append(1000 * (time.process_time() - busy))
            spent.answers.append(took)
            spent.heaviest = max(spent.heaviest, len(answer.content))
            with system_scope("bench"):
                board = board_of(scenario.call, scenario, None)
            spent.counts.append(_timed(partial(_count, board))[1])
            told, took = _timed(partial(_recount, known, made, kept))
            spent.plain.append(took)
            right = answer.status_code == HTTPStatus.OK and _agree(answer.json(), board, told)
            spent.wrong += not right
    return spent, len(known.people)


def _timed(action: Callable[[], Any]) -> tuple[Any, float]:
    """What an action gives, and the milliseconds it took."""
    start = time.perf_counter()
    found = action()
    return found, 1000 * (time.perf_counter() - start)


def _start(rng: random.Random, scenario: Scenario, applications: list[str]) -> set[int]:
    """Half of the applications, kept before the first choice."""
    kept = set(rng.sample(range(len(applications)), len(applications) // 2))
    Choice.objects.bulk_create(
        Choice(scenario=scenario, application_id=UUID(applications[rank]), kept=True)
        for rank in sorted(kept)
    )
    return kept


def _count(board: Board) -> None:
    """All that a choice counts, once everything is read."""
    ground = board.ground
    rows = rows_of([row.entry for row in board.rows], {r.entry.key: r.pick for r in board.rows})
    classes_of(ground.geo, ground.perimeter, figures_of(ground, rows).coverage)


@dataclass(frozen=True)
class Told:
    """What the plain recount found: the class of each commune, inhabitants, of each public."""

    classes: str
    covered: int
    publics: dict[str, int]
    white_by_epci: dict[str, int]


def _recount(known: Ground, made: list[Project], kept: set[int]) -> Told:
    """Every set asked for every commune, as one would write it at first."""
    classes, covered = [], 0
    publics = dict.fromkeys(PUBLICS, 0)
    white: dict[str, int] = {}
    for code in sorted(known.people):
        holding = [rank for rank in kept if code in made[rank].codes]
        classes.append(str(min(len(holding), 2)))
        people = known.people[code]
        covered += people if holding else 0
        for public in PUBLICS:
            if any(public in publics_of(rank) for rank in holding):
                publics[public] += people
        if not holding:
            epci = known.epci_of[code]
            white[epci] = white.get(epci, 0) + 1
    return Told("".join(classes), covered, publics, white)


def _agree(answer: dict[str, Any], board: Board, told: Told) -> bool:
    """Whether the page and the plain recount say the same."""
    coverage = board.figures.coverage
    white: dict[str, int] = {}
    for place in coverage.white_places:
        white[place.epci] = white.get(place.epci, 0) + len(place.communes)
    publics = {name: found.population for name, found in coverage.publics.items()}
    return (
        answer["classes"]["communes"] == told.classes
        and coverage.covered.population == told.covered
        and {name: publics.get(name, 0) for name in PUBLICS} == told.publics
        and white == told.white_by_epci
    )


def publics_of(rank: int) -> list[str]:
    """The publics of a project, by its rank."""
    return [PUBLICS[0]] if rank % 3 else list(PUBLICS)


def _room(client: Client, made: list[Project]) -> tuple[Scenario, list[str]]:
    """A call in committee, read by two readers, and an officer of its service signed in."""
    now = clock.now()
    dreets = Organisation.objects.create(
        name="Service mesuré", kind=OrganisationKind.DREETS, region=REGION
    )
    officer = _officer(client, dreets)
    opens, closes = now - timedelta(days=30), now - timedelta(days=5)
    call = Call.objects.create(
        slug="comite-mesure",
        title="Appel mesuré",
        dreets=dreets,
        region=REGION,
        publics=list(PUBLICS),
        zone_expression=f"reg:{REGION}",
        zone_vintage=2026,
        time_zone="UTC",
        opens_on=opens.date(),
        opens_hour=opens.time(),
        closes_on=closes.date(),
        closes_hour=closes.time(),
        envelope=Decimal(20_000_000),
        receives_here=True,
        state=CallState.COMMITTEE,
    )
    rows = Application.objects.bulk_create(
        Application(
            call=call,
            number=number,
            title=f"Projet {number}",
            zone_expression=one.expression,
            zone_vintage=2026,
            publics=publics_of(number - 1),
            places=20 + number,
            state=ApplicationState.ADMISSIBLE,
        )
        for number, one in enumerate(made, start=1)
    )
    _consortia(call, rows)
    _readings(call, rows, officer)
    declare_no_tie(call, [officer])
    reassess(by=Author.system("bench"), call=call)
    scenario = Scenario.objects.create(
        call=Room.objects.get(pk=call.pk), name="Scénario mesuré", created_at=now, changed_at=now
    )
    return scenario, [str(row.pk) for row in rows]


def _officer(client: Client, dreets: Organisation) -> User:
    now = clock.now()
    user = User.objects.create(
        email="instruction@mesure.example", display_name="Personne mesurée", welcomed_at=now
    )
    Membership.objects.create(
        user=user,
        organisation=dreets,
        role=MembershipRole.STATE_OFFICER,
        approved_at=now,
        personal_data_from=now,
    )
    give_totp(user)
    client.force_login(user)
    session = client.session
    assert isinstance(session, SessionStore)  # noqa: S101 — said to mypy
    session[ENROLLED] = True
    prove(session, user, {"mfa": now.timestamp()})
    session.save()
    return user


def _consortia(call: Call, rows: list[Application]) -> None:
    """Two members each, who ask two years of money."""
    requested = chart_of(call).requested
    members = Member.objects.bulk_create(
        Member(
            application=row,
            name=f"Structure {row.number}-{rank}",
            siret=f"{row.number:013}{rank}",
            is_lead=rank == 0,
        )
        for row in rows
        for rank in range(2)
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(
            application_id=member.application_id,
            member=member,
            year=year,
            account=account,
            amount=Decimal(30_000 + 100 * rank),
        )
        for rank, member in enumerate(members)
        for year in (1, 2)
        for account in ("64-wages", requested)
    )


def _readings(call: Call, rows: list[Application], officer: User) -> None:
    """Every application read by two people, on five criteria."""
    now, rng = clock.now(), random.Random(SEED + 1)
    grid = Criterion.objects.bulk_create(
        Criterion(call=call, code=f"C{rank}", label=f"Critère {rank}", weight=rank, position=rank)
        for rank in range(1, 6)
    )
    people = User.objects.bulk_create(
        User(email=f"lecture-{rank}@mesure.example", display_name=f"Lecture {rank}")
        for rank in range(READERS)
    )
    readers = Reader.objects.bulk_create(
        Reader(call=call, user=one, named_at=now, named_by=officer) for one in people
    )
    given = Assignment.objects.bulk_create(
        Assignment(
            application=row,
            reader=reader,
            order=order,
            state=AssignmentState.DECLARED,
            named_at=now,
            changed_at=now,
        )
        for row in rows
        for order, reader in enumerate(readers, start=1)
    )
    reviews = Review.objects.bulk_create(
        Review(
            assignment=one,
            state=ReviewState.SENT,
            recommendation=Recommendation.FAVOURABLE,
            changed_at=now,
            sent_at=now,
        )
        for one in given
    )
    Score.objects.bulk_create(
        Score(review=review, criterion=criterion, value=Decimal(rng.randrange(11)) / 2)
        for review in reviews
        for criterion in grid
    )
