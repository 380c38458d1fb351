"""A whole application as files: the dossier to print, its documents in one archive."""

from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from o2r.accounts.door import Opened, door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.calls.applications import hours
from o2r.calls.applications.attachments import archive_files
from o2r.calls.applications.documents import Standing, application_document
from o2r.calls.applications.models import Application
from o2r.calls.applications.selectors import content_of, joined_files, standing_submission
from o2r.core import clock
from o2r.core.archives import MEDIA_TYPE, zip_archive
from o2r.core.documents import DOCX_TYPE, PDF_TYPE, Document, docx, pdf, pdf_available
from o2r.core.downloads import attached, streamed


@door("application", "export")
@require_safe
def dossier_pdf(request: SignedInRequest, application: UUID) -> HttpResponse:
    """The whole application as a PDF; absent where this server cannot make one."""
    opened = _opened(request, application)
    if not pdf_available():
        raise Http404
    return attached(pdf(_document(opened)), PDF_TYPE, f"{_name(opened.obj)}.pdf")


@door("application", "export")
@require_safe
def dossier_docx(request: SignedInRequest, application: UUID) -> HttpResponse:
    """The same as a text document, to annotate."""
    opened = _opened(request, application)
    return attached(docx(_document(opened)), DOCX_TYPE, f"{_name(opened.obj)}.docx")


@door("application", "export")
@require_safe
def pieces_zip(request: SignedInRequest, application: UUID) -> StreamingHttpResponse:
    """Its documents that were found harmless, with a manifest, sent as they are read."""
    found = _opened(request, application).obj
    files, now = archive_files(joined_files(found)), clock.now()
    return streamed(zip_archive(files, made_at=now), MEDIA_TYPE, f"pieces-{_name(found)}.zip")


def _opened(request: SignedInRequest, application: UUID) -> Opened[Application]:
    """The application, for who may read it whole. Raises Http404."""
    rows = Application.objects.select_related("call__dreets").prefetch_related("members")
    opened = open_one(request, rows, pk=application)
    if "content" not in opened.fields:
        raise Http404
    return opened


def _document(opened: Opened[Application]) -> Document:
    found, zone = opened.obj, opened.obj.call.zone_info
    facts = [("Service", found.call.dreets.name), ("État", found.shown_state.label.capitalize())]
    if found.number:
        facts.append(("Dossier", f"n° {found.number}"))
    sent = None if found.is_draft else standing_submission(found)
    if sent is not None:
        facts.append(("Arrivée", hours.said(sent.arrived_at, zone, exact=True)))
        facts.append(("Empreinte SHA-256 du contenu déposé", sent.digest))
    facts.append(("Document établi le", hours.said(clock.now(), zone)))
    standing = Standing(found.is_draft, facts, shows_contacts="contacts" in opened.fields)
    return application_document(content_of(found, elsewhere=False), standing)


def _name(found: Application) -> str:
    draft = "brouillon" if found.is_draft else f"{found.number or 'retiree'}"
    return f"candidature-{found.call.slug}-{draft}"
