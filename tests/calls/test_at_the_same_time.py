"""What two people do to one application in the same second, on the engine that locks rows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from o2r.calls.applications import services
from o2r.calls.applications.services.guarding import editable
from o2r.core.journal.services import record
from tests.calls.consortium import consortium

only_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'")


def _apart(act: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            act()
    finally:
        connections.close_all()


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_who_is_there_and_who_writes_do_not_stop_each_other() -> None:
    """One has said that they are here, and holds the journal; the other holds the application."""
    made = consortium()
    claire, omar, application = made.claire.actor, made.omar.actor, made.application
    both = Barrier(2, timeout=20)

    def journal() -> None:
        record(
            by=claire.author,
            action="read",
            kind="application",
            object_id=application.pk,
            organisation=application.chain,
        )

    def be_there() -> None:
        services.touch(by=claire, application=application, section="needs")
        journal()
        both.wait()
        # The other now waits for the journal, if it ever does.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")

    def write() -> None:
        editable(omar, application)
        both.wait()
        journal()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(_apart, be_there), pool.submit(_apart, write)]:
            done.result(timeout=30)
