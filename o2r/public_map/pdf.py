"""The sheets as PDF files, where the system library pango is present."""

from o2r.core.documents import printing
from o2r.core.documents.printing import MISSING, available

__all__ = ["MISSING", "available", "render"]

STYLES = ("core/css/tokens.css", "public_map/css/sheet_pdf.css")


def render(page: str) -> bytes:
    """``page``, a complete HTML document, as a tagged PDF (PDF/UA-1).

    Raises RuntimeError where pango is absent: ask ``available`` first.
    """
    return printing.render(page, STYLES)
