"""Every page of people and of outreach, opened by who has the right: time and questions asked.

The pages are those of the addresses, so that none is forgotten; who may open one, and with what,
is found by asking.
"""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from o2r.accounts.models import User
from o2r.accounts.signin.measured_session import prove
from o2r.accounts.signin.second_factor import ENROLLED
from o2r.core import clock
from o2r.core.access import mark_of
from o2r.core.measured_statements import statements_asked
from o2r.core.measures import percentile
from o2r.outreach.measured_objects import EACH, objects_of
from o2r.outreach.measured_registry import measured_parts
from o2r.outreach.measured_volume import Territory

SPACES = ("people", "agreements", "protection", "emergency", "outreach")


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
        self.spaces = set(SPACES)
        for part in measured_parts():
            self.spaces |= set(part.spaces)
            self.objects |= part.objects(biggest, land.partner, self.objects)
        self.closed: list[str] = []

    def pages(self) -> Iterator[Page]:
        """Each page of the addresses that somebody may open, then those that a choice changes."""
        for name, pattern in routes(self.spaces):
            mark = mark_of(pattern.callback)
            asked = list(pattern.pattern.converters)
            known = {key: self._named(name, key) for key in asked}
            if mark is None or None in known.values():
                self.closed.append(name)
                continue
            rows = [{key: found[rank] for key, found in known.items()} for rank in range(EACH)]
            addresses = tuple(reverse(name, kwargs=row) for row in rows[: EACH if asked else 1])
            found = [Page(name, who, addresses) for who in self.readers]
            answers = [(page, self.ask(page, addresses[0]).status_code) for page in found]
            # A page that breaks is measured too, and fails there.
            opened = [page for page, status in answers if status == 200 or status >= 500]
            yield from opened
            if not opened:
                self.closed.append(name)
        yield from self._chosen()

    def _named(self, page: str, word: str) -> Any:
        """What a word of an address names: for this page alone (``exits:news:person``), for the app
        (``intake:draft``), else for all of them."""
        space = page.split(":", 1)[0]
        names = (f"{page}:{word}", f"{space}:{word}", word)
        return next((self.objects[one] for one in names if one in self.objects), None)

    def _chosen(self) -> Iterator[Page]:
        """Lists cut, sorted or searched otherwise: what the address says."""
        today = clock.today()
        funnel = reverse("outreach:funnel")
        long = f"since={today - timedelta(days=365)}&until={today}"
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
            typed = {"first_name": "Sofiane", "last_name": "Momo12", "birth_date": "1999-10-04"}
            asked = (reverse("people:look_alikes"),)
            yield Page("people:look_alikes", who, asked, sent=typed)

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


def routes(spaces: Collection[str]) -> Iterator[tuple[str, URLPattern]]:
    """The addresses of these apps that are read, by full name."""

    def inside(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[Any]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from inside(one.url_patterns, one.namespace or space)
            elif space in spaces:
                yield f"{space}:{one.name}", one

    return inside(get_resolver().url_patterns, "")
