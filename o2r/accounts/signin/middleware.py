"""Between the session and the page: its end, what was typed too late, the second factor."""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from o2r.accounts.signin import kept_forms, traces
from o2r.accounts.signin.second_factor import must_enrol
from o2r.accounts.signin.sessions import has_lapsed, is_listed, remember_activity
from o2r.core import clock
from o2r.core.access import PUBLIC_PAGE, mark_of

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
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """What to answer instead of a page of the space; None to go on."""
        mark = mark_of(view)
        if mark is not None and mark.kind == PUBLIC_PAGE:
            # It knows nobody: hundreds may ask for it at once, and their sessions are not read.
            return None
        lapsed = _lapsed(request)
        if not getattr(view, "login_required", True):
            return None
        if lapsed is not None:
            return _sign_in_again(request, lapsed)
        if not request.user.is_authenticated or getattr(view, "before_second_factor", False):
            return None
        if must_enrol(request):
            target = urlencode({"next": _page(request)})
            return redirect(f"{reverse('signin:enrol')}?{target}")
        return None


def _lapsed(request: HttpRequest) -> UUID | None:
    """Make nobody of whose session has ended, and give their account when it ended by itself."""
    if not request.user.is_authenticated:
        return None
    now = clock.now()
    if has_lapsed(request.session, now):
        # Nobody from here on. The row stays: another tab may hold a form of its owner.
        lapsed = UUID(request.session[SESSION_KEY])
        traces.end(request.session)
        request.user = AnonymousUser()
        return lapsed
    if not is_listed(request.session, request.user):
        # Its owner could neither see it nor close it: it is closed.
        request.session.flush()
        request.user = AnonymousUser()
    else:
        remember_activity(request, now)
    return None


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
