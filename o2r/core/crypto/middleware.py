"""Around each request: unwrapped keys live as long as it, and a missing key is a clear page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from o2r.core.crypto.errors import KeysNotReady, KeysUnavailable
from o2r.core.crypto.scope import key_scope

RETRY_AFTER_SECONDS = "60"


class KeyScopeMiddleware:
    """Opens a key scope for the request; answers 503 when the keys cannot be reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with key_scope():
            return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only what depends on the keys fails, and says so."""
        if not isinstance(exception, KeysUnavailable | KeysNotReady):
            return None
        answer = render(request, "crypto/keys_unavailable.html", status=503)
        answer.headers["Retry-After"] = RETRY_AFTER_SECONDS
        return answer
