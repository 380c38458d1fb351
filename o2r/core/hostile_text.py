"""Hostile texts, made from seeds, to be typed in every field; and the judges of what comes out.

``hostile_texts()`` gives 500 of them. ``findings(kind, output)`` reads an output — CSV, XLSX, ODS,
HTML, JSON, mail or log — and says in it what runs, forges or breaks. Nothing here imports the code
that is judged.
"""

import csv
import io
import json
import random
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

PER_FAMILY = 25
MARK = re.compile(r"O2R[0-9A-F]{8}Z")


@dataclass(frozen=True)
class HostileText:
    """A text to type in a field; ``mark`` is a word of it that finds it again in an output."""

    family: str
    seed: int
    text: str
    mark: str


# {m} is the mark; each line is one way of the family.
_WAYS: dict[str, tuple[str, ...]] = {
    "html": (
        "<script>{m}</script>",
        '"><img src=x onerror={m}>',
        "<svg/onload={m}>",
        "</textarea><iframe srcdoc={m}>",
        "<a href='javascript:{m}'>x</a>",
    ),
    "attribute": (
        '" onmouseover="{m}',
        "' autofocus onfocus='{m}",
        "` onclick=`{m}",
        '"/><base href="//{m}">',
    ),
    "markup-end": ("--><b {m}>", "]]><i {m}>", "</title><style>{m}", "</script><p {m}>", "*/{m}"),
    "address": (
        "javascript:{m}",
        "data:text/html,{m}",
        "//{m}.example",
        "\\\\{m}\\x",
        "java\tscript:{m}",
    ),
    "template": ("{{{{ {m} }}}}", "{{% load {m} %}}", "${{{m}}}", "#{{{m}}}", "<%= {m} %>"),
    "format": ("%s%n%x {m}", "{{0.__class__}} {m}", "%({m})s", "{{m!r}} {m}", "%%{m}%%"),
    "sql": (
        "' OR 1=1 -- {m}",
        "'; DROP TABLE {m}; --",
        '" UNION SELECT {m} --',
        "\\'; {m}",
        "%' {m}",
    ),
    "formula": ("={m}", "=cmd|'/c {m}'!A1", "+{m}()", "-2+3+cmd|'{m}'!A0", "@SUM({m})"),
    "formula-hidden": (
        "  ={m}",
        "\t={m}",
        "\uff1d{m}()",
        "\u200b=\u200b{m}()",
        "texte;={m}()",
        'a","=HYPERLINK(""{m}"")',
        "deux\n@SUM({m})",
        "'\"={m}()",
        "\r=cmd|'{m}'!A0",
    ),
    "new-line": (
        "x\r\n{m}",
        "x\n2026-01-01 ERROR {m}",
        "x\r{m}",
        "x\u2028{m}",
        "x\u0085{m}",
        "x\x0b{m}",
    ),
    "header": (
        "x\r\nBcc: {m}@o2r.example",
        "x\nSubject: {m}",
        "x%0d%0aSet-Cookie: {m}",
        "x\r\n\r\n<b>{m}",
        "\u560d\u560a{m}",
    ),
    "terminal": (
        "\x1b[2J{m}",
        "\x1b]0;{m}\x07",
        "\x9b31m{m}",
        "{m}\x08\x08\x08",
        "\x1b[1A\x1b[2K{m}",
    ),
    "control": ("a\x00{m}", "\x01\x02{m}", "{m}\x7f", "\x1a{m}", "\ufeff{m}\ufffe"),
    "direction": ("\u202e{m}\u202c", "\u2066{m}", "a\u200f{m}", "\u202dexe.{m}", "\u061c{m}"),
    "invisible": ("\u200b{m}\u200d", "\u00ad{m}", "\u2060{m}", "\u3164{m}", "{m}\U000e0041"),
    "broken-unicode": (
        "\ufffd{m}",
        "{m}e" + "\u0301" * 40,
        "\U0010ffff{m}",
        "\ufdd0{m}",
        "\ud7ff{m}",
    ),
    "wide": (
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 {m}",
        "\ufdfd{m}",
        "\u2f00{m}",
        "ﬃ{m}",
        "İ{m}ı",
    ),
    "path": ("../../../{m}", "..\\..\\{m}", "/etc/{m}\x00.png", "file:///{m}", "%2e%2e%2f{m}"),
    "code": ("$({m})", "`{m}`", "; {m} #", "| {m}", "__import__('{m}')"),
    "long": ("{m}" + "a" * 9_000, "<" * 3_000 + "{m}", "{m}" + "é " * 4_000, "=" * 2_000 + "{m}"),
}


def hostile_texts(seed: int = 1) -> Iterator[HostileText]:
    """500 texts: 25 of each of the 20 families, the same for a seed."""
    for family, ways in _WAYS.items():
        for rank in range(PER_FAMILY):
            number = seed * 1_000 + rank
            rng = random.Random(f"{family}/{number}")  # noqa: S311 - seeded on purpose
            mark = f"O2R{rng.randrange(16**8):08X}Z"
            text = ways[rank % len(ways)].format(m=mark)
            # Past the first turn, the same ways with something around them.
            turn = rank // len(ways)
            around = ("{}", "{} fin", "{}\n", "  {}", "{}\u00a0!", "«{}»")[min(turn, 5)]
            if family in ("formula", "formula-hidden") and turn == 5:
                around = "{}"
            yield HostileText(family, number, around.format(text), mark)


def findings(kind: str, output: str | bytes) -> list[str]:
    """What is wrong in an output, one line each; empty when nothing is.

    ``kind``: ``csv``, ``xlsx``, ``ods``, ``html``, ``json``, ``mail`` or ``log``. Binary outputs
    are bytes, others text or UTF-8. Raises LookupError for another kind.
    """
    judge = JUDGES[kind]
    if kind in ("xlsx", "ods"):
        return judge(output if isinstance(output, bytes) else output.encode())
    text = output if isinstance(output, str) else output.decode("utf-8-sig")
    return judge(text)


def _live(cell: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula."""
    bare = cell.lstrip(' \t\r\n\u00a0\u200b\ufeff\x0b\x0c"')
    return bool(bare) and unicodedata.normalize("NFKC", bare[0])[:1] in ("=", "+", "-", "@")


def _live_in_csv(text: str) -> list[str]:
    """Live cells, whichever separator the reader's spreadsheet is set for; numbers are not."""
    found = []
    for delimiter in ",;\t":
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for row in rows:
            for cell in row:
                if _live(cell) and not re.fullmatch(r"[-+0-9.,;\te]*", cell.strip()):
                    found.append(f"live cell (read with {delimiter!r}): {cell[:60]!r}")
    return found


_XLSX_FORMULA = re.compile(r"<f[ >/]|t=\"str\"|<ddeLink|<externalBook")
_ODS_FORMULA = re.compile(r"table:formula|text:dde|table:dde|xlink:href|<script:")


def _live_in_xlsx(content: bytes) -> list[str]:
    return _live_in_parts(content, _XLSX_FORMULA)


def _live_in_ods(content: bytes) -> list[str]:
    return _live_in_parts(content, _ODS_FORMULA)


def _live_in_parts(content: bytes, sign: re.Pattern[str]) -> list[str]:
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                text = archive.read(name).decode()
                found += [f"{name}: {place[0]!r}" for place in sign.finditer(text)]
    return found


class _Tags(HTMLParser):
    """Notes every mark that became a tag, an attribute or a script."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._raw = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # A block of data is read by a script of ours, as JSON: nothing in it runs.
        is_data = dict(attrs).get("type") == "application/json"
        self._raw = tag == "style" or (tag == "script" and not is_data)
        self._note(tag, f"tag <{tag[:40]}>")
        for name, value in attrs:
            self._note(name, f"attribute {name[:40]!r} of <{tag}>")
            text = (value or "").strip().lower()
            runs = name.startswith("on") or name in ("srcdoc", "style")
            leads = re.sub(r"[\s\x00-\x1f]", "", text).startswith(("javascript:", "data:text/html"))
            if runs or (name in ("href", "src", "action", "formaction") and leads):
                self._note(value or "", f"attribute {name!r} of <{tag}> runs")

    def handle_endtag(self, tag: str) -> None:
        self._raw = False

    def handle_data(self, data: str) -> None:
        if self._raw:
            self._note(data, "inside a script or a style")

    def handle_comment(self, data: str) -> None:
        self._note(data, "inside a comment")

    def _note(self, text: str, where: str) -> None:
        if MARK.search(text.upper()):
            self.found.append(f"{where}: {text[:60]!r}")


def _live_in_html(text: str) -> list[str]:
    tags = _Tags()
    tags.feed(text)
    tags.close()
    return tags.found


def _wrong_in_json(text: str) -> list[str]:
    try:
        json.loads(text)
    except ValueError as error:
        return [f"not JSON: {error}"]
    return []


def _forged_in_mail(text: str) -> list[str]:
    """Headers that a field added: a mark in a header other than a coded subject or name."""
    head = text.replace("\r\n", "\n").split("\n\n", 1)[0]
    forged = re.compile(
        r"^(bcc|cc|set-cookie|content-type|reply-to):.*O2R[0-9A-F]{8}Z", re.I | re.M
    )
    lines = [line for line in head.split("\n") if not re.match(r"[!-9;-~]+:|[ \t]", line)]
    return [f"forged header: {found[0][:80]!r}" for found in forged.finditer(head)] + [
        f"line that is no header: {line[:60]!r}" for line in lines
    ]


def _forged_in_log(text: str) -> list[str]:
    """Lines that start with what somebody typed, and characters that move a terminal's cursor."""
    found = _controls(text)
    for line in re.split("[\n\r\u2028\u2029\u0085\x0b\x0c]", text):
        start = re.match(r"\W{0,3}(Bcc: |Subject: |2026-01-01 ERROR |<b>)?O2R[0-9A-F]{8}Z", line)
        if start:
            found.append(f"forged line: {line[:60]!r}")
    return found


def _controls(text: str) -> list[str]:
    wrong = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
    return [f"control character U+{ord(found[0]):04X}" for found in wrong.finditer(text)]


JUDGES: dict[str, Callable[..., list[str]]] = {
    "csv": _live_in_csv,
    "xlsx": _live_in_xlsx,
    "ods": _live_in_ods,
    "html": _live_in_html,
    "json": _wrong_in_json,
    "mail": _forged_in_mail,
    "log": _forged_in_log,
}
