"""A document as a DOCX: real heading styles, in French, that people correct before they sign."""

import io
from datetime import UTC, datetime
from typing import Any

import docx as python_docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from o2r.core import clock
from o2r.core.documents.brand import Brand, brand_in_force
from o2r.core.documents.description import Document, Fields, Heading, Paragraph, Signature, Table
from o2r.core.documents.same_bytes import packed_again
from o2r.core.documents.text import lines_of, one_line

LANGUAGE = "fr-FR"
FONT = "Arial"
INK = RGBColor(0x14, 0x30, 0x2F)
SIZES = {"Title": 22, "Subtitle": 12, "Heading 1": 15, "Heading 2": 13, "Heading 3": 11}
LOGO_MM = 12


def docx(
    document: Document, *, made_at: datetime | None = None, brand: Brand | None = None
) -> bytes:
    """``document`` as a DOCX. ``made_at``: the date in its properties, now by default; ``brand``:
    the instance by default."""
    made_at = made_at or clock.now()
    file = python_docx.Document()
    _speak_french(file)
    _dress(file)
    _describe(file, document, made_at)
    _head_and_foot(file, document, brand or brand_in_force())
    file.add_paragraph(one_line(document.title), style="Title")
    if document.subtitle:
        file.add_paragraph(one_line(document.subtitle), style="Subtitle")
    for block in document.blocks:
        _write(file, block)
    written = io.BytesIO()
    file.save(written)
    return packed_again(written.getvalue(), made_at)


def _write(file: Any, block: object) -> None:
    match block:
        case Heading():
            file.add_heading(one_line(block.text), level=block.level)
        case Paragraph():
            _fill(file.add_paragraph(), block.text)
        case Table():
            _table(file, block)
        case Fields():
            for name, text in block.pairs:
                paragraph = file.add_paragraph()
                paragraph.paragraph_format.space_after = Pt(3)
                paragraph.add_run(f"{one_line(name)}\u00a0: ").bold = True
                _fill(paragraph, text)
        case Signature():
            for line in block.lines:
                _sign(file, one_line(line))


def _fill(paragraph: Any, text: str, *, bold: bool = False) -> None:
    """Put a text in a paragraph: its lines stay lines, and nothing in it is anything else."""
    for rank, line in enumerate(lines_of(text)):
        run = paragraph.add_run()
        if rank:
            run.add_break()
        run.bold = bold or None
        run.add_text(line)


def _table(file: Any, table: Table) -> None:
    caption = one_line(table.caption)
    if caption:
        file.add_paragraph(caption, style="Caption").paragraph_format.keep_with_next = True
    made = file.add_table(rows=1 + len(table.rows), cols=len(table.header))
    made.style = "Table Grid"
    # Cell by cell from the table would be slow: each call looks for all of them.
    for rank, (row, cells) in enumerate(zip(made.rows, [table.header, *table.rows], strict=True)):
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            _fill(paragraph, text, bold=rank == 0 or column == 0)
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if rank == 0:
            # Said again on each page, and told as titles by screen readers.
            properties.append(OxmlElement("w:tblHeader"))
    if caption:
        said = OxmlElement("w:tblCaption")
        said.set(qn("w:val"), caption)
        made._tbl.tblPr.append(said)
    file.add_paragraph()


def _sign(file: Any, line: str) -> None:
    label = file.add_paragraph(line)
    label.paragraph_format.keep_with_next = True
    label.paragraph_format.space_before = Pt(12)
    room = file.add_paragraph()
    room.paragraph_format.space_before = Pt(54)
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "14302F")):
        bottom.set(qn(f"w:{name}"), value)
    border.append(bottom)
    room._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _speak_french(file: Any) -> None:
    for language in file.styles.element.iter(qn("w:lang")):
        for name in ("val", "eastAsia"):
            language.set(qn(f"w:{name}"), LANGUAGE)
    for language in file.settings.element.iter(qn("w:themeFontLang")):
        for name in ("val", "eastAsia"):
            language.set(qn(f"w:{name}"), LANGUAGE)


def _dress(file: Any) -> None:
    """Plain styles, which people may change for the whole document at once."""
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for name, size in SIZES.items():
        style = file.styles[name]
        style.font.size, style.font.italic = Pt(size), False
        style.font.bold = name != "Subtitle"
        style.font.color.rgb = INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{key}"), FONT)
    caption = file.styles["Caption"]
    caption.font.color.rgb, caption.font.size = INK, Pt(10)
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)


def _describe(file: Any, document: Document, made_at: datetime) -> None:
    told, at = file.core_properties, made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    told.title, told.subject = one_line(document.title)[:255], one_line(document.subtitle)[:255]
    told.author = told.last_modified_by = told.comments = told.keywords = ""
    told.language, told.revision = LANGUAGE, 1
    told.created = told.modified = at
    package = file.part.package
    for key, relation in list(package.rels.items()):
        # The picture of the library's own blank page.
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _head_and_foot(file: Any, document: Document, brand: Brand) -> None:
    section = file.sections[0]
    head = section.header.paragraphs[0]
    picture = brand.png
    if picture:
        run = head.add_run()
        inline = run.add_picture(io.BytesIO(picture), height=Mm(LOGO_MM))._inline
        inline.docPr.set("descr", f"Logo de {one_line(brand.name)}")
        head.add_run("  ")
    head.add_run(one_line(brand.name))
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{one_line(document.title)} – page ")
    _field(foot, "PAGE")
    foot.add_run(" sur ")
    _field(foot, "NUMPAGES")
    for run in (*head.runs, *foot.runs):
        run.font.size = Pt(9)


def _field(paragraph: Any, code: str) -> None:
    """A number that the word processor computes."""
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    made.append(run)
    paragraph._p.append(made)
