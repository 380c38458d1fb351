"""What is made for a person from a template: chosen, filled, handed over."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, visible
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core.documents import DOCX_TYPE, PDF_TYPE, docx, pdf_available
from o2r.pathways.papers import services
from o2r.pathways.papers.filling import beyond, fields_of, values_for
from o2r.pathways.papers.forms.papers import DocumentForm
from o2r.pathways.papers.models import IssuedDocument, PaperTemplate
from o2r.pathways.papers.printing import pdf
from o2r.pathways.papers.registry import Asked, known
from o2r.pathways.papers.selectors.papers import content_of, issued, issued_to
from o2r.pathways.papers.services import Order
from o2r.pathways.papers.wording import Text, WrongText, read
from o2r.people.views.opened import OpenedFile, opened_file


def followed(request: SignedInRequest, person: UUID) -> OpenedFile:
    """The file of somebody whom one follows. A partner, who coordinates: the 404."""
    return opened_file(request, person, action="read", needs="update")


@door("person-file", "update")
@require_safe
def documents(request: SignedInRequest, person: UUID) -> HttpResponse:
    """What was made for somebody, and from what more may be."""
    file = followed(request, person)
    rows = visible(request, PaperTemplate.objects.in_service())
    context = {
        "documents": issued_to(file.person, file.reader.groups),
        "templates": rows.order_by("kind", "title", "pk"),
        "can_write": file.person.is_followed,
        "has_pdf": pdf_available(),
    }
    return render(request, "papers/documents.html", file.context | context)


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_document(request: SignedInRequest, person: UUID, template: UUID) -> HttpResponse:
    """Make a document: what is known is shown first, the rest is asked."""
    file = followed(request, person)
    rows = visible(request, PaperTemplate.objects.in_service()).filter(pk=template)
    chosen = rows.order_by("pk").first()
    if chosen is None:
        raise Http404
    text = _read(chosen)
    asks = text.fields if text else frozenset()
    form = DocumentForm(posted(request), asks=asks)
    if form.is_valid():
        given = form.cleaned_data
        order = Order(
            given["key"], given.get("recipient", ""), given.get("message", ""), given["is_large"]
        )
        if done(
            request,
            lambda: services.issue(
                by=request.actor, person=file.person, template=chosen, order=order
            ),
            "Le document est prêt.",
            form,
        ):
            return redirect("papers:documents", person)
    context = {"form": form, "template": chosen, **_shown(file, text)}
    return render(request, "papers/new_document.html", file.context | context)


def _read(template: PaperTemplate) -> Text | None:
    """A template, unless a field that it names is gone."""
    try:
        return read(template.body, known())
    except WrongText:
        return None


def _shown(file: OpenedFile, text: Text | None) -> dict[str, object]:
    """What will be filled in, what will stay blank, what keeps from making it."""
    if text is None:
        return {"facts": [], "blank": [], "hidden": [], "is_broken": True}
    hidden = beyond(text, file.reader.groups)
    if hidden:
        return {"facts": [], "blank": [], "hidden": hidden, "is_broken": False}
    values = values_for(text, Asked(file.reader, file.person, file.name))
    told = [one for one in fields_of(text) if not one.is_typed and not one.is_alone]
    facts = [(one.code, values[one.code]) for one in told if values[one.code]]
    typed = {one.code for one in fields_of(text) if one.is_typed}
    blank = [code for code in text.missing(values) if code not in typed]
    return {"facts": facts, "blank": blank, "hidden": [], "is_broken": False}


@door("person-file", "update")
@never_cache
@require_safe
def document_docx(request: SignedInRequest, issued: UUID, person: UUID) -> HttpResponse:
    """A document, to correct before it is signed."""
    return _file(
        request,
        person,
        issued,
        "document.docx",
        DOCX_TYPE,
        lambda row, place: docx(content_of(row, place), made_at=row.made_at),
    )


@door("person-file", "update")
@never_cache
@require_safe
def document_pdf(request: SignedInRequest, issued: UUID, person: UUID) -> HttpResponse:
    """A document, to hand over."""
    if not pdf_available():
        messages.info(request, "Ce serveur ne fait pas de PDF : prenez le DOCX.")
        return redirect("papers:documents", person)
    return _file(
        request,
        person,
        issued,
        "document.pdf",
        PDF_TYPE,
        lambda row, place: pdf(content_of(row, place), made_at=row.made_at, is_large=row.is_large),
    )


def _file(
    request: SignedInRequest,
    person: UUID,
    key: UUID,
    name: str,
    media_type: str,
    write: Callable[[IssuedDocument, UUID], bytes],
) -> HttpResponse:
    file = followed(request, person)
    row = _found(file, key)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = write(row, file.person.organisation_id)
    return HttpResponse(content, content_type=media_type, headers=headers)


def _found(file: OpenedFile, key: UUID) -> IssuedDocument:
    row = issued(file.person, key, file.reader.groups)
    if row is None:
        raise Http404
    return row


@door("person-file", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def erase_document(request: SignedInRequest, issued: UUID, person: UUID) -> HttpResponse:
    """Erase a document made by mistake: which one, then the act."""
    file = followed(request, person)
    row = _found(file, issued)
    if request.method == "POST" and done(
        request,
        lambda: services.erase_issued(by=request.actor, document=row),
        "Le document est effacé.",
    ):
        return redirect("papers:documents", person)
    return render(request, "papers/erase_document.html", file.context | {"document": row})
