"""The database knows how big its tables are, and nothing of what is in them."""

from django.db import connection

from o2r.core import clock
from o2r.core.jobs.recurring import table_sizes
from o2r.core.query_planner import learn_sizes
from tests.accounts.factories import someone


def test_sqlite_learns_sizes_and_keeps_no_value() -> None:
    people = [someone() for _ in range(30)]
    said = table_sizes(clock.now())
    if connection.vendor != "sqlite":
        assert said == "", "PostgreSQL learns by itself"
        learn_sizes()
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'accounts_user'")
        known = dict(cursor.fetchall())
        cursor.execute("SELECT group_concat(coalesce(idx, '') || stat) FROM sqlite_stat1")
        everything = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat4'")
        [samples] = cursor.fetchone()
    assert any(int(stat.split()[0]) >= len(people) for stat in known.values())
    assert not any(one.user.email in everything for one in people)
    assert samples == 0, "this SQLite keeps samples of what is in its indexes"
