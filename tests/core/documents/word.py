"""What Word refuses or repairs in a DOCX, and what its readers stumble on: ``faults(content)``."""

import io
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

import docx
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

# ISO/IEC 29500-1, 17.3 and 17.4: the children of these are a sequence, in this order.
ORDERS = {
    "pPr": (
        *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl"),
        *("numPr", "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku"),
        *("wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi"),
        *("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents"),
        *("suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap"),
        *("outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    ),
    "rPr": (
        *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike"),
        *("outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish"),
        *("webHidden", "color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight"),
        *("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang"),
        *("eastAsianLayout", "specVanish", "oMath"),
    ),
    "tblPr": (
        *("tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize"),
        *("tblStyleColBandSize", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd"),
        *("tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription"),
    ),
}


def faults(content: bytes) -> list[str]:
    """What is wrong, one sentence each; none for a file that Word opens and people read."""
    docx.Document(io.BytesIO(content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    trees = {
        name: etree.fromstring(data)
        for name, data in parts.items()
        if name.endswith((".xml", ".rels"))
    }
    body, styles = trees["word/document.xml"], trees["word/styles.xml"]
    written = [
        tree for name, tree in trees.items() if name.startswith("word/") and "_rels" not in name
    ]
    return [
        *_package(trees, set(parts)),
        *(fault for tree in written for fault in _order(tree)),
        *_styles(written, styles),
        *_tables(body),
        *_reading(body, styles),
    ]


def _package(trees: dict[str, Any], parts: set[str]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    named = {one.get("PartName") for one in types.iter(f"{TYPES}Override")}
    endings = {one.get("Extension") for one in types.iter(f"{TYPES}Default")}
    for part in parts - {"[Content_Types].xml"}:
        if f"/{part}" not in named and part.rpartition(".")[2] not in endings:
            yield f"{part} has no type."
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder = PurePosixPath(name).parent.parent
        for relation in tree.iter(RELATION):
            target = relation.get("Target")
            if relation.get("TargetMode") == "External":
                continue
            whole = target[1:] if target.startswith("/") else str(_joined(folder, target))
            if whole not in parts:
                yield f"{name} leads to {target}, which is not there."


def _joined(folder: PurePosixPath, target: str) -> PurePosixPath:
    for step in PurePosixPath(target).parts:
        folder = folder.parent if step == ".." else folder / step
    return folder


def _order(tree: Any) -> Iterator[str]:
    for holder, order in ORDERS.items():
        for one in tree.iter(f"{W}{holder}"):
            names = [etree.QName(child).localname for child in one]
            places = [order.index(name) for name in names if name in order]
            if places != sorted(places) or len(set(names)) != len(names):
                yield f"{holder} holds {names}."


def _styles(trees: list[Any], styles: Any) -> Iterator[str]:
    known = {one.get(f"{W}styleId") for one in styles.iter(f"{W}style")}
    for tree in trees:
        for tag in ("pStyle", "rStyle", "tblStyle"):
            for one in tree.iter(f"{W}{tag}"):
                if one.get(f"{W}val") not in known:
                    yield f"The style {one.get(f'{W}val')} is unknown."
    numbers = [one.get("id") for tree in trees for one in tree.iter(f"{WP}docPr")]
    if len(set(numbers)) != len(numbers):
        yield "Two pictures have the same number."


def _tables(body: Any) -> Iterator[str]:
    for table in body.iter(f"{W}tbl"):
        rows = list(table.iter(f"{W}tr"))
        width = len(list(table.iter(f"{W}gridCol")))
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        if heads[:1] != [True] or any(heads[1:]):
            yield "A table does not have one row of titles, its first."
        if table.find(f"{W}tblPr/{W}tblCaption") is None:
            yield "A table has no name."
        for row in rows:
            cells = row.findall(f"{W}tc")
            if len(cells) != width:
                yield f"A row has {len(cells)} cells for {width} columns."
            if any(cell[-1].tag != f"{W}p" for cell in cells):
                yield "A cell does not end with a paragraph."


def _reading(body: Any, styles: Any) -> Iterator[str]:
    if {one.get(f"{W}val") for one in styles.iter(f"{W}lang")} != {"fr-FR"}:
        yield "The document is not in French."
    for first, second in pairwise(body[0]):
        if _is_empty(first) and _is_empty(second):
            yield "Two empty paragraphs follow each other."
    styled = [one.get(f"{W}val") or "" for one in body.iter(f"{W}pStyle")]
    if styled[:1] != ["Title"]:
        yield "The document does not begin with its title."
    levels = [0, *(int(one[7:]) for one in styled if one.startswith("Heading"))]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"A heading of level {after} follows one of level {before}."


def _is_empty(block: Any) -> bool:
    """A paragraph that holds nothing and draws nothing."""
    is_line = block.find(f"{W}pPr/{W}pBdr") is not None
    return block.tag == f"{W}p" and not is_line and not "".join(block.itertext()).strip()
