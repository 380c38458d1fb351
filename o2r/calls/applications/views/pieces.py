"""The documents joined to an application."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.calls.applications import services
from o2r.calls.applications.forms import PieceForm
from o2r.calls.applications.models import Application, JoinedPiece
from o2r.calls.applications.sections import PIECES
from o2r.calls.applications.views.frame import open_application
from o2r.core.files.enums import FileState
from o2r.core.files.views import serve

Answer = HttpResponse | FileResponse
TONES = {FileState.CLEAN: "confirmed", FileState.REFUSED: "wrong"}


@door("application", "read", POST="update")
@require_http_methods(["GET", "POST"])
def pieces(request: SignedInRequest, application: UUID) -> HttpResponse:
    """What the call asks for, what was sent, and where its verification stands."""
    frame = open_application(request, application, current=PIECES)
    asked = list(frame.application.call.pieces.all())
    members = list(frame.application.members.all())
    form = PieceForm(posted(request), request.FILES or None, pieces=asked, members=members)
    if form.is_valid():
        piece, member = form.chosen
        if done(
            request,
            lambda: services.join_piece(
                by=request.actor,
                application=frame.application,
                upload=form.cleaned_data["file"],
                piece=piece,
                member=member,
            ),
            "Le document est reçu. Il est vérifié avant d’être lisible.",
            form,
        ):
            return redirect("applications:pieces", application)
    rows = frame.application.pieces.select_related("piece", "member", "file")
    context = frame.context(
        form=form,
        joined=with_tones(rows),
        asked=asked,
        problems=frame.of_section(PIECES),
        others=frame.others_in(PIECES),
    )
    return render(request, "applications/pieces.html", context)


def with_tones(rows: Iterable[JoinedPiece]) -> list[tuple[JoinedPiece, str]]:
    """Each document and the tone of its badge. Reads ``file``."""
    return [(row, TONES.get(FileState(row.file.state), "waiting")) for row in rows]


@door("application", "read")
@require_safe
def piece(request: SignedInRequest, application: UUID, joined: UUID) -> Answer:
    """A document, once it was found harmless; until then, the page that says so."""
    rows = Application.objects.select_related("call").prefetch_related("members")
    opened = open_one(request, rows, pk=application)
    if "content" not in opened.fields:
        raise Http404
    found = get_object_or_404(
        JoinedPiece.objects.select_related("file"), pk=joined, application=opened.obj
    )
    if not found.file.is_servable:
        messages.info(request, "Ce document n’est pas lisible : sa vérification n’est pas finie.")
        return redirect("applications:pieces", application)
    return serve(found.file)


@door("application", "read", POST="update")
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, application: UUID, joined: UUID) -> HttpResponse:
    """Take a document away, after a confirmation: its file is erased."""
    frame = open_application(request, application, current=PIECES)
    rows = JoinedPiece.objects.select_related("file", "application")
    found = get_object_or_404(rows, pk=joined, application=frame.application)
    if request.method == "POST":
        done(
            request,
            lambda: services.remove_piece(by=request.actor, joined=found),
            "Le document est retiré.",
        )
        return redirect("applications:pieces", application)
    context = frame.context(
        question=f"Retirer « {found.file.original_name} » ?",
        consequence="Le fichier sera effacé pour tout le consortium.",
        label="Retirer ce document",
        back=reverse("applications:pieces", args=[application]),
    )
    return render(request, "applications/confirm.html", context)
