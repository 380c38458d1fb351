"""The professional space: one's projects, what visitors send, imports.

Whoever may not do something gets the same 404 as if it did not exist.
"""

from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, listed, open_one, visible
from o2r.accounts.errors import DomainError
from o2r.accounts.policy import may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import say_at
from o2r.core.paging import paged
from o2r.projects import services
from o2r.projects.editing import Editing, sheet_page
from o2r.projects.enums import DeliveryState
from o2r.projects.exchange.columns import COLUMNS
from o2r.projects.exchange.records import row_of
from o2r.projects.exchange.tables import read
from o2r.projects.exchange.writers import write
from o2r.projects.forms import (
    ConfirmImportForm,
    ImportForm,
    PredecessorForm,
    RegionalContactForm,
    TreatReportForm,
)
from o2r.projects.models import (
    ErrorReport,
    FundedProject,
    ImportDraft,
    PredecessorProject,
    RegionalContact,
    RelayMessage,
)
from o2r.projects.selectors import region_names
from o2r.projects.services import Sheet
from o2r.territory.map_policy import draws_a_map

PER_PAGE = 25
LINES_PER_PAGE = 100
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}


def _posted(request: SignedInRequest) -> QueryDict | None:
    """What was posted, even when nothing was filled in; None when the page is only read."""
    return request.POST if request.method == "POST" else None


@door("project", "list")
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """The projects one works on, and what waits for an answer."""
    projects = visible(request, FundedProject.objects.all()).select_related("bearer")
    context = {
        **paged(request, projects, PER_PAGE),
        "open_reports": visible(request, ErrorReport.objects.open()).count(),
        "undelivered": visible(request, RelayMessage.objects.undelivered()).count(),
        "can_manage": bool(may_try(request.actor, "publish", "project", request.proof)),
        "can_answer": bool(may_try(request.actor, "list", "relay-message", PROVED)),
    }
    return render(request, "projects/home.html", context)


@door("project", "update")
@require_POST
def confirm(request: SignedInRequest, slug: str) -> HttpResponse:
    """« Ma fiche est à jour »."""
    project = open_one(request, FundedProject.objects.all(), slug=slug).obj
    services.confirm_project(by=request.actor, project=project)
    messages.success(request, f"La fiche « {project.title} » est confirmée à ce jour.")
    return redirect("projects:home")


@door("project", "update")
@require_http_methods(["GET", "POST"])
@draws_a_map
def change(request: SignedInRequest, slug: str) -> HttpResponse:
    """Correct the public sheet of a project that one's organisation carries."""
    rows = FundedProject.objects.with_card_data()
    project = open_one(request, rows, slug=slug).obj

    def save(sheet: Sheet, revision: int, confirmed: bool) -> None:
        services.correct_project(
            by=request.actor, project=project, sheet=sheet, revision=revision, confirmed=confirmed
        )

    def said(confirmed: bool) -> None:
        done = "corrigée et confirmée à ce jour" if confirmed else "corrigée"
        messages.success(request, f"La fiche « {project.title} » est {done}.")

    back = reverse("projects:home")
    return sheet_page(request, project, Editing(True, save, said, back))


@door("project", "publish")
@require_POST
def publish(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show a project to everyone."""
    project = open_one(request, FundedProject.objects.all(), slug=slug).obj
    try:
        services.publish(by=request.actor, project=project)
        messages.success(request, f"« {project.title} » est publié.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("projects:home")


@door("project", "publish")
@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take a project off the public site, once told what it does."""
    project = open_one(request, FundedProject.objects.all(), slug=slug).obj
    if request.method == "GET":
        context = {"project": project, "back": reverse("projects:home")}
        return render(request, "projects/withdraw.html", context)
    try:
        services.withdraw(by=request.actor, project=project)
        messages.success(
            request, f"« {project.title} » n’est plus publié. Vous pouvez le republier."
        )
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("projects:home")


@door("relay-message", "list")
@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    """Error reports to treat and messages received, oldest first."""
    reports = visible(request, ErrorReport.objects.open()).select_related("project")
    received = visible(request, RelayMessage.objects.all()).select_related("project__bearer")
    shown = paged(request, received.order_by("-written_at", "id"), PER_PAGE)
    listed(request, list(shown["page"].object_list))
    context = {
        **shown,
        "reports": listed(request, list(reports)),
        "failed": DeliveryState.FAILED,
    }
    return render(request, "projects/inbox.html", context)


@door("error-report", "read", POST="update")
def report(request: SignedInRequest, report: UUID) -> HttpResponse:
    """One error report, and what was done of it."""
    reports = ErrorReport.objects.select_related("project__bearer")
    found = open_one(request, reports, pk=report).obj
    form = TreatReportForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.treat_report(
                by=request.actor, report=found, treatment=form.cleaned_data["treatment"]
            )
            messages.success(request, "Le signalement est traité.")
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("projects:inbox")
    return render(request, "projects/report.html", {"report": found, "form": form})


@door("relay-message", "update")
@require_POST
def resend(request: SignedInRequest, message: UUID) -> HttpResponse:
    """Try again to send a message that did not leave."""
    received = RelayMessage.objects.select_related("project__bearer")
    found = open_one(request, received, pk=message).obj
    try:
        sent = services.deliver_message(by=request.actor, message=found)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        if sent.state == DeliveryState.SENT:
            messages.success(request, "Le message est parti.")
        else:
            messages.error(request, "Le message n’est pas parti : le serveur de courrier refuse.")
    return redirect("projects:inbox")


@door("project-import", "create")
def upload(request: SignedInRequest) -> HttpResponse:
    """Choose a file of projects; it is checked on the next page, before anything is written."""
    form = ImportForm(_posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        draft = services.keep_import_draft(
            by=request.actor,
            file_name=form.cleaned_data["file"].name,
            content=form.content,
        )
        return redirect("projects:check", draft=draft.pk)
    return render(request, "projects/upload.html", {"form": form, "columns": COLUMNS})


@door("project-import", "read", POST="update")
def check(request: SignedInRequest, draft: UUID) -> HttpResponse:
    """What the file would change, line by line; then import it, or give it up."""
    kept = open_one(request, ImportDraft.objects.all(), pk=draft).obj
    lines = read(kept.file_name, bytes(kept.content))
    if request.method == "POST" and "abandon" in request.POST:
        services.forget_import_draft(by=request.actor, draft=kept)
        messages.info(request, "Le fichier est abandonné : rien n’a été écrit.")
        return redirect("projects:upload")
    form = ConfirmImportForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        skip = form.cleaned_data["skip_invalid"]
        done = services.import_projects(by=request.actor, lines=lines, skip_invalid=skip)
        if done.written:
            services.forget_import_draft(by=request.actor, draft=kept)
            messages.success(request, f"Import terminé : {done.summary}")
            return redirect("projects:home")
    tried = services.import_projects(by=request.actor, lines=lines, dry_run=True)
    outcomes = sorted(tried.outcomes, key=lambda o: (not o.errors, o.line))
    context = {
        "draft": kept,
        "report": tried,
        "form": form,
        **paged(request, outcomes, LINES_PER_PAGE),
    }
    return render(request, "projects/check.html", context)


@door("project", "export")
@require_safe
def export(request: SignedInRequest, kind: str) -> HttpResponse:
    """Every project in the format that the import reads. Holds the mailboxes never shown."""
    projects = visible(request, FundedProject.objects.with_card_data())
    if kind not in MEDIA_TYPES:
        raise Http404
    content = write(kind, [row_of(project) for project in projects])
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="projets.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@door("predecessor", "list", POST="create")
def predecessors(request: SignedInRequest) -> HttpResponse:
    """Projects of earlier programmes (PIC, CEJ-JR…): what became of each, and why."""
    form = PredecessorForm(_posted(request))
    if form.is_valid():
        try:
            recorded = services.record_predecessor(by=request.actor, **form.cleaned_data)
        except DomainError as error:
            say_at(form, error)
        else:
            messages.success(request, f"« {recorded.title} » est enregistré.")
            return redirect("projects:predecessors")
    recorded_ones = visible(
        request, PredecessorProject.objects.select_related("bearer", "continued_by")
    )
    context = {"form": form, **paged(request, recorded_ones, PER_PAGE)}
    return render(request, "projects/predecessors.html", context)


@door("regional-contact", "list", POST="create")
def regional_contacts(request: SignedInRequest) -> HttpResponse:
    """The State service of each région, as visitors are told of it. ``?region=`` fills the form."""
    names = region_names()
    contacts = visible(request, RegionalContact.objects.all())
    asked = contacts.filter(region=request.GET.get("region", "")).first()
    initial = model_to_dict(asked) if asked else None
    form = RegionalContactForm(_posted(request), regions=names, initial=initial)
    if form.is_valid():
        try:
            recorded = services.record_regional_contact(by=request.actor, **form.cleaned_data)
        except DomainError as error:
            say_at(form, error)
        else:
            messages.success(request, f"« {recorded.name} » est enregistré.")
            return redirect("projects:regional_contacts")
    rows = [(one, names.get(one.region, one.region)) for one in contacts.order_by("region")]
    missing = sorted(set(names) - {one.region for one, _ in rows})
    context = {"form": form, "rows": rows, "missing": [names[code] for code in missing]}
    return render(request, "projects/regional_contacts.html", context)
