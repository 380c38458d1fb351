"""The same document as a PDF/UA file, where the system library pango is present."""

from django.template.loader import render_to_string

from o2r.core import pdf
from o2r.projects.conventions.papers.content import Paper

STYLES = ("core/css/tokens.css", "conventions/css/paper_pdf.css")


def pdf_bytes(paper: Paper) -> bytes:
    """The document. Raises RuntimeError without pango: ask ``o2r.core.pdf.available`` first."""
    return pdf.render(render_to_string("conventions/paper_pdf.html", {"paper": paper}), STYLES)
