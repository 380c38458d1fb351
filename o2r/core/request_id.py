"""A number for each request, so that a person can quote it and the journal can group its rows."""

import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_current: ContextVar[str] = ContextVar("o2r_request_id", default="")

HEADER = "X-Request-ID"
FIRST_ERROR_OF_THE_SERVER = 500


def current_request_id() -> str:
    """The 32 hexadecimal figures of the request being answered; empty outside a request."""
    return _current.get()


def request_id(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request a random number of our own; what a client sends is never believed.

    The answer carries it only when the server failed, for the person to quote: on any other
    answer, and above all on a 404, a random header would be one more difference to explain.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _current.set(uuid.uuid4().hex)
        try:
            response = get_response(request)
            if response.status_code >= FIRST_ERROR_OF_THE_SERVER:
                response.headers[HEADER] = _current.get()
            return response
        finally:
            _current.reset(token)

    return middleware
