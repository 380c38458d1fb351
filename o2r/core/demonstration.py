"""What only a demonstration does, since it runs on a developer's machine."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from o2r.core.views import not_found


def own_not_found(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer the site's own page for what does not exist, instead of Django's, made for developers.

    Who visits a demonstration sees what is forbidden or absent as everywhere else: the last of the
    middlewares, so that the page knows who is signed in.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return (
            not_found(request, Http404()) if response.status_code == 404 and is_page else response
        )

    return middleware
