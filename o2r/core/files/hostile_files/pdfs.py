"""PDF files that act by themselves, carry other files, or unfold without end."""

import zlib
from collections.abc import Mapping
from functools import cache

from o2r.core.files.hostile_files.sample import Draw, Sample, family

PDF = "application/pdf"


def pdf(
    objects: Mapping[int, bytes], *, root: str = "1 0 R", trailer: str = "", pad: bytes = b""
) -> bytes:
    """A PDF of these numbered objects, with a right table of their places."""
    output = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + pad)
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(output)
        output += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(output)
    size = max(objects) + 1
    output += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        known = places.get(number)
        output += b"%010d 00000 %c \n" % (known or 0, b"n" if known else b"f")
    end = f"trailer\n<</Size {size}/Root {root}{trailer}>>\nstartxref\n{start}\n%%EOF\n"
    return bytes(output) + end.encode()


def stream(body: bytes, extra: str = "") -> bytes:
    """A stream object."""
    return f"<<{extra}/Length {len(body)}>>stream\n".encode() + body + b"\nendstream"


def page(draw: Draw, root: str = "", on_page: str = "") -> dict[int, bytes]:
    """The objects of a PDF of one page; the texts are added to its catalogue and to its page."""
    text = f"BT /F1 12 Tf 72 720 Td (Page {draw.rank}) Tj ET".encode()
    return {
        1: f"<</Type/Catalog/Pages 2 0 R{root}>>".encode(),
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: (
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 "
            f"5 0 R>>>>{on_page}>>"
        ).encode(),
        4: stream(text),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }


def _sample(draw: Draw, objects: Mapping[int, bytes], stem: str) -> Sample:
    content = pdf(objects)
    return Sample(f"{stem}-{draw.rank}.pdf", content, PDF, draw.mark, acceptable=True)


@family("pdf-javascript")
def javascript(draw: Draw) -> Sample:
    """A script, at every place where a PDF may start one."""
    code = f"app.alert\\('{draw.mark}'\\)"
    act = f"<</S/JavaScript/JS({code})>>"
    objects = {
        0: lambda: page(draw, f"/OpenAction{act}"),
        1: lambda: page(draw, f"/AA<</WC{act}>>"),
        2: lambda: page(draw, f"/Names<</JavaScript<</Names[(a) {act}]>>>>"),
        3: lambda: page(draw, "", f"/AA<</O{act}>>"),
        4: lambda: page(draw, "/OpenAction 6 0 R") | {6: act.encode()},
        5: lambda: (
            page(draw, "/OpenAction<</S/JavaScript/JS 6 0 R>>")
            | {6: stream(zlib.compress(code.encode()), "/Filter/FlateDecode")}
        ),
        6: lambda: page(
            draw, "", f"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A{act}/AA<</E{act}>>>>]"
        ),
        7: lambda: page(draw, f"/OpenAction<</S/#4aava#53cript/#4a#53({code})>>"),
        8: lambda: (
            page(
                draw,
                "/AcroForm<</Fields[6 0 R]>>",
                "/Annots[6 0 R]",
            )
            | {6: f"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Rect[0 0 9 9]/AA<</K{act}>>>>".encode()}
        ),
        9: lambda: page(draw, f"/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next[{act}]>>"),
        10: lambda: page(draw, f"/Outlines<</First<</Title(a)/A{act}>>>>"),
        11: lambda: page(draw, "/OpenAction 6 0 R") | _packed(6, act.encode()),
    }[draw.rank % 12]()
    if 100 in objects:
        return Sample(f"script-{draw.rank}.pdf", _with_packed(objects), PDF, draw.mark, True)
    return _sample(draw, objects, "script")


def _packed(number: int, body: bytes) -> dict[int, bytes]:
    """An object hidden in a compressed stream of objects (stands at 100)."""
    inside = zlib.compress(f"{number} 0 ".encode() + body)
    first = len(f"{number} 0 ")
    return {100: stream(inside, f"/Type/ObjStm/N 1/First {first}/Filter/FlateDecode")}


def _with_packed(objects: Mapping[int, bytes]) -> bytes:
    """A PDF whose table of places is a stream, as compressed objects need."""
    output = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    rows = {0: (0, 0, 255), 6: (2, 100, 0)}
    for number, body in sorted(objects.items()):
        rows[number] = (1, len(output), 0)
        output += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(output)
    rows[101] = (1, start, 0)
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + rank.to_bytes(1, "big")
        for kind, place, rank in (rows.get(number, (0, 0, 0)) for number in range(102))
    )
    extra = "/Type/XRef/Size 102/W[1 4 1]/Root 1 0 R/Filter/FlateDecode"
    output += b"101 0 obj\n" + stream(zlib.compress(table), extra) + b"\nendobj\n"
    return bytes(output) + f"startxref\n{start}\n%%EOF\n".encode()


@family("pdf-launch")
def launch(draw: Draw) -> Sample:
    """Actions that start a program, open a file, send a form, or follow a local address."""
    mark = draw.mark
    action = draw.pick(
        (
            f"<</S/Launch/F({mark}.exe)>>",
            f"<</S/Launch/Win<</F(cmd.exe)/P(/c {mark})>>>>",
            f"<</S/SubmitForm/F(http://127.0.0.1/{mark})/Flags 4>>",
            f"<</S/ImportData/F({mark}.fdf)>>",
            f"<</S/GoToR/F(file://server/{mark})/D[0/Fit]>>",
            f"<</S/URI/URI(file:///c:/{mark}.exe)>>",
            f"<</S/URI/URI(javascript:{mark})>>",
            f"<</S/GoToE/F({mark}.pdf)/T<</R/C>>>>",
            f"<</S/Rendition/JS({mark})/OP 0>>",
            f"<</S/URI/URI(\\\\\\\\server\\\\{mark})>>",
        )
    )
    objects = (
        page(draw, f"/OpenAction{action}"),
        page(draw, "", f"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A{action}>>]"),
        page(draw, "", f"/AA<</O{action}/C{action}>>"),
    )[(draw.rank // 10 + draw.rank) % 3]
    return _sample(draw, objects, "lien")


@family("pdf-embedded")
def embedded(draw: Draw) -> Sample:
    """A PDF that carries another file, a film, or a form that is a program."""
    carried = stream(b"MZ" + draw.mark.encode(), "/Type/EmbeddedFile")
    spec = "<</Type/Filespec/F(a.exe)/EF<</F 6 0 R>>>>"
    text = f"<xdp><template><script>{draw.mark}</script></template></xdp>".encode()
    objects = draw.pick(
        (
            page(draw, f"/Names<</EmbeddedFiles<</Names[(a) {spec}]>>>>") | {6: carried},
            page(
                draw,
                "",
                f"/Annots[<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS{spec}>>]",
            )
            | {6: carried},
            page(draw, "/AcroForm<</Fields[]/XFA 6 0 R>>") | {6: stream(text)},
            page(
                draw,
                "",
                "/Annots[<</Type/Annot/Subtype/RichMedia/Rect[0 0 9 9]/RichMediaContent<</Assets"
                f"<</Names[(a) {spec}]>>>>>>]",
            )
            | {6: carried},
            page(draw, f"/AF[{spec}]") | {6: carried},
            page(
                draw,
                f"/Collection<</View/H>>/Names<</EmbeddedFiles<</Kids[<</Names[(a) {spec}]>>]>>>>",
            )
            | {6: carried},
            page(draw, "", f"/Annots[<</Type/Annot/Subtype/Screen/Rect[0 0 9 9]/MK<</I{spec}>>>>]")
            | {6: carried},
        )
    )
    return _sample(draw, objects, "jointe")


@cache
def _unfolds_into(filler: bytes, megabytes: int, before: bytes = b"") -> bytes:
    """Deflated data that grow a thousand times. Made once: it takes time."""
    folded = zlib.compressobj(6)
    block = filler * 1_000_000
    start = folded.compress(before)
    return start + b"".join(folded.compress(block) for _ in range(megabytes)) + folded.flush()


@family("pdf-bomb")
def pdf_bomb(draw: Draw) -> Sample:
    """A PDF that unfolds into gigabytes, has no end, or hundreds of thousands of pages."""
    way = draw.rank % 6
    flate = "/Filter/FlateDecode"
    objects = page(draw)
    name = f"gros-{draw.rank}.pdf"
    if way == 0:
        objects[4] = stream(_unfolds_into(b"\0", 300), flate)
    elif way == 1:
        twice = zlib.compress(_unfolds_into(b"\0", 300), 9)
        objects[4] = stream(twice, "/Filter[/FlateDecode/FlateDecode]")
    elif way == 2:
        kids = " ".join(["3 0 R"] * 60_000)
        objects[2] = f"<</Type/Pages/Kids[{kids}]/Count 60000>>".encode()
    elif way == 3:
        objects[6] = stream(
            zlib.compress(b"\xff" * 100_000),
            "/Type/XObject/Subtype/Image/Width 90000/Height 90000/BitsPerComponent 8/ColorSpace"
            f"/DeviceGray{flate}",
        )
        objects[3] = objects[3].replace(b"/Font", b"/XObject<</X 6 0 R>>/Font", 1)
    elif way == 4:
        objects[2] = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"
    else:
        head = "".join(f"{200 + rank} {rank * 2} " for rank in range(20_000)).encode()
        inside = _unfolds_into(b" ", 400, head + b"[]" * 20_000)
        extra = f"/Type/ObjStm/N 20000/First {len(head)}{flate}"
        packed = _with_packed(objects | {100: stream(inside, extra)})
        return Sample(name, packed, PDF, draw.mark)
    return Sample(name, pdf(objects), PDF, draw.mark)
