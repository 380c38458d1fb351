"""Documents as files that leave."""

from collections.abc import Iterable
from datetime import datetime

from django.http import Http404, HttpResponse

from o2r.core.archives import MEDIA_TYPE, ArchiveFile, zip_archive
from o2r.core.documents import DOCX_TYPE, PDF_TYPE, Document, docx, pdf, pdf_available


def docx_of(document: Document, name: str, made_at: datetime) -> HttpResponse:
    """A text document."""
    return _attached(docx(document, made_at=made_at), DOCX_TYPE, f"{name}.docx")


def pdf_of(document: Document, name: str, made_at: datetime) -> HttpResponse:
    """A PDF. Raises Http404 where the system library pango is absent: pages do not offer it."""
    if not pdf_available():
        raise Http404("Les PDF demandent la bibliothèque système pango, absente de ce serveur.")
    return _attached(pdf(document, made_at=made_at), PDF_TYPE, f"{name}.pdf")


def archive_of(files: Iterable[ArchiveFile], name: str) -> HttpResponse:
    """Several files in one archive, made while the rows may be read."""
    return _attached(b"".join(zip_archive(files)), MEDIA_TYPE, f"{name}.zip")


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
