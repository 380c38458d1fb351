"""A database of its own and a visitor, for figures: the data of the instance is never touched."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

from django.db import connection, connections
from django.test import Client
from django.test.utils import override_settings

Found = TypeVar("Found")


@contextmanager
def measured_site() -> Iterator[Client]:
    """A visitor of an empty site that is not a demonstration; everything is removed at the end."""
    logging.getLogger("django.request").setLevel(logging.ERROR)
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with override_settings(
            ALLOWED_HOSTS=["testserver"],
            CLOCK_MAY_STOP=True,
            DEBUG=False,
            DEMONSTRATION=False,
            # Nothing leaves: neither to somebody, nor on the lines that a program reads.
            EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
            SECURE_SSL_REDIRECT=False,
        ):
            # An error of the site is an answer to count, not the end of the measure.
            yield Client(raise_request_exception=False)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def together(share: Callable[[int, int], list[Found]], processes: int) -> list[Found]:
    """What ``share(rank, processes)`` finds for each rank, asked at once, a database for each.

    ``share`` opens its own `measured_site`. The processes are copies of this one: what a test has
    replaced in the code is replaced there too.
    """
    if processes == 1:
        return share(0, 1)
    connections.close_all()
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        shares = pool.map(partial(_apart, share, processes), range(processes))
        return [found for one in shares for found in one]


def _apart(share: Callable[[int, int], list[Found]], processes: int, rank: int) -> list[Found]:
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"test_o2r_{rank}"
    return share(rank, processes)
