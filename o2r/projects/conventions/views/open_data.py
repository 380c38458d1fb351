"""Signed conventions, for anyone to reuse."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from o2r.core.access import public_page
from o2r.projects.conventions import scdl

FIVE_MINUTES = 300


@public_page
@require_safe
@conditional_page
def scdl_csv(request: HttpRequest) -> HttpResponse:
    """« Données essentielles des conventions de subvention » (SCDL Subventions 2.1.1)."""
    content = "".join(scdl.lines(scdl.rows()))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="conventions-scdl.csv"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    return response
