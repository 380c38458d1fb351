"""Names, sizes, programs, pages and texts: everything that is not a container."""

from o2r.core.files.hostile_files.archives import TYPES as OFFICE_TYPES
from o2r.core.files.hostile_files.archives import document, plain_zip
from o2r.core.files.hostile_files.pdfs import PDF, page, pdf
from o2r.core.files.hostile_files.pictures import PNG, TYPES, picture
from o2r.core.files.hostile_files.sample import Draw, Sample, family

# The test word of antivirus editors, in pieces so that no antivirus stops at this source file.
EICAR = "".join(
    ("X5O!P%@AP[4\\PZX5", "4(P^)7CC)7}$EI", "CAR-STANDARD-ANTI", "VIRUS-TEST-FILE!$H+H*")
)
TEXT, CSV = "text/plain", "text/csv"


@family("eicar")
def eicar(draw: Draw) -> Sample:
    """What every antivirus must find, in every kind of file that may be kept."""
    word = EICAR.encode()
    way = draw.rank % 6
    if way == 0:
        return Sample(f"note-{draw.rank}.txt", word, TEXT, EICAR)
    if way == 1:
        return Sample(f"liste-{draw.rank}.csv", b"nom;note\nA;" + word, CSV, EICAR)
    if way == 2:
        return Sample(f"page-{draw.rank}.pdf", pdf(page(draw), pad=b"%" + word + b"\n"), PDF, EICAR)
    kind = draw.pick(("docx", "xlsx", "odt", "ods"))
    parts = document(kind, draw.words())
    parts[{"docx": "word/a.xml", "xlsx": "xl/a.xml"}.get(kind, "a.xml")] = b"<a>" + word + b"</a>"
    return Sample(f"doc-{draw.rank}.{kind}", plain_zip(parts), OFFICE_TYPES[kind], EICAR)


@family("svg-html")
def page_of_code(draw: Draw) -> Sample:
    """A page or a drawing with a script, under its name or under another."""
    code = f"<script>alert('{draw.mark}')</script>"
    body = (
        f'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(\'{draw.mark}\')">{code}</svg>',
        f"<!DOCTYPE html><html><body>{code}</body></html>",
        f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">{code}</html>',
        f"\ufeff \n\t<html>{code}</html>",
        f'<!-- {draw.words()} -->\n<iframe srcdoc="{draw.mark}"></iframe>',
    )[(draw.rank // 6) % 5]
    extension = draw.pick(("svg", "html", "txt", "csv", "png", "pdf"))
    types = {"svg": "image/svg+xml", "html": "text/html", "txt": TEXT, "csv": CSV, "png": PNG}
    return Sample(
        f"plan-{draw.rank}.{extension}", body.encode(), types.get(extension, PDF), draw.mark
    )


_NAMES_OF_PATHS = (
    "../../../../etc/passwd.png",
    "..\\..\\windows\\system32\\a.png",
    "/etc/cron.d/a.png",
    "C:\\Users\\Public\\a.png",
    "a/../../b.png",
    "....//....//a.png",
    "..%2f..%2fa.png",
    "a\x00.png",
    "a\r\nSet-Cookie: o2r=1.png",
    'a"; filename="b.exe.png',
    "\\\\server\\share\\a.png",
    "~root.png",
    "-rf.png",
    "CON.png",
    "a" * 4000 + ".png",
    ".png",
    "..png",
    "a\n.png",
    "$(touch x).png",
    "a;b|c&d.png",
)


@family("traversal-name")
def name_of_a_path(draw: Draw) -> Sample:
    """A real picture whose name leads somewhere else."""
    return Sample(draw.pick(_NAMES_OF_PATHS), picture(draw, "png"), PNG, acceptable=True)


_TURNS = "\u202e\u202d\u2066\u2067\u2068\u200f\u061c\u202a\u202b\u200e"


@family("bidi-name")
def name_that_turns(draw: Draw) -> Sample:
    """A name that is shown otherwise than it is written, or that hides characters."""
    turn = draw.pick(_TURNS)
    if draw.rank % 2:
        return Sample(f"facture{turn}fdp.exe", b"MZ" + draw.mark.encode() * 9, PDF, draw.mark)
    hidden = draw.pick(("\u200b", "\ufeff", "\u2028", "\x1b[2J", "\x85"))
    name = f"photo{turn}gpj.{hidden}{draw.rank}.png"
    return Sample(name, picture(draw, "png"), PNG, acceptable=True)


def _whole(draw: Draw) -> tuple[str, bytes, str]:
    kind = draw.pick(("png", "jpg", "webp", "pdf", "docx", "xlsx", "odt", "ods"))
    if kind in TYPES:
        return kind, picture(draw, kind), TYPES[kind]
    if kind == "pdf":
        return kind, pdf(page(draw)), PDF
    return kind, plain_zip(document(kind, draw.words(90))), OFFICE_TYPES[kind]


@family("truncated")
def truncated(draw: Draw) -> Sample:
    """A file that stops before its end."""
    kind, content, media_type = _whole(draw)
    kept = int(len(content) * draw.rng.uniform(0.1, 0.9))
    return Sample(f"coupe-{draw.rank}.{kind}", content[:kept], media_type)


@family("empty")
def empty(draw: Draw) -> Sample:
    """Nothing, blanks, or the first bytes of a format and nothing more."""
    kind, content, media_type = _whole(draw)
    starts = (b"", b" \n\t ", b"\xef\xbb\xbf", content[:8], b"\0" * 64)
    start = starts[(draw.rank // 3) % 5]
    if draw.rank % 3 == 2:
        kind, media_type, start = "txt", TEXT, starts[(draw.rank // 3) % 3]
    return Sample(f"vide-{draw.rank}.{kind}", start, media_type)


@family("announced-10-gb")
def too_big(draw: Draw) -> Sample:
    """An announced size out of reason; or a size that is not the one announced."""
    kind, content, media_type = _whole(draw)
    name = f"video-{draw.rank}.{kind}"
    if draw.rank % 3 == 0:
        return Sample(name, content, media_type, announced=10_000_000_000)
    if draw.rank % 3 == 1:
        return Sample(name, content, media_type, announced=len(content) + 1 + draw.rank)
    return Sample(name, content + b"\0" * 30_000_000, media_type)


_PROGRAMS = (
    b"MZ\x90\0\x03\0\0\0",
    b"\x7fELF\x02\x01\x01\0",
    b"\xcf\xfa\xed\xfe\x07\0\0\x01",
    b"#!/bin/sh\n",
    b"@echo off\r\nrem ",
    b"\xca\xfe\xba\xbe\0\0\0\x34",
    b"L\0\0\0\x01\x14\x02\0",
    b"\0asm\x01\0\0\0",
    b"<job><script language='VBScript'>",
    b"dex\n035\0",
    b"!<arch>\n",
    b"{\\rtf1\\object",
)


@family("double-extension")
def double_extension(draw: Draw) -> Sample:
    """A program dressed as a document by its name."""
    ending = draw.pick(("exe", "scr", "js", "bat", "hta", "lnk", "vbs", "jar", "ps1", "html"))
    first = ("pdf", "jpg", "docx", "png")[(draw.rank // 10) % 4]
    if draw.rank % 4 == 3:
        # The content is a real PDF: only the name would start a program.
        return Sample(f"facture.pdf.{ending}", pdf(page(draw)), PDF)
    program = draw.pick(_PROGRAMS) + draw.mark.encode()
    spaces = " " * 60 if draw.rank % 5 == 0 else ""
    return Sample(f"facture.{first}{spaces}.{ending}", program, PDF, draw.mark)


@family("executable")
def executable(draw: Draw) -> Sample:
    """A program under the name and the type of a document."""
    content = draw.pick(_PROGRAMS) + draw.mark.encode() + draw.rng.randbytes(200)
    kind = ("pdf", "png", "docx", "txt", "csv", "jpg", "odt")[(draw.rank // 3) % 7]
    types = {"pdf": PDF, "txt": TEXT, "csv": CSV} | TYPES | OFFICE_TYPES
    return Sample(f"doc-{draw.rank}.{kind}", content, types[kind], draw.mark)


@family("wrong-type")
def wrong_type(draw: Draw) -> Sample:
    """A real file of one type under the name and the type of another."""
    kind, content, _ = _whole(draw)
    others = [other for other in ("png", "jpg", "pdf", "docx", "ods", "csv") if other != kind]
    other = others[draw.rng.randrange(len(others))]
    types = {"pdf": PDF, "csv": CSV} | TYPES | OFFICE_TYPES
    return Sample(f"autre-{draw.rank}.{other}", content, types[other])


@family("hostile-text")
def text_that_acts(draw: Draw) -> Sample:
    """Tables with live cells, texts with control characters or in another encoding."""
    mark = draw.mark
    name, content = draw.pick(
        (
            ("csv", f"nom;note\nA;=cmd|'/c {mark}'!A1\n".encode()),
            ("csv", f'nom,note\nA,"=HYPERLINK(""http://127.0.0.1/{mark}"")"\n'.encode()),
            ("csv", f"nom\n@SUM({mark})\n".encode()),
            ("csv", f"nom\n  =1+{mark}\n".encode()),
            ("csv", f"nom\n\uff1dcmd|'{mark}'!A1\n".encode()),
            ("csv", f"nom;note\nA;-2+3+cmd|' /C {mark}'!A0\n".encode()),
            ("csv", f"nom\tnote\nA\t+cmd|'{mark}'!A0\n".encode()),
            ("txt", f"bonjour\0{mark}".encode()),
            ("txt", f"bonjour\x1b]0;{mark}\x07".encode()),
            ("txt", f"bonjour {mark}".encode("utf-16")),
            ("txt", f"bonjour {mark} ".encode() + b"\xe9\xff"),
            ("csv", f"nom\nA;=\t{mark}\n".encode()),
        )
    )
    return Sample(f"texte-{draw.rank}.{name}", content, TEXT if name == "txt" else CSV, mark)
