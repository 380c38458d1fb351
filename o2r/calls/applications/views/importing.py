"""Taking over an export of Démarches simplifiées: the file, its columns, what it does not say."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door, open_one
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.calls.applications import hours, services
from o2r.calls.applications.dossiers import free_columns, guess
from o2r.calls.applications.errors import ChangedMeanwhile
from o2r.calls.applications.facts import facts_in_words, lacking, money_in_words
from o2r.calls.applications.forms import ColumnsForm, CompletionForm, DossierFileForm
from o2r.calls.applications.models import Application, DossierImport
from o2r.calls.applications.selectors import asked_of, imported_to
from o2r.calls.models import Call
from o2r.projects.exchange.tables import read_freely
from o2r.territory.forms import edits_a_zone
from o2r.territory.map_policy import draws_a_map

SHOWN = 50


@door("call", "update")
@require_http_methods(["GET", "POST"])
def dossiers(request: SignedInRequest, call: str) -> HttpResponse:
    """Choose a file; match its columns; see what it would make; make it. Nothing is made before."""
    found = open_one(request, Call.objects.all(), slug=call).obj
    draft = DossierImport.objects.filter(call=found, owner=request.user).first()
    if draft is None:
        return _choose(request, found)
    if "abandon" in request.POST:
        done(
            request,
            lambda: services.forget_dossiers(by=request.actor, call=found),
            "Le fichier est abandonné : rien n’a été repris.",
        )
        return redirect("applications:import", call)
    return _match(request, found, draft)


def _choose(request: SignedInRequest, call: Call) -> HttpResponse:
    form = DossierFileForm(
        request.POST if request.method == "POST" else None, request.FILES or None
    )
    if form.is_valid() and done(
        request,
        lambda: services.keep_dossiers(
            by=request.actor,
            call=call,
            file_name=form.cleaned_data["file"].name,
            content=form.content,
        ),
        "",
        form,
    ):
        return redirect("applications:import", call.slug)
    context = permitted_page(request, imported_to(call, request.actor))
    taken = [(row.obj, lacking(row.obj, asks=row.obj.asks)) for row in context["rows"]]
    return render(
        request, "applications/import.html", {"call": call, "form": form, "taken": taken, **context}
    )


def _match(request: SignedInRequest, call: Call, draft: DossierImport) -> HttpResponse:
    lines = read_freely(draft.file_name, bytes(draft.content))
    columns = free_columns(lines[0].cells)
    guessed = guess(columns, call.years)
    form = ColumnsForm(
        posted(request),
        call=call,
        columns=columns,
        guessed=guessed,
        late=services.late_dossiers(call, lines),
    )
    writes = form.is_valid() and "import" in request.POST
    report, problem = None, ""
    try:
        report = services.import_dossiers(
            by=request.actor,
            draft=draft,
            mapping=form.mapping if form.is_bound else guessed,
            late=form.admitted if form.is_bound else {},
            dry_run=not writes,
        )
    except NotAllowed as error:
        raise Http404 from error
    except DomainError as error:
        problem = str(error)
    if writes and report is not None:
        messages.success(request, _told(len(report.made), len(report.left_out)))
        return redirect("applications:import", call.slug)
    context = {
        "call": call,
        "draft": draft,
        "form": form,
        "report": report,
        "problem": problem,
        "shown": report.made[:SHOWN] if report else [],
        "notes": [(one.line, note) for one in report.made for note in one.notes] if report else [],
    }
    return render(request, "applications/import_columns.html", context)


def _told(made: int, left_out: int) -> str:
    said = f"{made} dossier{'s' if made > 1 else ''} repris."
    if left_out:
        said += f" {left_out} laissé{'s' if left_out > 1 else ''} de côté."
    return said


@door("application", "settle")
@draws_a_map
@require_http_methods(["GET", "POST"])
def complete(request: SignedInRequest, application: UUID) -> HttpResponse:
    """Write, in place of who sent a dossier elsewhere, what its export did not say."""
    rows = Application.objects.completable_by(request.actor).with_members()
    found = open_one(request, rows, pk=application).obj
    lead = next(member for member in found.members.all() if member.is_lead)
    asked = asked_of(found)
    form = CompletionForm(posted(request), application=found, lead=lead, asked=asked)
    if form.is_bound and not edits_a_zone(form) and form.is_valid() and _completed(request, form):
        return redirect("applications:complete", application)
    zone, sent = found.call.zone_info, found.moves.order_by("moved_at", "pk").first()
    context = {
        "application": found,
        "lead": lead,
        "form": form,
        "sent": hours.said(sent.moved_at, zone) if sent else "",
        "notes": found.import_notes.splitlines(),
        "lacking": lacking(found, asks=any(asked)),
        "runs_the_call": found.call.dreets_id == request.actor.organisation,
    }
    return render(request, "applications/complete.html", context)


def _completed(request: SignedInRequest, form: CompletionForm) -> bool:
    """Whether what was typed is saved; otherwise the form says why."""
    try:
        services.complete_imported(
            by=request.actor,
            application=form.application,
            values=form.values,
            asked=form.asked,
            seen=form.cleaned_data["seen"],
            lead=form.lead,
        )
    except NotAllowed as error:
        raise Http404 from error
    except ChangedMeanwhile as error:
        form.show_both(error.theirs)
        fresh = Application.objects.select_related("call").get(pk=form.application.pk)
        form.remember(facts_in_words(fresh) | money_in_words(asked_of(fresh), fresh.stated_cost))
        return False
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "La candidature est complétée.")
    return True
