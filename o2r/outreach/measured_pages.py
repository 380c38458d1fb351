"""Every page of people and of outreach, opened by who has the right: time and questions asked.

The pages are those of the addresses, so that none is forgotten; who may open one, and with what,
is found by asking.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle, islice
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from o2r.accounts.models import Organisation, User
from o2r.accounts.signin.measured_session import prove
from o2r.accounts.signin.second_factor import ENROLLED
from o2r.core import clock
from o2r.core.access import mark_of
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.measured_keys import give
from o2r.core.measured_statements import statements_asked
from o2r.core.measures import percentile
from o2r.outreach.measured_volume import Operator, Territory
from o2r.outreach.models import DailyReport, Encounter, Observation, Round
from o2r.people.enums import EmergencyReason, GroupKind, Purpose, SharedField
from o2r.people.measured_files import agreement
from o2r.people.models import (
    Agreement,
    EmergencyOpening,
    EmergencyWords,
    FollowUp,
    GroupMember,
    Person,
)

SPACES = ("people", "agreements", "protection", "emergency", "outreach")
EACH = 5
"""How many files, meetings, rounds… are opened in turn."""
Objects = dict[str, list[Any]]


@dataclass(frozen=True)
class Page:
    """One page for one reader: its addresses, opened in turn. ``sent``: what a search posts."""

    name: str
    reader: str
    addresses: tuple[str, ...]
    sent: dict[str, str] | None = None

    @property
    def code(self) -> str:
        return f"{self.name}/{self.reader}"


@dataclass
class Opened:
    """What opening a page took: seconds of the wall, seconds of work here, questions asked.
    ``statements``: of the opening that asked the most."""

    page: Page
    seconds: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)

    @property
    def p50(self) -> float:
        """Milliseconds."""
        return 1000 * percentile(self.seconds, 0.5)

    @property
    def p95(self) -> float:
        """Milliseconds."""
        return 1000 * percentile(self.seconds, 0.95)

    @property
    def worked_p95(self) -> float:
        """Milliseconds of work of this process, whatever else the machine does."""
        return 1000 * percentile(self.worked, 0.95)

    @property
    def queries(self) -> int:
        """The most that one opening asked."""
        return len(self.statements)


class Visit:
    """The biggest operator, visited by who works there, coordinates it, and by a partner."""

    def __init__(self, land: Territory) -> None:
        biggest = land.operators[0]
        self.readers = {
            "worker": biggest.workers[0],
            "coordinator": biggest.coordinators[0],
            "partner": land.adviser,
        }
        self.clients = {name: _entered(user) for name, user in self.readers.items()}
        self.objects = objects_of(biggest, land.partner)
        self.closed: list[str] = []

    def pages(self) -> Iterator[Page]:
        """Each page of the addresses that somebody may open, then those that a choice changes."""
        for name, pattern in routes():
            mark = mark_of(pattern.callback)
            asked = list(pattern.pattern.converters)
            if mark is None or not set(asked) <= set(self.objects):
                self.closed.append(name)
                continue
            rows = [{key: self.objects[key][rank] for key in asked} for rank in range(EACH)]
            addresses = tuple(reverse(name, kwargs=row) for row in rows[: EACH if asked else 1])
            found = [Page(name, who, addresses) for who in self.readers]
            opened = [page for page in found if self.ask(page, addresses[0]).status_code == 200]
            yield from opened
            if not opened:
                self.closed.append(name)
        yield from self._chosen()

    def _chosen(self) -> Iterator[Page]:
        """Lists cut, sorted or searched otherwise: what the address says."""
        today = clock.today()
        funnel = reverse("outreach:funnel")
        long = f"since={today - timedelta(days=730)}&until={today}"
        for by in ("mois", "lieu", "canal"):
            yield Page(f"outreach:funnel?{by}", "worker", (f"{funnel}?{long}&by={by}",))
        caseload, encounters = reverse("people:caseload"), reverse("outreach:encounters")
        yield Page("people:caseload?sans-nouvelles", "worker", (f"{caseload}?voir=sans-nouvelles",))
        yield Page("people:caseload?equipe", "coordinator", (f"{caseload}?voir=equipe",))
        yield Page(
            "people:caseload?equipe&page", "coordinator", (f"{caseload}?voir=equipe&page=9",)
        )
        yield Page("outreach:encounters?page", "worker", (f"{encounters}?page=9",))
        yield Page("outreach:encounters?last", "worker", (f"{encounters}?page=999999",))
        needed = f"{reverse('outreach:places')}?ordre=besoin"
        yield Page("outreach:places?besoin", "worker", (needed,))
        for who in ("worker", "coordinator"):
            words = {"name": "Sofiane Momo12"}
            yield Page("people:search", who, (reverse("people:search"),), sent=words)

    def ask(self, page: Page, address: str) -> HttpResponse:
        """Open a page once."""
        client = self.clients[page.reader]
        answer: Any = client.post(address, page.sent) if page.sent else client.get(address)
        return answer  # type: ignore[no-any-return]

    def measure(self, page: Page, times: int) -> Opened:
        """Open a page ``times`` times, once it has been opened once."""
        found = Opened(page)
        self.ask(page, page.addresses[0])
        for address in islice(cycle(page.addresses), times):
            with statements_asked() as asked:
                start, worked = time.perf_counter(), time.process_time()
                answer = self.ask(page, address)
                found.seconds.append(time.perf_counter() - start)
                found.worked.append(time.process_time() - worked)
            found.statements = max(found.statements, asked, key=len)
            if answer.status_code != 200:
                found.failed.append(answer.status_code)
        return found


def _entered(user: User) -> Client:
    """A browser where somebody has just signed in, and proved who they are."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    session = client.session
    session[ENROLLED] = True
    at = clock.now().timestamp()
    prove(session, user, {"password": at, "mfa": at})
    session.save()
    return client


def objects_of(operator: Operator, partner: Organisation) -> Objects:
    """What the addresses name, of the first worker: their files, their meetings, their rounds. The
    files are shared with the partner, and go two by two.
    """
    here = operator.organisation.pk
    mine = Person.objects.filter(referent=operator.workers[0]).exclude(notes=None)
    some = list(mine.exclude(contacts=None).distinct().order_by("pk")[: 2 * EACH])
    files, others = some[:EACH], some[-EACH:]
    _share(files, operator, partner)
    rounds = list(Round.objects.of_organisation(here).order_by("-starts_at")[:EACH])
    found = {
        "person": files,
        "contact": [_first(one.contacts) for one in files],
        "note": [_first(one.notes) for one in files],
        "follow_up": [
            FollowUp.objects.create(person=one, user=operator.workers[1]) for one in files
        ],
        "member": [_together(*both) for both in zip(files, others, strict=True)],
        "agreement": [_proposed(one, operator) for one in files],
        "encounter": Encounter.objects.filter(persons__in=files).order_by("-at", "pk")[:EACH],
        "place": operator.places,
        "round": rounds,
        "stop": [_first(one.stops) for one in rounds],
        "report": DailyReport.objects.of_organisation(here).order_by("-day", "pk")[:EACH],
        "observation": Observation.objects.of_organisation(here).order_by("-at", "pk")[:EACH],
        "opening": [_opening(operator, rank) for rank in range(EACH)],
    }
    return {name: [row.pk for row in rows][:EACH] for name, rows in found.items()}


def _first(rows: Any) -> Any:
    return rows.order_by("pk").first()


def _share(files: list[Person], operator: Operator, partner: Organisation) -> None:
    """With those that were not shared already."""
    fresh = [one for one in files if not one.agreements.filter(recipient=partner).exists()]
    Agreement.objects.bulk_create([agreement(one, partner, clock.now()) for one in fresh])
    give([one.pk for one in fresh], from_=operator.organisation.pk, to=partner.pk)


def _together(person: Person, other: Person) -> GroupMember:
    group = uuid4()
    rows = [
        GroupMember(group=group, kind=GroupKind.HOUSEHOLD, person=one) for one in (person, other)
    ]
    return GroupMember.objects.bulk_create(rows)[0]


def _proposed(person: Person, operator: Operator) -> Agreement:
    return Agreement.objects.create(
        person=person,
        purpose=Purpose.REFER,
        recipient=operator.organisation,
        fields=[SharedField.FIRST_NAME],
        asked_by=operator.workers[0],
        until=clock.today() + timedelta(days=30),
    )


def _opening(operator: Operator, rank: int) -> EmergencyOpening:
    """An hour in the file of a colleague, asked by the worker."""
    now, other = clock.now(), operator.files[1 + rank * len(operator.workers)]
    made = EmergencyOpening.objects.create(
        person=other,
        organisation=operator.organisation,
        referent=other.referent,
        by=operator.workers[0],
        reason=EmergencyReason.DANGER,
        opened_at=now,
        until=now + EmergencyOpening.LASTS,
    )
    words = EmergencyWords(opening=made, subject=other.pk)
    write_sealed(words, organisation=operator.organisation.pk, why="Danger")
    words.save(force_insert=True)
    return made


def routes() -> Iterator[tuple[str, URLPattern]]:
    """The addresses of these apps that are read, by full name."""

    def inside(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[Any]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from inside(one.url_patterns, one.namespace or space)
            elif space in SPACES:
                yield f"{space}:{one.name}", one

    return inside(get_resolver().url_patterns, "")
