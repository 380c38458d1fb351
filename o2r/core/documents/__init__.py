"""Documents that people edit or sign: one plain description, written as DOCX or as PDF.

    letter = Document(
        title="Notification de la décision",
        blocks=[Paragraph("Madame, Monsieur,"), Fields([("Projet", "Portes du Sud")])],
    )
    docx(letter, made_at=decided_at)
    pdf(letter, made_at=decided_at)

The same description, date and brand give the same bytes. Texts are texts: nothing that was typed
becomes markup, a field, a link or a script of the file.
"""

from o2r.core.documents.brand import Brand
from o2r.core.documents.description import (
    Block,
    Document,
    Fields,
    Heading,
    Paragraph,
    Signature,
    Table,
)
from o2r.core.documents.docx_writer import docx
from o2r.core.documents.pdf_writer import pdf
from o2r.core.documents.printing import available as pdf_available

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"

__all__ = [
    "DOCX_TYPE",
    "PDF_TYPE",
    "Block",
    "Brand",
    "Document",
    "Fields",
    "Heading",
    "Paragraph",
    "Signature",
    "Table",
    "docx",
    "pdf",
    "pdf_available",
]
