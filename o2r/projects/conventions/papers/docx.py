"""A document that people go on writing in their word processor (DOCX)."""

import io

from docx import Document
from docx.document import Document as Draft

from o2r.core.exports import writable
from o2r.projects.conventions.papers.content import Paper, Section, Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXAMPLE = "Exemple inventé pour la démonstration."


def docx_bytes(paper: Paper) -> bytes:
    """The whole document; texts are texts, never fields nor links."""
    draft = Document()
    draft.core_properties.title = writable(paper.title)
    draft.core_properties.author = ""
    draft.core_properties.language = "fr-FR"
    draft.add_heading(writable(paper.title), level=0)
    draft.add_paragraph(writable(paper.subtitle))
    draft.add_paragraph(writable(paper.notice), style="Intense Quote")
    if paper.is_example:
        draft.add_paragraph(EXAMPLE)
    for section in paper.sections:
        _write(draft, section)
    output = io.BytesIO()
    draft.save(output)
    return output.getvalue()


def _write(draft: Draft, section: Section) -> None:
    draft.add_heading(writable(section.heading), level=section.level)
    for text in section.paragraphs:
        draft.add_paragraph(writable(text))
    if section.table is not None:
        _write_table(draft, section.table)


def _write_table(draft: Draft, table: Table) -> None:
    grid = draft.add_table(rows=1, cols=len(table.header), style="Table Grid")
    for cell, text in zip(grid.rows[0].cells, table.header, strict=True):
        cell.paragraphs[0].add_run(writable(text)).bold = True
    for row in table.rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = writable(text)
    draft.add_paragraph()
