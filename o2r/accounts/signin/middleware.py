"""Between the session and the page: its end, what was typed too late, the second factor."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from o2r.accounts.models import User
from o2r.accounts.signin import kept_forms, traces
from o2r.accounts.signin.second_factor import must_enrol
from o2r.accounts.signin.sessions import has_lapsed, is_listed, remember_activity
from o2r.core import clock

View = TypeVar("View", bound=Callable[..., Any])


def before_second_factor(view: View) -> View:
    """Mark a view that opens before the compulsory second factor: to enrol, to leave."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view


class SignInMiddleware:
    """End the sessions that have lasted long enough, and ask for the second factor first.

    After ``AuthenticationMiddleware`` and ``CsrfViewMiddleware``, before the access policy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Looked at once, by the first who asks: a page that knows nobody reads no session.
        later = SimpleLazyObject(partial(_who_is_left, request, request.user))
        request.user = cast(User, later)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """What to answer instead of a page of the space; None to go on."""
        if not getattr(view, "login_required", True):
            return None
        is_someone = request.user.is_authenticated
        lapsed: UUID | None = getattr(request, "lapsed_user", None)
        if lapsed is not None:
            return _sign_in_again(request, lapsed)
        if not is_someone or getattr(view, "before_second_factor", False):
            return None
        if must_enrol(request):
            target = urlencode({"next": _page(request)})
            return redirect(f"{reverse('signin:enrol')}?{target}")
        return None


def _who_is_left(request: HttpRequest, user: User | AnonymousUser) -> User | AnonymousUser:
    """Nobody when the session of ``user`` has ended, whom ``lapsed_user`` then names."""
    if not user.is_authenticated:
        return user
    now = clock.now()
    if has_lapsed(request.session, now):
        # Nobody from here on. The row stays: another tab may hold a form of its owner.
        request.lapsed_user = UUID(request.session[SESSION_KEY])  # type: ignore[attr-defined]
        traces.end(request.session)
        return AnonymousUser()
    if not is_listed(request.session, user):
        # Its owner could neither see it nor close it: it is closed.
        request.session.flush()
        return AnonymousUser()
    remember_activity(request, now)
    return user


class MembersMiddleware(LoginRequiredMiddleware):
    """Django's own, which asks who comes before it asks whether the page wants to know."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Where to sign in; None for a page that is open to all, whose session stays unread."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


def _sign_in_again(request: HttpRequest, lapsed: UUID) -> HttpResponse:
    """To the sign-in page, and back; a form sent too late is kept for its author."""
    # The protection against forged requests has already run: this form came from our own page.
    token = kept_forms.keep(by=lapsed, request=request) if request.method == "POST" else None
    back = reverse("signin:kept_form") if token else _page(request)
    target = urlencode({"next": back, "fin": "1"})
    response = redirect(f"{reverse(settings.LOGIN_URL)}?{target}")
    if token:
        kept_forms.hand_token(response, token)
    return cast(HttpResponse, response)


def _page(request: HttpRequest) -> str:
    return request.get_full_path() if request.method == "GET" else request.path
