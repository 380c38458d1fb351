"""``o2r bench casework``: every page of people, outreach and pathways, on a territory full of them.

50,000 persons and a million meetings with ``--full``, a fiftieth otherwise, on SQLite and on
PostgreSQL, where the pages are asked with the role of the web server, behind the second belt.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from o2r.core.belt import roles
from o2r.core.crypto.measured_keys import measured_keys
from o2r.core.measures import Measure
from o2r.core.query_planner import learn_sizes
from o2r.outreach.measured_pages import Opened, Visit
from o2r.outreach.measured_registry import measured_parts
from o2r.outreach.measured_volume import Size, Territory, territory

SEED = 20_261_130
FULL, SHORT = Size(50_000, 1_000_000, 25), Size(1_000, 20_000, 4)
TIMES_FULL, TIMES_SHORT = 20, 4
MOST_MS, MOST_QUERIES = 300, 15


def casework(*, full: bool = False) -> Iterator[Measure]:
    """A figure for each page and each reader; the most questions; the pages that broke."""
    size, times = (FULL, TIMES_FULL) if full else (SHORT, TIMES_SHORT)
    with measured_keys():
        land = filled(size, SEED)
        visit = Visit(land)
        with _as_the_web_server():
            opened = [visit.measure(page, times) for page in visit.pages()]
    about = {"seed": SEED, "rows": land.rows, "times": times}
    for one in opened:
        yield Measure(
            f"casework.{one.page.code}",
            one.p95,
            "ms (p95)",
            MOST_MS,
            detail=_detail(one) | about,
            is_speed=True,
        )
    yield _worst(opened, about | {"not_opened": visit.closed})
    broken = {one.page.code: one.failed for one in opened if one.failed}
    yield Measure("casework.broken", len(broken), "pages", 0, "equal", {"failed": broken})


def filled(size: Size, seed: int) -> Territory:
    """A territory with what outreach keeps of people, then what the apps above add to it."""
    land = territory(size, seed)
    for part in measured_parts():
        part.fill(land)
        land.rows |= {one._meta.label: one.objects.count() for one in part.models}
    learn_sizes()
    return land


def _worst(opened: list[Opened], about: dict[str, Any]) -> Measure:
    over = {one.page.code: one.queries for one in opened if one.queries > MOST_QUERIES}
    slow = {one.page.code: round(one.p95) for one in opened if one.p95 > MOST_MS}
    detail = {"pages": len(opened), "misses": over, "slow": slow, **about}
    most = max(one.queries for one in opened)
    return Measure("casework.queries", most, "questions", MOST_QUERIES, detail=detail)


def _detail(one: Opened) -> dict[str, Any]:
    return {
        "p50": round(one.p50, 1),
        "worked_p95": round(one.worked_p95, 1),
        "queries": one.queries,
    }


@contextmanager
def _as_the_web_server() -> Iterator[None]:
    """On PostgreSQL, with the role that sees no row but those of the person who asks."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {roles.APP}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
