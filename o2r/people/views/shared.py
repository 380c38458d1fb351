"""« Partagé avec moi »: what others share with one's organisation, and each file narrowed to it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from o2r.accounts.door import Opened, door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import permitted_page
from o2r.people.models import Person
from o2r.people.registry import Panel, panels
from o2r.people.selectors.shared import by_whom, files_shared, listed, shared_file

SHOWN_WHOLE = frozenset({"route", "barriers", "health"})
"""The groups that an agreement names whole: who the person is and how to reach them are finer."""


@door("person-file", "list")
@never_cache
@require_safe
def shared(request: SignedInRequest) -> HttpResponse:
    """The files that others share with one's organisation: a name if it is shared, until when, by
    whom."""
    here = _organisation(request)
    context = permitted_page(request, files_shared(here))
    rows = [(row.obj, row.obj.agreements_with(request.actor)) for row in context["rows"]]
    return render(request, "people/shared.html", context | {"files": listed(rows, here)})


def narrowed(request: SignedInRequest, opened: Opened[Person]) -> HttpResponse:
    """The page of a file for who comes by agreements alone: the fields that those in force name."""
    given = by_whom(opened.obj.agreements_with(request.actor))
    file, shown = shared_file(opened.obj, given, _organisation(request)), _panels(request, opened)
    context = {
        "file": file,
        "panels": [(one.title, part) for one, part in shown],
        "nothing_of": file.nothing_of({one.group for one, _ in shown}),
    }
    return render(request, "people/shared_file.html", context)


def _panels(request: SignedInRequest, opened: Opened[Person]) -> list[tuple[Panel, SafeString]]:
    """The parts that the apps above show of a group that is shared."""
    shown = []
    for one in panels():
        if one.group in SHOWN_WHOLE & opened.fields:
            context = one.context(request.actor, opened.obj, opened.fields)
            if context is not None:
                shown.append((one, render_to_string(one.template, context)))
    return shown


def _organisation(request: SignedInRequest) -> UUID:
    if request.actor.organisation is None:
        raise Http404
    return request.actor.organisation
