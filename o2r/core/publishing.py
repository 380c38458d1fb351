"""Headers of what anyone may reuse: open data files, API, map data."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

View = Callable[..., HttpResponse]
FIVE_MINUTES = 300


def open_to_reuse(view: View) -> View:
    """Let any site read this address, with an ETag and five minutes of cache."""

    @require_safe
    @conditional_page
    @wraps(view)
    def published(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        return mark_open(response)

    return published


def mark_open(response: HttpResponse) -> HttpResponse:
    """Set the headers of open data on ``response`` and return it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    return response
