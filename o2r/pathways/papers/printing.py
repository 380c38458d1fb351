"""The PDF of a paper, in letters of eighteen points when it is for somebody who sees little."""

from datetime import datetime

from o2r.core.documents import Document
from o2r.core.documents.brand import brand_in_force
from o2r.core.documents.pdf_writer import STYLES, page_of
from o2r.core.documents.printing import render

LARGE = "papers/css/large.css"


def pdf(document: Document, *, made_at: datetime, is_large: bool = False) -> bytes:
    """``document`` as a tagged PDF (PDF/UA-1). Raises RuntimeError where pango is absent."""
    styles = (*STYLES, LARGE) if is_large else STYLES
    return render(page_of(document, made_at, brand_in_force()), styles)
