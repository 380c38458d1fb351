"""The sessions of a person: listed in words, closed one by one or all at once, and their end.

A session ends 12 hours after sign-in, or an hour after the last page (settings). Its row outlives
it by some days, refused, so that a form sent too late still finds its author (``kept_forms``).
"""

import re
from datetime import datetime
from importlib import import_module
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest

from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.accounts.signin.enums import Way
from o2r.accounts.signin.models import OpenSession
from o2r.accounts.signin.store import SessionStore
from o2r.accounts.signin.traces import LAPSED, OPENED_AT, SEEN_AT
from o2r.core import clock

# Writing the last activity at each page would cost a write per page.
WRITTEN_EVERY = 300

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR|Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux|X11", "Linux"),
)


def device_in_words(user_agent: str) -> str:
    """« Firefox sur Windows »: the browser says what it wants, so this is only a hint."""
    browser = _first(_BROWSERS, user_agent)
    system = _first(_SYSTEMS, user_agent)
    if browser and system:
        return f"{browser} sur {system}"
    return browser or system or "Appareil inconnu"


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((word for pattern, word in names if re.search(pattern, user_agent)), "")


def _store(key: str) -> SessionBase:
    engine = import_module(settings.SESSION_ENGINE)
    return cast(SessionBase, engine.SessionStore(key))


@transaction.atomic
def remember_opening(*, by: User, way: Way, request: HttpRequest) -> OpenSession:
    """List the session that has just been opened."""
    now = clock.now()
    if request.session.pop(LAPSED, False):
        # Its key lay in a browser long after its end: whoever copied it must not follow.
        OpenSession.objects.filter(session_key=request.session.session_key).delete()
        request.session.cycle_key()
    request.session[OPENED_AT] = request.session[SEEN_AT] = now.timestamp()
    if request.session.session_key is None:
        # The session of someone else was there: Django has emptied it, and not saved the new one.
        request.session.save()
    device = device_in_words(request.headers.get("User-Agent", ""))
    session, _ = OpenSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": by,
            "way": way,
            "device": device,
            "opened_at": now,
            "seen_at": now,
        },
    )
    return session


def change_key(former: str | None, request: HttpRequest) -> None:
    """Keep a session in the list of its owner after Django has changed its key."""
    OpenSession.objects.filter(session_key=former or "").update(
        session_key=request.session.session_key
    )


def is_listed(session: SessionBase, user: User) -> bool:
    """Whether its owner sees this session, and can close it: read with the session (``store``)."""
    return cast(SessionStore, session).listed_for == user.pk


def has_lapsed(session: SessionBase, now: datetime) -> bool:
    """Whether a session is past its end: too long since sign-in, or since the last page."""
    present = now.timestamp()
    opened, seen = session.get(OPENED_AT), session.get(SEEN_AT)
    if opened is None or seen is None:
        return False
    return bool(
        present - opened > settings.SESSION_LONGEST or present - seen > settings.SESSION_IDLE
    )


def remember_activity(request: HttpRequest, now: datetime) -> None:
    """Push back the end for inactivity, at most every five minutes. Otherwise, no query at all."""
    session = request.session
    session.setdefault(OPENED_AT, now.timestamp())
    if now.timestamp() - session.get(SEEN_AT, 0) < WRITTEN_EVERY:
        return
    session[SEEN_AT] = now.timestamp()
    OpenSession.objects.filter(session_key=session.session_key).update(seen_at=now)


@transaction.atomic
def close_one(*, by: User, session: UUID) -> bool:
    """Close one of one's own sessions; whether there was one."""
    found = OpenSession.objects.filter(user=by, pk=session).first()
    if found is None:
        return False
    _close([found])
    return True


@transaction.atomic
def close_others(*, by: User, request: HttpRequest) -> int:
    """Close every session of the person but the one they are using; how many."""
    rows = OpenSession.objects.filter(user=by).exclude(session_key=request.session.session_key)
    return _close(list(rows))


@transaction.atomic
def close_all(*, by: Actor | User, user: User) -> int:
    """Close every session of ``user``, who must sign in again everywhere; how many.

    To be called when an account is disabled or its rights are taken away.
    """
    return _close(list(OpenSession.objects.filter(user=user)))


def _close(sessions: list[OpenSession]) -> int:
    for session in sessions:
        _store(session.session_key).delete()
        session.delete()
    return len(sessions)


def forget_ended(now: datetime) -> int:
    """Take out of the lists the sessions that nobody can use any more; how many."""
    limit = datetime.fromtimestamp(now.timestamp() - settings.SESSION_LONGEST, tz=now.tzinfo)
    return OpenSession.objects.filter(opened_at__lt=limit).delete()[0]
