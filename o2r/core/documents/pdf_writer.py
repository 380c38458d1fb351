"""A document as a PDF that a screen reader follows (PDF/UA-1), in French."""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from o2r.core import clock
from o2r.core.documents.brand import Brand, brand_in_force
from o2r.core.documents.description import Document, Fields, Heading, Paragraph, Signature, Table
from o2r.core.documents.printing import PICTURE, render
from o2r.core.documents.text import lines_of, one_line

STYLES = ("core/css/tokens.css", "core/css/printed_document.css")

TWELFTHS = 12
_NARROWEST, _WIDEST = 12, 60
_ENDLESS = re.compile(r"\S{200}(?=\S)")
_CUT = "\x00"
_BREAK = format_html("<br>{}", "")


@dataclass(frozen=True)
class _Printed:
    """A block with its texts ready to be set: what the template reads."""

    kind: str
    texts: list[SafeString] = field(default_factory=list)
    level: int = 0
    header: list[SafeString] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    rows: list[list[SafeString]] = field(default_factory=list)
    pairs: list[tuple[SafeString, SafeString]] = field(default_factory=list)


def pdf(
    document: Document, *, made_at: datetime | None = None, brand: Brand | None = None
) -> bytes:
    """``document`` as a tagged PDF. ``made_at``: the date in its properties, now by default;
    ``brand``: the instance by default.

    Raises RuntimeError where pango is absent: ask ``pdf_available`` first, and offer the DOCX.
    """
    return render(page_of(document, made_at or clock.now(), brand or brand_in_force()), STYLES)


def page_of(document: Document, made_at: datetime, brand: Brand) -> str:
    """The HTML page that is printed."""
    picture = brand.png
    context = {
        "title": one_line(document.title),
        "heading": _set_one_line(document.title),
        "subtitle": _set_one_line(document.subtitle),
        "name": one_line(brand.name),
        "logo": PICTURE + base64.b64encode(picture).decode() if picture else "",
        "made_at": made_at.isoformat(timespec="seconds"),
        "blocks": list(_printed(document)),
    }
    return render_to_string("core/printed_document.html", context)


def _printed(document: Document) -> Iterable[_Printed]:
    for block in document.blocks:
        match block:
            case Heading():
                yield _Printed(block.kind, [_set_one_line(block.text)], level=block.level + 1)
            case Paragraph():
                yield _Printed(block.kind, [_set(block.text)])
            case Table():
                yield _Printed(
                    block.kind,
                    [_set_one_line(block.caption)] if block.caption else [],
                    header=[_set_one_line(cell) for cell in block.header],
                    widths=widths_of(block),
                    rows=[[_set(cell) for cell in row] for row in block.rows],
                )
            case Fields():
                pairs = [(_set_one_line(name), _set(text)) for name, text in block.pairs]
                yield _Printed(block.kind, pairs=pairs)
            case Signature():
                yield _Printed(block.kind, [_set_one_line(line) for line in block.lines])


def _set(text: str) -> SafeString:
    """A text, escaped, its lines kept."""
    return format_html_join(_BREAK, "{}", ((_cut(line),) for line in lines_of(text)))


def _set_one_line(text: str) -> SafeString:
    return _cut(one_line(text))


def _cut(line: str) -> SafeString:
    """A line, escaped; a word of more than two hundred characters is cut in pieces.

    Whole, it is measured again for each line that it fills: nine thousand letters took minutes.
    """
    pieces = _ENDLESS.sub(lambda found: found[0] + _CUT, line).split(_CUT)
    if len(pieces) == 1:
        return format_html("{}", line)
    return format_html_join("", "<span>{}</span>", ((piece,) for piece in pieces))


def widths_of(table: Table) -> list[int]:
    """Twelfths of the page for each column, after what its cells hold; empty for equal columns.

    Given, and not found by measuring every word: a table of long texts is set at once.
    """
    count = len(table.header)
    if count > TWELFTHS:
        return []
    columns = zip(table.header, *table.rows, strict=True)
    weights = [min(max(_NARROWEST, *map(len, cells)), _WIDEST) for cells in columns]
    shared = [1 + (TWELFTHS - count) * weight // sum(weights) for weight in weights]
    # What rounding leaves, less than one each, goes to the widest ones.
    widest = sorted(range(count), key=lambda column: -weights[column])
    for column in widest[: TWELFTHS - sum(shared)]:
        shared[column] += 1
    return shared
