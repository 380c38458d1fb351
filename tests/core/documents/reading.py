"""Reads documents back: the text of a PDF by its own tables of characters, the text of a DOCX."""

import io
import re
import zipfile
from xml.etree import ElementTree

import docx as python_docx
import pikepdf


def pdf_text(content: bytes) -> str:
    """The text that a screen reader or a copy would find, without spaces nor line breaks."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as file:
        for page in file.pages:
            fonts = {
                name: _characters(font["/ToUnicode"].read_bytes().decode())
                for name, font in page.Resources.Font.items()
            }
            current: dict[int, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    current = fonts[str(operands[0])]
                elif str(operator) in ("Tj", "TJ"):
                    pieces = operands[0] if str(operator) == "TJ" else operands
                    for piece in pieces:
                        if isinstance(piece, pikepdf.String):
                            found.append(_decoded(bytes(piece), current))
    return re.sub(r"\s", "", "".join(found))


def _decoded(codes: bytes, characters: dict[int, str]) -> str:
    pairs = (int.from_bytes(codes[place : place + 2], "big") for place in range(0, len(codes), 2))
    return "".join(characters.get(code, "") for code in pairs)


def _characters(table: str) -> dict[int, str]:
    pairs = re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", table)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def docx_texts(content: bytes) -> list[str]:
    """The text of each paragraph of a DOCX, those of its tables included."""
    file = python_docx.Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in file.paragraphs]
    return texts + [cell.text for table in file.tables for row in table.rows for cell in row.cells]


def xml_of(content: bytes, name: str = "word/document.xml") -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read(name))  # noqa: S314 — made by us
