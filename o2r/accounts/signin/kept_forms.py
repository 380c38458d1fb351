"""What was typed and could not be taken yet: kept half an hour, given back, never lost.

The session had just lapsed, so that its author is known but may do nothing; or the act asks for a
fresh proof first. The text is sealed with a key that only a cookie of that browser holds, for that
account alone; it is shown again after sign-in, and sent again only by a click of its author, with
the usual protection against forged requests. A file must be chosen again; a secret is never kept.
"""

import base64
import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from o2r.accounts.models import User
from o2r.accounts.signin.models import KeptForm
from o2r.accounts.signin.sealing import Unreadable, derived_key, seal, unseal
from o2r.core import clock

COOKIE = "o2r_form"
LIFE = timedelta(minutes=30)
LARGEST = 1_000_000
"""Bytes of a form, files left out."""
_WORDS = (
    r"password|passwd|passphrase|passcode|mdp|mot_?de_?passe|secrets?|tokens?|jetons?|otp|totp|pin|"
    r"credentials?|csrfmiddlewaretoken|recovery_codes?|codes?_de_secours"
)
SECRET = re.compile(rf"(?:^|_)(?:{_WORDS})(?:_|$)|^code$")
"""In the name of a field, its words joined by ``_``: whole words, or a code alone. A ``passage``, a
``code_postal`` or a ``code_rome`` is what someone typed, and must not be lost."""
_PURPOSE = "o2r.accounts.signin.kept-form"


@dataclass(frozen=True)
class TypedForm:
    """A form as it was sent: where to, and its fields in order."""

    path: str
    fields: tuple[tuple[str, str], ...]


def is_secret(name: str) -> bool:
    """Whether a field holds a secret, by its name: ``newPassword1``, ``form-0-code``, ``jeton``."""
    field = name.rsplit("-", 1)[-1]
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+", "_", name).strip("_").lower()
    return bool(SECRET.search(words)) or field.lower() == "code"


def _fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if not is_secret(name):
            yield from ((name, str(value)) for value in values)


@transaction.atomic
def keep(*, by: UUID, request: HttpRequest) -> str | None:
    """Keep the form that ``request`` carries; the token that opens it, or None if it is too large.

    It replaces what was kept before for the same account: one form each, at most.
    """
    typed = {"path": request.get_full_path(), "fields": list(_fields(request))}
    clear = json.dumps(typed).encode()
    user = User.objects.filter(pk=by, is_active=True).first()
    if len(clear) > LARGEST or user is None:
        return None
    token = secrets.token_urlsafe(32)
    KeptForm.objects.update_or_create(
        user=user,
        defaults={
            "sealed": seal(_key(token), clear, place=_place(user)),
            "kept_until": clock.now() + LIFE,
        },
    )
    return token


def kept_for(user: User, request: HttpRequest) -> TypedForm | None:
    """The form kept for ``user``, if this browser holds its key and it is not too late."""
    row = KeptForm.objects.filter(user=user, kept_until__gt=clock.now()).first()
    token = request.COOKIES.get(COOKIE, "")
    if row is None or not token:
        return None
    try:
        typed = json.loads(unseal(_key(token), bytes(row.sealed), place=_place(user)))
    except Unreadable:
        return None
    return TypedForm(typed["path"], tuple((name, value) for name, value in typed["fields"]))


@transaction.atomic
def forget(*, by: User) -> None:
    """Remove what was kept for someone."""
    KeptForm.objects.filter(user=by).delete()


def forget_old() -> int:
    """Remove what was not taken back in time; how many."""
    return KeptForm.objects.filter(kept_until__lte=clock.now()).delete()[0]


def hand_token(response: HttpResponse, token: str) -> None:
    """Give the key to the browser. Scripts do not read it; other sites do not send it."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LIFE.total_seconds()),
        path="/espace/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _key(token: str) -> bytes:
    return derived_key(token.encode(), _PURPOSE)


def _place(user: User) -> bytes:
    return base64.b64encode(user.pk.bytes)
