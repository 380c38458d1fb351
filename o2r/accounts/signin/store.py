"""Django's sessions in the database, read together with whose list they are in.

Each page asks whether its session still is in the list of its owner (``sessions.is_listed``): the
answer comes with the session, in the same query, at every request.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from o2r.accounts.signin.models import OpenSession
from o2r.core import clock

# In SQL: it is asked for each page of the space, and Django takes as long to write it from a
# QuerySet as the rest of the sign-in takes to run.
_ASKED = (
    f"SELECT session_data, (SELECT user_id FROM {OpenSession._meta.db_table} AS listed "  # noqa: S608
    "WHERE listed.session_key = one.session_key LIMIT 1) "
    f"FROM {Session._meta.db_table} AS one WHERE session_key = %s AND expire_date > %s"
)


class SessionStore(db.SessionStore):
    """``listed_for``: the account whose list shows this session; None when none does."""

    listed_for: UUID | None = None

    def get_expiry_date(self, **given: Any) -> datetime:
        """When the session ends; later on a demonstration that runs ahead, whose retention would
        take as ended a session that has just begun."""
        given.setdefault("modification", max(clock.now(), timezone.now()))
        return super().get_expiry_date(**given)

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and a new key, when it does not exist any more."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(_ASKED, [self.session_key, now])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        data, owner = row
        self.listed_for = UUID(str(owner)) if owner else None
        return self.decode(data)
