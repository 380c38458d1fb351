"""A database of its own and a visitor, for figures: the data of the instance is never touched."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import override_settings


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
            SECURE_SSL_REDIRECT=False,
        ):
            # An error of the site is an answer to count, not the end of the measure.
            yield Client(raise_request_exception=False)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
