"""Error pages, and the living page of components shown in debug."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from o2r.core.access import public_page
from o2r.core.style_samples import samples


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "core/errors/500.html", status=500)


@public_page
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For a monitor, and for the availability journal: the site answers, its database too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@public_page
def style(request: HttpRequest) -> HttpResponse:
    """Every component, in both themes: the page to open before drawing a new screen."""
    return render(request, "core/style.html", {"samples": samples()})
