"""The sheet of a project as a PDF file, where the system library pango is present."""

from o2r.core import pdf
from o2r.core.pdf import MISSING, available

__all__ = ["MISSING", "available", "render"]

STYLES = ("core/css/tokens.css", "public_map/css/sheet_pdf.css")


def render(page: str) -> bytes:
    """``page``, a complete HTML document, as a tagged PDF. Raises RuntimeError without pango."""
    return pdf.render(page, STYLES)
