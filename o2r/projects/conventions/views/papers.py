"""Drafts of conventions and of avenants: to print, as PDF, or to go on writing."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.core.documents import DOCX_TYPE, PDF_TYPE, docx, pdf, pdf_available
from o2r.projects.conventions.models import Convention
from o2r.projects.conventions.papers import Paper, avenant_paper, convention_paper
from o2r.projects.conventions.views.money import avenant_of
from o2r.projects.conventions.views.steps import may, opened, opened_whole, page_of, summary_only


@door("convention", "read")
@require_safe
def paper(request: SignedInRequest, convention: UUID) -> HttpResponse:
    """The draft of a convention and its annexes, to read and to print."""
    found, is_whole = opened_whole(request, convention)
    if not is_whole:
        return summary_only(request, found)
    here = reverse("conventions:paper", args=[found.pk])
    return _page(request, found, convention_paper(found), here, page_of(found))


@door("convention", "read")
@require_safe
def avenant(request: SignedInRequest, convention: UUID, avenant: UUID) -> HttpResponse:
    """The draft of an avenant, to read and to print."""
    found, is_whole = opened_whole(request, convention)
    if not is_whole:
        return summary_only(request, found)
    one = avenant_of(found, avenant)
    here = reverse("conventions:avenant_paper", args=[found.pk, one.pk])
    return _page(request, found, avenant_paper(one), here, page_of(found, "echeancier"))


@door("convention", "export")
@require_safe
def paper_file(request: SignedInRequest, convention: UUID, kind: str) -> HttpResponse:
    """The draft of a convention as a file: it holds amounts, and leaves after a fresh proof."""
    found = opened(request, convention)
    here = reverse("conventions:paper", args=[found.pk])
    return _taken(convention_paper(found), kind, here)


@door("convention", "export")
@require_safe
def avenant_file(
    request: SignedInRequest, convention: UUID, avenant: UUID, kind: str
) -> HttpResponse:
    """The draft of an avenant as a file, likewise."""
    found = opened(request, convention)
    one = avenant_of(found, avenant)
    here = reverse("conventions:avenant_paper", args=[found.pk, one.pk])
    return _taken(avenant_paper(one), kind, here)


def _page(
    request: SignedInRequest, found: Convention, made: Paper, here: str, back: str
) -> HttpResponse:
    context = {
        "paper": made,
        "here": here,
        "back": back,
        "can_export": may(request, "export", found),
        "pdf_available": pdf_available(),
    }
    return render(request, "conventions/paper.html", context)


def _taken(made: Paper, kind: str, here: str) -> HttpResponse:
    if kind == "docx":
        return _file(docx(made.document), DOCX_TYPE, made, "docx")
    if not pdf_available():
        # The page prints from the browser.
        return redirect(here)
    return _file(pdf(made.document), PDF_TYPE, made, "pdf")


def _file(content: bytes, media_type: str, made: Paper, extension: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    name = slugify(made.file_name) or "document"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    response.headers["Cache-Control"] = "no-store"
    return response
