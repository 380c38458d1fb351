"""``o2r bench belt``: what the policies cost on a query of every day."""

import time
import uuid
from collections.abc import Iterator

from django.db import connection, transaction

from o2r.core.belt import roles
from o2r.core.measured_site import measured_site
from o2r.core.measures import Measure, measures_for, percentile, unchecked

ROWS_SHORT, ROWS_FULL = 100_000, 1_000_000
MINE = 277
ROUNDS = 60
QUERY = "SELECT count(*) FROM notifications_notification WHERE recipient = %s"


@measures_for("belt")
def belt(*, full: bool = False) -> Iterator[Measure]:
    """The inbox of one person among many rows: as a superuser, then as ``o2r_app``."""
    if connection.vendor != "postgresql":
        reason = "Les droits sur les lignes n’existent que sous PostgreSQL."
        yield unchecked("belt.ratio", 3, reason=reason)
        return
    total = ROWS_FULL if full else ROWS_SHORT
    with measured_site():
        user = _fill(total)
        free = _median("", user)
        held = _median(roles.APP, user)
    detail = {"rows": total, "mine": MINE, "free_ms": round(free, 3), "held_ms": round(held, 3)}
    yield Measure("belt.ratio", held / free, "×", 3, "lower", detail)


def _fill(total: int) -> uuid.UUID:
    user = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_user (id, password, email, display_name, is_active, is_example,"
            " created_at) VALUES (%s, '', 'banc@essai.example', 'Banc', true, false, now())",
            [user],
        )
        cursor.execute(
            "INSERT INTO notifications_notification (id, recipient, kind, subject, body, link,"
            " sensitive, channel, address, created_at) SELECT gen_random_uuid(),"
            " CASE WHEN i <= %s THEN %s ELSE gen_random_uuid() END, 'banc', 'banc', '', '', false,"
            " 'inbox', '', now() FROM generate_series(1, %s) i",
            [MINE, user, total],
        )
        cursor.execute("ANALYZE notifications_notification")
    return user


def _median(role: str, user: uuid.UUID) -> float:
    """Milliseconds; each query alone in its transaction, the person told as a request does."""
    spent = []
    for _ in range(ROUNDS):
        with transaction.atomic(), connection.cursor() as cursor:
            if role:
                cursor.execute(f"SET LOCAL ROLE {role}")
            cursor.execute("SELECT set_config('o2r.user', %s, true)", [str(user)])
            start = time.perf_counter()
            cursor.execute(QUERY, [user])
            found = cursor.fetchone()
            spent.append((time.perf_counter() - start) * 1000)
            if found != (MINE,):
                raise ValueError(f"{found} rows instead of {MINE} under « {role} ».")
    return percentile(spent, 0.5)
