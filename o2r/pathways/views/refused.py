"""Whom the O2R refused, and who was not sent to anybody yet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import permitted_page
from o2r.pathways.selectors.guards import last_check
from o2r.pathways.selectors.refused import refused_files
from o2r.people.selectors.caseload import for_lists, rows_of


@door("person-file", "list")
@require_safe
def refused(request: SignedInRequest) -> HttpResponse:
    """Those one follows whose last check is a refusal, until a relay is sent for them."""
    files = for_lists(refused_files(request.actor)).bring("eligibilities")
    context = permitted_page(request, files)
    rows = rows_of(request.actor, [(row.obj, row.fields) for row in context["rows"]])
    lines = [(row, last_check(row.person)) for row in rows]
    return render(request, "pathways/refused.html", context | {"lines": lines})
