"""« Ma file active »: whom one follows, who has gone silent, whom one looks for."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, searched
from o2r.accounts.policy import Allow, decide, may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import permitted_page, posted
from o2r.people.forms.naming import SearchForm
from o2r.people.models import Person
from o2r.people.registry import reasons_for, waiting_for
from o2r.people.rules import rule
from o2r.people.selectors.caseload import (
    Part,
    Row,
    asked_for,
    bears,
    for_lists,
    loads_of,
    part,
    parts_for,
    rows_of,
)


@door("person-file", "list")
@require_safe
def caseload(request: SignedInRequest) -> HttpResponse:
    """One part of one's caseload, who has been silent the longest first."""
    parts = parts_for(request.actor)
    if not parts:
        return redirect("agreements:shared")
    asked = request.GET.get("voir", "")
    shown = next((one for one in parts if one == asked), parts[0])
    context = permitted_page(request, part(request.actor, shown))
    found = [(row.obj, row.fields) for row in context["rows"]]
    context |= {
        "rows": _with_reasons(request, rows_of(request.actor, found)),
        "part": shown,
        "parts": parts,
        "loads": loads_of(request.actor.organisation) if shown == Part.TEAM else [],
        "silence": rule("silent-after-days"),
        "search": SearchForm(),
        "waiting": waiting_for(request.actor),
        "can_open": bool(may_try(request.actor, "create", "person-file", request.proof)),
    }
    return render(request, "people/caseload.html", context)


def _with_reasons(request: SignedInRequest, rows: list[Row]) -> list[Row]:
    """The lines, with why some wait for who reads the name of the person."""
    known = reasons_for(request.actor, [row.person for row in rows if row.has_name])
    return [replace(row, reasons=tuple(known.get(row.person.pk, ()))) for row in rows]


@door("person-file", "list")
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: SignedInRequest) -> HttpResponse:
    """Whom one follows that bears a name. Sent in a POST: an address keeps no name."""
    form = SearchForm(posted(request))
    rows: list[Row] | None = None
    if form.is_valid():
        words, digests = asked_for(form.cleaned_data["name"])
        rows = [row for row in _everyone(request) if words and bears(row, words)]
        searched(request, [row.person for row in rows], words=digests)
    return render(request, "people/search.html", {"form": form, "rows": rows})


def _everyone(request: SignedInRequest) -> list[Row]:
    """Whoever a search may find, and the reader meets with a name: theirs, and those shared with
    them. A protected file is reached from their own list. Who coordinates meets all the files of
    the team, without a name: those are not looked into, nor read."""
    actor = request.actor
    met = Person.objects.followed().findable().visible_to(actor)
    named = met.followed_by(actor) | met.shared_with(actor.organisation)
    known = []
    for person in for_lists(named).order_by("last_contact_on", "pk"):
        decision = decide(request.actor, "list", person.subject(request.actor), request.proof)
        if isinstance(decision, Allow) and "identity" in decision.fields:
            known.append((person, decision.fields))
    return rows_of(request.actor, known)
