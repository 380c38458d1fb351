"""Acting under the role of the web server, where the policies of PostgreSQL hide the rest."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from o2r.accounts.models import User
from o2r.core.belt import open_scope, roles


@contextmanager
def behind_the_belt(user: User) -> Iterator[None]:
    """The scope of a request of this person, under the role of the web server."""
    place = user.memberships.get(ended_at=None).organisation_id
    with open_scope(user=user.pk, organisation=place):
        _become(roles.APP)
        yield
        _become("none")


def _become(role: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
