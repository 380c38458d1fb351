"""Pages, export and JSON of the protected record."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from o2r.accounts.door import door, listed, open_one, visible
from o2r.accounts.policy import Allow, decide
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.sample import services
from o2r.accounts.sample.models import SampleRecord
from o2r.accounts.sample.sealed import texts_of


@door("person-file", "list")
@require_safe
def records(request: SignedInRequest) -> HttpResponse:
    """The files one may meet, each with the groups that a list shows."""
    shown = []
    for row in visible(request, SampleRecord.objects.order_by("pk")):
        decision = decide(request.actor, "list", row.subject(request.actor), request.proof)
        if isinstance(decision, Allow):
            texts = texts_of(row, sorted(decision.fields), organisation=request.actor.organisation)
            shown.append((row, list(texts.values())))
    listed(request, [row for row, _ in shown])
    return render(request, "sample/list.html", {"rows": shown})


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
    where = request.actor.organisation
    groups = texts_of(opened.obj, sorted(opened.fields), organisation=where)
    return render(request, "sample/record.html", {"record": opened.obj, "groups": groups})


@door("person-file", "export")
@require_safe
def export(request: SignedInRequest, record: UUID) -> HttpResponse:
    """One file as JSON, for the person."""
    opened = open_one(request, SampleRecord.objects.all(), pk=record)
    where = request.actor.organisation
    groups = texts_of(opened.obj, sorted(opened.fields), organisation=where)
    return JsonResponse(groups, headers={"Content-Disposition": "attachment"})


@door("person-file", "share")
@require_POST
def share(request: SignedInRequest, record: UUID) -> HttpResponse:
    """Open the page of a share: here, only whether one may."""
    open_one(request, SampleRecord.objects.all(), pk=record)
    return redirect("sample:record", record=record)
