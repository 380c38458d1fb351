"""Completing, in place of who wrote it elsewhere, an application taken over from another site."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door, open_one
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted, say_at
from o2r.calls.applications import hours, services
from o2r.calls.applications.errors import ChangedMeanwhile
from o2r.calls.applications.facts import facts_in_words, lacking, money_in_words
from o2r.calls.applications.forms import CompletionForm, PieceForm
from o2r.calls.applications.models import Application, JoinedPiece
from o2r.calls.applications.selectors import asked_of
from o2r.calls.applications.views.pieces import with_tones
from o2r.territory.forms import edits_a_zone
from o2r.territory.map_policy import draws_a_map


@door("application", "settle")
@draws_a_map
@require_http_methods(["GET", "POST"])
def complete(request: SignedInRequest, application: UUID) -> HttpResponse:
    """Write, in place of who sent a dossier elsewhere, what its export did not say."""
    found = _completable(request, application)
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
        "joined": found.pieces.count(),
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
        say_at(form, error)
        return False
    messages.success(request, "La candidature est complétée.")
    return True


@door("application", "settle")
@require_http_methods(["GET", "POST"])
def pieces(request: SignedInRequest, application: UUID) -> HttpResponse:
    """Join the documents of the original: the export names them, and carries none."""
    found = _completable(request, application)
    asked, members = list(found.call.pieces.all()), list(found.members.all())
    form = PieceForm(posted(request), request.FILES or None, pieces=asked, members=members)
    if form.is_valid():
        piece, member = form.chosen
        if done(
            request,
            lambda: services.join_taken_over(
                by=request.actor,
                application=found,
                upload=form.cleaned_data["file"],
                piece=piece,
                member=member,
            ),
            "Le document est reçu. Il est vérifié avant d’être lisible.",
            form,
        ):
            return redirect("applications:complete_pieces", application)
    rows = found.pieces.select_related("piece", "member", "file")
    context = {"application": found, "form": form, "joined": with_tones(rows), "asked": asked}
    return render(request, "applications/complete_pieces.html", context)


@door("application", "settle")
@require_http_methods(["GET", "POST"])
def remove_piece(request: SignedInRequest, application: UUID, joined: UUID) -> HttpResponse:
    """Take away a document joined by mistake, after a confirmation: its file is erased."""
    found = _completable(request, application)
    rows = JoinedPiece.objects.select_related("file", "application")
    piece = get_object_or_404(rows, pk=joined, application=found)
    if request.method == "POST":
        done(
            request,
            lambda: services.remove_taken_over(by=request.actor, joined=piece),
            "Le document est retiré.",
        )
        return redirect("applications:complete_pieces", application)
    context = {"application": found, "name": piece.file.original_name}
    return render(request, "applications/complete_remove.html", context)


def _completable(request: SignedInRequest, application: UUID) -> Application:
    rows = Application.objects.completable_by(request.actor).with_members()
    return open_one(request, rows, pk=application).obj
