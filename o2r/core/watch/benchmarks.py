"""``o2r bench watch``: what the watch adds to a page."""

from collections.abc import Iterator
from time import perf_counter
from uuid import UUID

from django.db import transaction

from o2r.core.journal.authors import Author
from o2r.core.measured_site import measured_site
from o2r.core.measures import Measure, measures_for, percentile
from o2r.core.watch import services
from o2r.core.watch.enums import Action
from o2r.core.watch.events import AccountFacts
from o2r.core.watch.replay import SimulatedAccounts, asked_of
from o2r.core.watch.simulation.world import moment

USERS = 40
READS = 30


@measures_for("watch")
def watch(*, full: bool = False) -> Iterator[Measure]:
    """An act told, a quota asked: each in a page's own transaction; a pass over what waits."""
    rounds = READS * (4 if full else 1)
    known = {UUID(int=one + 1): AccountFacts(moment(-300, 9)) for one in range(USERS)}
    told, asked = [], []
    with measured_site(), asked_of(SimulatedAccounts(known)):
        for number in range(rounds):
            for user in known:
                by = Author(user, UUID(int=1), "caseworker")
                files = [UUID(int=10_000 + number % 60)]
                with transaction.atomic():
                    start = perf_counter()
                    services.check_quota(by=by, kind="person-file", action="read", objects=files)
                    middle = perf_counter()
                    services.observe(by=by, action=Action.REVEAL, objects=files)
                    told.append(perf_counter() - middle)
                    asked.append(middle - start)
        start = perf_counter()
        judged = services.judge_waiting()
        passed = perf_counter() - start
    detail = {"acts": judged, "accounts": USERS}
    for name, times, target in (("watch.observe", told, 1), ("watch.quota", asked, 5)):
        slowest = {**detail, "p95": round(1000 * percentile(times, 0.95), 3)}
        yield Measure(name, 1000 * percentile(times, 0.5), "ms (médiane)", target, "lower", slowest)
    yield Measure("watch.pass", judged / passed, "actes/s", 500, "higher", detail)
