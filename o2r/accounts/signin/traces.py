"""What a session remembers of its owner, and what of it must not outlive the proof it came from.

A session that has lapsed keeps its row, refused, so that a form sent too late finds its author.
What it had proved ends with it: a passkey shown yesterday is no second factor for the password
typed today in the same browser.
"""

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from o2r.accounts.models import User

OPENED_AT, SEEN_AT = "signin.opened_at", "signin.seen_at"
PROOFS = "signin.proofs"
ENROLLED = "signin.enrolled"
LAPSED = "signin.lapsed"
"""Set once the proofs are gone: what is written later belongs to the sign-in under way."""
KEPT = frozenset({SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY, OPENED_AT, SEEN_AT, LAPSED})


def end(session: SessionBase) -> None:
    """Forget, at the first page after its end, all of a session but whose it was and until when."""
    if session.get(LAPSED):
        return
    for name in list(session.keys()):
        if name not in KEPT:
            del session[name]
    session[LAPSED] = True


def begin(request: HttpRequest, user: User) -> None:
    """Start a sign-in of ``user`` from nothing: no proof given before counts.

    What a lapsed session of someone else holds goes now: Django would empty it later, with the
    proofs of this sign-in in it.
    """
    session = request.session
    if not request.user.is_authenticated and session.get(SESSION_KEY) not in (None, str(user.pk)):
        session.flush()
    session.pop(PROOFS, None)
    session.pop(ENROLLED, None)
