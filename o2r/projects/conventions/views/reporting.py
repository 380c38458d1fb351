"""Annual documents and figures of the public service."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import Opened, door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core.files.views import serve
from o2r.projects.conventions import rules, selectors, services
from o2r.projects.conventions.forms import AskAgainForm, PostponeForm, SendDocumentForm, SiegForm
from o2r.projects.conventions.models import AnnualDocument
from o2r.projects.conventions.views.steps import may, one_form, opened, page_of, summary_only


def _found(request: SignedInRequest, document: UUID) -> Opened[AnnualDocument]:
    return open_one(request, AnnualDocument.objects.with_convention(), pk=document)


@door("annual-document", "read", POST="update")
@require_http_methods(["GET", "POST"])
def document(request: SignedInRequest, document: UUID) -> HttpResponse:
    """One document of a year: where it stands, and how to send it."""
    shown = _found(request, document)
    found, is_whole = shown.obj, selectors.CONTENT in shown.fields
    form = SendDocumentForm(posted(request), request.FILES or None)
    if form.is_valid() and done(
        request,
        lambda: services.send_document(
            by=request.actor,
            document=found,
            upload=form.cleaned_data["file"],
            note=form.cleaned_data["note"],
        ),
        "Le document est envoyé. Le service de l’État est prévenu.",
        form,
    ):
        return redirect("conventions:document", document=found.pk)
    found.refresh_from_db(fields=["file", "note", "received_on", "validated_on"])
    context = {
        "document": found,
        "convention": found.year.convention,
        "back": page_of(found.year.convention, "documents"),
        "form": form,
        "is_whole": is_whole,
        "file": selectors.file_of(found.file) if is_whole else None,
        "can_send": may(request, "update", found) and found.validated_on is None,
        "can_answer": may(request, "approve", found),
    }
    return render(request, "conventions/document.html", context)


@door("annual-document", "approve")
@require_http_methods(["GET", "POST"])
def answer_document(request: SignedInRequest, document: UUID) -> HttpResponse:
    """Validate a document, ask for it again, or change its date."""
    found = _found(request, document).obj
    asked = request.POST.get("act", "") if request.method == "POST" else ""
    postpone = PostponeForm(
        posted(request) if asked == "postpone" else None, initial={"due_on": found.due_on}
    )
    again = AskAgainForm(posted(request) if asked == "again" else None)
    acts: dict[str, tuple[bool, Callable[[], object], str]] = {
        "validate": (
            asked == "validate",
            lambda: services.validate_document(by=request.actor, document=found),
            "Le document est validé.",
        ),
        "again": (
            asked == "again" and again.is_valid(),
            lambda: services.ask_document_again(
                by=request.actor, document=found, reason=again.cleaned_data["reason"]
            ),
            "Le document est redemandé.",
        ),
        "postpone": (
            asked == "postpone" and postpone.is_valid(),
            lambda: services.postpone_document(
                by=request.actor, document=found, due_on=postpone.cleaned_data["due_on"]
            ),
            "L’échéance est changée.",
        ),
    }
    ready, act, said = acts.get(asked, (False, lambda: None, ""))
    if ready:
        done(request, act, said)
        return redirect("conventions:document", document=found.pk)
    context = {"document": found, "postpone": postpone, "again": again}
    return render(request, "conventions/answer_document.html", context)


@door("annual-document", "read")
@require_safe
def document_file(request: SignedInRequest, document: UUID) -> HttpResponseBase:
    """The file that was sent."""
    shown = _found(request, document)
    found = shown.obj
    if selectors.CONTENT not in shown.fields:
        return summary_only(request, found.year.convention)
    kept = selectors.file_of(found.file)
    if kept is None or not kept.is_servable:
        messages.info(request, "Aucun fichier ne peut être lu pour le moment.")
        return redirect("conventions:document", document=found.pk)
    return serve(kept)


@door("convention", "update")
@require_http_methods(["GET", "POST"])
def sieg(request: SignedInRequest, convention: UUID, year: UUID) -> HttpResponse:
    """The figures of the public service for a year."""
    found = opened(request, convention)
    one = found.years.filter(pk=year).first()
    if one is None:
        raise Http404
    one.convention = found
    known = getattr(one, "sieg", None)
    initial = {name: getattr(known, name) for name in SiegForm.base_fields} if known else None
    form = SiegForm(posted(request), initial=initial)
    caution = rules.rule("sieg-carry-over-percent")
    return one_form(
        request,
        form=form,
        act=lambda: services.record_sieg(by=request.actor, year=one, **form.cleaned_data),
        said="Les comptes du service public sont enregistrés.",
        then=page_of(found, "sieg"),
        title=f"Comptes du service public, année {one.rank}",
        lead="D’après la comptabilité analytique de l’organisme.",
        button="Enregistrer",
        caution=f"Paramètres du contrôle {caution.caution} : {caution.source}.",
    )
