"""Django's sessions in the database, read together with whose list they are in.

Each page asks whether its session still is in the list of its owner (``sessions.is_listed``): the
answer comes with the session, in the same query, at every request.
"""

from typing import Any
from uuid import UUID

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import OuterRef, Subquery, UUIDField
from django.utils import timezone

from o2r.accounts.signin.models import OpenSession


class SessionStore(db.SessionStore):
    """``listed_for``: the account whose list shows this session; None when none does."""

    listed_for: UUID | None = None

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and a new key, when it does not exist any more."""
        listed = OpenSession.objects.filter(session_key=OuterRef("session_key")).values("user")
        owner_of = Subquery(listed[:1], output_field=UUIDField())
        rows = Session.objects.filter(session_key=self.session_key, expire_date__gt=timezone.now())
        row = rows.values("session_data", listed_for=owner_of).order_by("pk").first()
        if row is None:
            self._session_key = None
            return {}
        self.listed_for = row["listed_for"]
        return self.decode(row["session_data"])
