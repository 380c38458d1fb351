"""Documents as files that leave."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from o2r.core.archives import zipped
from o2r.core.documents import Document
from o2r.core.pdf import MISSING, available

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def docx_of(document: Document, name: str) -> HttpResponse:
    """A text document."""
    return _attached(document.docx(), _DOCX, f"{name}.docx")


def pdf_of(request: HttpRequest, document: Document, name: str) -> HttpResponse:
    """A PDF; a page that says why when this server cannot make one."""
    if not available():
        return render(request, "selection/no_pdf.html", {"why": MISSING}, status=503)
    return _attached(document.pdf(), "application/pdf", f"{name}.pdf")


def archive_of(files: Iterable[tuple[str, bytes]], name: str) -> HttpResponse:
    """Several files in one archive."""
    return _attached(zipped(files), "application/zip", f"{name}.zip")
