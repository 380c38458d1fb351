"""Serving a file. The decision (who may read it) and the address belong to the app above."""

from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header

from o2r.core.files import storage
from o2r.core.files.models import StoredFile

POLICY = "sandbox; default-src 'none'"


def serve(file: StoredFile) -> FileResponse:
    """The content of a clean file, to be saved and never shown inside a page of the site.

    Raises Http404 for any other: what is in quarantine, refused or gone is absent.
    """
    kind = file.type
    if not file.is_servable or kind is None:
        raise Http404
    try:
        content = storage.clean(file.content_name).open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(content, content_type=kind.media_type)
    # RFC 6266: the name is quoted, or coded when it is not plain ASCII.
    disposition = content_disposition_header(as_attachment=True, filename=file.original_name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Content-Length"] = str(storage.clean(file.content_name).stat().st_size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response
