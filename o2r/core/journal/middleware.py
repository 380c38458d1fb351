"""What a page showed is written in the journal when the page is ready, before it is sent."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from o2r.core.journal.services import readings_at_the_end


class ReadingsMiddleware:
    """Within the scope of the request, whose transaction writes the entries with all the rest.

    On SQLite a request has no transaction of its own: the entries have one, after that in which the
    watch counted the reading. When it fails, the page is an error, and nothing was shown.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with readings_at_the_end():
            return self.get_response(request)
