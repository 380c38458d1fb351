"""What teams say of a service: notes for themselves, reports for who keeps the directory."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.network.directory.enums import ReportKind, ReportState
from o2r.network.directory.forms import NoteForm, ReportForm
from o2r.network.directory.models import Service, ServiceNote, ServiceReport
from o2r.network.directory.services import noting

ANSWERS = {"suivre": ReportState.ACCEPTED, "ecarter": ReportState.DISMISSED}
SAID = {
    ReportState.ACCEPTED: "Le signalement est suivi.",
    ReportState.DISMISSED: "La fiche est confirmée.",
}


@door("service-note", "create")
@require_http_methods(["GET", "POST"])
def note(request: SignedInRequest, service: UUID) -> HttpResponse:
    """Write a note on a service; the form is on its sheet, and here when it was refused."""
    one = _readable(request, service)
    form = NoteForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: noting.write_note(by=request.actor, service=one, **form.cleaned_data),
        "La note est gardée, pour votre organisation seule.",
        form,
    ):
        return redirect("directory:service", service=one.pk)
    return render(request, "directory/note.html", {"form": form, "service": one})


@door("service-note", "delete")
@require_POST
def forget_note(request: SignedInRequest, note: UUID) -> HttpResponse:
    """Take a note away."""
    one = open_one(request, ServiceNote.objects.all(), pk=note).obj
    done(request, lambda: noting.forget_note(by=request.actor, note=one), "La note est retirée.")
    return redirect("directory:service", service=one.service_id)


@door("service-report", "create")
@require_http_methods(["GET", "POST"])
def report(request: SignedInRequest, service: UUID) -> HttpResponse:
    """Say that a service is closed, or its entry wrong."""
    one = _readable(request, service)
    form = ReportForm(posted(request), initial={"kind": request.GET.get("kind", "")})
    if form.is_valid() and done(
        request,
        lambda: noting.report_service(
            by=request.actor,
            service=one,
            kind=ReportKind(form.cleaned_data["kind"]),
            text=form.cleaned_data["text"],
        ),
        "C’est signalé. Qui tient la fiche vérifie avant de changer quoi que ce soit.",
        form,
    ):
        return redirect("directory:service", service=one.pk)
    return render(request, "directory/report.html", {"form": form, "service": one})


def _readable(request: SignedInRequest, service: UUID) -> Service:
    """A service that one may read. Raises Http404."""
    rows = Service.objects.with_structure().visible_to(request.actor)
    found = rows.filter(pk=service).order_by("pk").first()
    if found is None:
        raise Http404
    return found


@door("service-report", "list")
@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    """The reports that wait for an answer, the oldest first."""
    rows = ServiceReport.objects.waiting().select_related("service__structure", "organisation")
    return render(request, "directory/reports.html", permitted_page(request, rows))


@door("service-report", "update")
@require_POST
def answer(request: SignedInRequest, report: UUID) -> HttpResponse:
    """Answer a report: it is so, or it was checked and is not."""
    rows = ServiceReport.objects.select_related("service")
    one = open_one(request, rows, pk=report).obj
    to = ANSWERS.get(request.POST.get("act", ""))
    if to is None:
        messages.error(request, "Choisissez la réponse à donner.")
    else:
        done(
            request,
            lambda: noting.answer_report(by=request.actor, report=one, to=to),
            SAID[to],
        )
    return redirect("directory:reports")
