"""Pages, search, share and exports of the protected record: the gestures that apps copy."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door, exported, listed, open_one, searched, shared, visible
from o2r.accounts.policy import Allow, decide
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.sample import services
from o2r.accounts.sample.models import SampleRecord
from o2r.accounts.sample.sealed import texts_of
from o2r.core.watch.events import Search
from o2r.core.watch.folding import folded

Texts = dict[str, str]
ATTACHED = {"Content-Disposition": "attachment"}


def _permitted(request: SignedInRequest, action: str) -> list[tuple[SampleRecord, Texts]]:
    """The files one may meet, each with the groups that the action may show."""
    found = []
    for row in visible(request, SampleRecord.objects.order_by("pk")):
        decision = decide(request.actor, action, row.subject(request.actor), request.proof)
        if isinstance(decision, Allow):
            found.append((row, _texts(request, row, decision.fields)))
    return found


def _texts(request: SignedInRequest, row: SampleRecord, fields: Iterable[str]) -> Texts:
    return texts_of(row, sorted(fields), organisation=request.actor.organisation)


@door("person-file", "list")
@require_safe
def records(request: SignedInRequest) -> HttpResponse:
    """The files one may meet, each with the groups that a list shows."""
    shown = _permitted(request, "list")
    listed(request, [row for row, _ in shown])
    rows = [(row, list(texts.values())) for row, texts in shown]
    return render(request, "sample/list.html", {"rows": rows})


@door("person-file", "list")
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: SignedInRequest) -> HttpResponse:
    """The files that bear a name: told to the watch, whatever is found."""
    surname, first_name = request.POST.get("surname", ""), request.POST.get("first_name", "")
    rows = []
    if folded(surname):
        looked_for = [word for word in (folded(surname), folded(first_name)) if word]
        found = [
            (row, texts)
            for row, texts in _permitted(request, "list")
            if all(word in folded(texts.get("identity", "")) for word in looked_for)
        ]
        words = Search.of(surname=surname, first_name=first_name)
        searched(request, [row for row, _ in found], words=words)
        rows = [(row, list(texts.values())) for row, texts in found]
    context = {"rows": rows, "surname": surname, "first_name": first_name}
    return render(request, "sample/search.html", context)


@door("person-file", "read", POST="update")
def record(request: SignedInRequest, record: UUID) -> HttpResponse:
    """One file: the groups of fields that one may see."""
    opened = open_one(request, SampleRecord.objects.all(), pk=record)
    if request.method == "POST":
        services.write(
            by=request.actor,
            record=opened.obj,
            group=request.POST.get("group", ""),
            text=request.POST.get("text", ""),
        )
        return redirect("sample:record", record=record)
    groups = _texts(request, opened.obj, opened.fields)
    return render(request, "sample/record.html", {"record": opened.obj, "groups": groups})


@door("person-file", "export")
@require_safe
def export(request: SignedInRequest, record: UUID) -> HttpResponse:
    """One file as JSON, for the person."""
    opened = open_one(request, SampleRecord.objects.all(), pk=record)
    return JsonResponse(_texts(request, opened.obj, opened.fields), headers=ATTACHED)


@door("person-file", "export")
@require_safe
def export_all(request: SignedInRequest) -> HttpResponse:
    """The files one may export, as JSON: beyond what one may alone, a second person has agreed."""
    leaving = _permitted(request, "export")
    exported(request, [row for row, _ in leaving])
    return JsonResponse({str(row.pk): texts for row, texts in leaving}, headers=ATTACHED)


@door("person-file", "share")
@require_POST
def share(request: SignedInRequest, record: UUID) -> HttpResponse:
    """Share a file: here, only whether one may, and that it is known."""
    opened = open_one(request, SampleRecord.objects.all(), action="read", pk=record)
    shared(request, [opened.obj])
    return redirect("sample:record", record=record)
