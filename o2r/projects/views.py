"""The professional space: one's projects, what visitors send, imports.

Whoever may not do something gets the same 404 as if it did not exist.
"""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from o2r.accounts.errors import DomainError
from o2r.accounts.models import User
from o2r.accounts.requests import SignedInRequest
from o2r.projects import permissions, services
from o2r.projects.enums import DeliveryState
from o2r.projects.exchange.columns import COLUMNS
from o2r.projects.exchange.records import row_of
from o2r.projects.exchange.tables import read
from o2r.projects.exchange.writers import write
from o2r.projects.forms import ConfirmImportForm, ImportForm, PredecessorForm, TreatReportForm
from o2r.projects.models import (
    ErrorReport,
    FundedProject,
    FundedProjectQuerySet,
    ImportDraft,
    PredecessorProject,
    RelayMessage,
)

PER_PAGE = 25
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}


def _managed(user: User) -> FundedProjectQuerySet:
    """Every project, for who runs the platform; for others, nothing is there."""
    if not permissions.can_manage_projects(user):
        raise Http404
    return FundedProject.objects.all()


def _own_project(user: User, slug: str) -> FundedProject:
    return get_object_or_404(FundedProject.objects.visible_to(user), slug=slug)


def _posted(request: SignedInRequest) -> QueryDict | None:
    """What was posted, even when nothing was filled in; None when the page is only read."""
    return request.POST if request.method == "POST" else None


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """The projects one works on, and what waits for an answer."""
    projects = FundedProject.objects.visible_to(request.user).select_related("bearer")
    page = Paginator(projects, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "open_reports": ErrorReport.objects.open().visible_to(request.user).count(),
        "undelivered": RelayMessage.objects.undelivered().visible_to(request.user).count(),
        "can_manage": permissions.can_manage_projects(request.user),
    }
    return render(request, "projects/home.html", context)


@require_POST
def confirm(request: SignedInRequest, slug: str) -> HttpResponse:
    """« Ma fiche est à jour »."""
    project = _own_project(request.user, slug)
    services.confirm_project(by=request.user, project=project)
    messages.success(request, f"La fiche « {project.title} » est confirmée à ce jour.")
    return redirect("projects:home")


@require_POST
def publish(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show a project to everyone."""
    project = get_object_or_404(_managed(request.user), slug=slug)
    try:
        services.publish(by=request.user, project=project)
        messages.success(request, f"« {project.title} » est publié.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("projects:home")


@require_POST
def withdraw(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take a project off the public site."""
    project = get_object_or_404(_managed(request.user), slug=slug)
    try:
        services.withdraw(by=request.user, project=project)
        messages.success(
            request, f"« {project.title} » n’est plus publié. Vous pouvez le republier."
        )
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("projects:home")


@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    """Error reports to treat and messages received, oldest first."""
    reports = ErrorReport.objects.open().visible_to(request.user).select_related("project")
    received = RelayMessage.objects.visible_to(request.user).select_related("project__bearer")
    page = Paginator(received.order_by("-written_at", "id"), PER_PAGE)
    shown = page.get_page(request.GET.get("page"))
    context = {
        "reports": reports,
        "page": shown,
        "pages": page.get_elided_page_range(shown.number, on_each_side=1, on_ends=1),
        "failed": DeliveryState.FAILED,
    }
    return render(request, "projects/inbox.html", context)


def report(request: SignedInRequest, report: UUID) -> HttpResponse:
    """One error report, and what was done of it."""
    found = get_object_or_404(
        ErrorReport.objects.visible_to(request.user).select_related("project__bearer"), pk=report
    )
    form = TreatReportForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.treat_report(
                by=request.user, report=found, treatment=form.cleaned_data["treatment"]
            )
            messages.success(request, "Le signalement est traité.")
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("projects:inbox")
    return render(request, "projects/report.html", {"report": found, "form": form})


@require_POST
def resend(request: SignedInRequest, message: UUID) -> HttpResponse:
    """Try again to send a message that did not leave."""
    found = get_object_or_404(
        RelayMessage.objects.visible_to(request.user).select_related("project__bearer"), pk=message
    )
    try:
        sent = services.deliver_message(by=request.user, message=found)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        if sent.state == DeliveryState.SENT:
            messages.success(request, "Le message est parti.")
        else:
            messages.error(request, "Le message n’est pas parti : le serveur de courrier refuse.")
    return redirect("projects:inbox")


def upload(request: SignedInRequest) -> HttpResponse:
    """Choose a file of projects; it is checked on the next page, before anything is written."""
    _managed(request.user)
    form = ImportForm(_posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        draft = services.keep_import_draft(
            by=request.user,
            file_name=form.cleaned_data["file"].name,
            content=form.content,
        )
        return redirect("projects:check", draft=draft.pk)
    return render(request, "projects/upload.html", {"form": form, "columns": COLUMNS})


def check(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """What the file would change, line by line; then import it, or give it up."""
    _managed(request.user)
    kept = get_object_or_404(ImportDraft.objects.of(request.user), pk=draft)
    lines = read(kept.file_name, bytes(kept.content))
    if request.method == "POST" and "abandon" in request.POST:
        services.forget_import_draft(by=request.user, draft=kept)
        messages.info(request, "Le fichier est abandonné : rien n’a été écrit.")
        return redirect("projects:upload")
    form = ConfirmImportForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        skip = form.cleaned_data["skip_invalid"]
        done = services.import_projects(by=request.user, lines=lines, skip_invalid=skip)
        if done.written:
            services.forget_import_draft(by=request.user, draft=kept)
            messages.success(request, f"Import terminé : {done.summary}")
            return redirect("projects:home")
    tried = services.import_projects(by=request.user, lines=lines, dry_run=True)
    page = Paginator(sorted(tried.outcomes, key=lambda o: (not o.errors, o.line)), 100)
    shown = page.get_page(request.GET.get("page"))
    context = {
        "draft": kept,
        "report": tried,
        "form": form,
        "page": shown,
        "pages": page.get_elided_page_range(shown.number, on_each_side=1, on_ends=1),
    }
    return render(request, "projects/check.html", context)


@require_safe
def export(request: SignedInRequest, kind: str) -> HttpResponse:
    """Every project in the format that the import reads. Holds the mailboxes never shown."""
    projects = _managed(request.user).with_card_data()
    if kind not in MEDIA_TYPES:
        raise Http404
    content = write(kind, [row_of(project) for project in projects])
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="projets.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def predecessors(request: SignedInRequest) -> HttpResponse:
    """Projects of earlier programmes (PIC, CEJ-JR…): what became of each, and why."""
    _managed(request.user)
    form = PredecessorForm(_posted(request))
    if form.is_valid():
        try:
            recorded = services.record_predecessor(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"« {recorded.title} » est enregistré.")
            return redirect("projects:predecessors")
    recorded_ones = PredecessorProject.objects.select_related("bearer", "continued_by")
    page = Paginator(recorded_ones, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
    }
    return render(request, "projects/predecessors.html", context)
