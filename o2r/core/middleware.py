"""Headers of every answer, and what a browser may keep of it.

First of the middlewares that answer: an answer made by another one (a host refused, a redirection
to HTTPS) carries the same headers as a page. Only the stamp of the arrival comes before.
"""

from collections.abc import Callable
from typing import Any

from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

# What no page asks of the device. Passkeys (publickey-credentials-*) stay allowed to ourselves.
REFUSED_FEATURES = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
    *("encrypted-media", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts"),
    *("magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock"),
    *("serial", "usb", "window-management", "xr-spatial-tracking"),
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in REFUSED_FEATURES)
NEVER_KEPT = "no-store, private"
# Not "cookies": that reaches every site under the same registered domain. Our session cookie is
# deleted by Django at the same moment.
LEFT_AT_SIGN_OUT = '"cache", "storage"'
_SIGNED_OUT = "o2r.signed_out"


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Add the headers that every answer carries; a view that set one of them keeps its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in _always(request, response).items():
            response.headers.setdefault(name, value)
        if _is_private(request, response):
            response.headers["Cache-Control"] = NEVER_KEPT
        if _SIGNED_OUT in request.META:
            response.headers["Clear-Site-Data"] = LEFT_AT_SIGN_OUT
        return response

    return middleware


def _always(request: HttpRequest, response: HttpResponse) -> dict[str, str]:
    headers = {
        "Permissions-Policy": PERMISSIONS_POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Permitted-Cross-Domain-Policies": "none",
    }
    if not getattr(response, "xframe_options_exempt", False):
        headers["X-Frame-Options"] = settings.X_FRAME_OPTIONS
    # Django's own error pages, in debug, are made of inline styles and scripts.
    if not settings.DEBUG:
        headers["Content-Security-Policy"] = build_policy()
    if settings.SECURE_HSTS_SECONDS and request.is_secure():
        headers["Strict-Transport-Security"] = (
            f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
        )
    return headers


def _is_private(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether no cache, on the network or on a shared computer, may keep this answer.

    True for every view behind the sign-in, for an answer that sets a cookie (session, form token),
    and for a page shown to somebody who holds a session: its header names their place.
    """
    route = request.resolver_match
    guarded = route is not None and getattr(route.func, "login_required", True)
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return guarded or bool(response.cookies) or (signed_in and is_page)


@receiver(user_logged_out)
def _remember_the_sign_out(request: HttpRequest | None, **kwargs: Any) -> None:
    """Whatever view ends the session, its answer empties the browser.

    A session that lapses is ended by a middleware, before any view is chosen: what the browser
    keeps of an unfinished work then stays.
    """
    if request is not None and request.resolver_match is not None:
        request.META[_SIGNED_OUT] = True
