"""Every test of pathways has the keys of the platform: what is written of somebody is sealed.

On PostgreSQL, their requests are served under the role of the web server, whose policies hide the
rows: a page that forgets an errand, or a rule that forgets a relation, is found by its own tests.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from o2r.core.belt import no_scope, roles
from o2r.proofs.site import sample_keys


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with sample_keys():
        yield


@pytest.fixture(autouse=True)
def _behind_the_belt(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Client.request

    def request(self: Client, **given: Any) -> Any:
        if not _is_bare():
            return honest(self, **given)
        with no_scope():
            _become(roles.APP)
            try:
                return honest(self, **given)
            finally:
                if not connection.needs_rollback:
                    _become("none")

    if connection.vendor == "postgresql":
        monkeypatch.setattr(Client, "request", request)


def _is_bare() -> bool:
    """Whether nobody has taken a role yet, in a transaction that will give it back."""
    if not connection.in_atomic_block:
        return False
    with connection.connection.cursor() as cursor:
        cursor.execute("SELECT current_user = session_user")
        return bool(cursor.fetchone()[0])


def _become(role: str) -> None:
    """By the driver itself: no question of a page is counted here."""
    with connection.connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
