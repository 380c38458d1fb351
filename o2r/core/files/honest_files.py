"""Forty honest files, as people really send them: refusing everything must not look safe."""

import io
import random
from collections.abc import Iterator

import openpyxl
import pikepdf
from PIL import Image

from o2r.core.files.hostile_files.archives import TYPES as OFFICE_TYPES
from o2r.core.files.hostile_files.archives import document, plain_zip
from o2r.core.files.hostile_files.pdfs import PDF, page, pdf
from o2r.core.files.hostile_files.sample import Draw, Sample

_NAMES = (
    "Lettre d’engagement – été 2026.",
    "RIB association.",
    "CV Noël & cœur.",
    "scan_0001.",
    "contact@asso.com.",
    "Budget (v2) 12 000 €.",
    "التقرير.",
    "a.",
)


def _picture(rng: random.Random, mode: str, kind: str, **options: object) -> bytes:
    side = rng.randrange(20, 200)
    image = Image.frombytes("RGB", (side, side + 9), rng.randbytes(side * (side + 9) * 3))
    output = io.BytesIO()
    if mode == "I;16":
        image = image.convert("L").convert("I")
    image.convert(mode).save(output, kind, **options)
    return output.getvalue()


def _pictures(rng: random.Random) -> Iterator[tuple[str, bytes, str]]:
    exif = Image.Exif()
    exif[0x0112] = 6
    for mode in ("RGB", "RGBA", "L", "LA", "P", "1", "I;16"):
        yield "png", _picture(rng, mode, "PNG"), "image/png"
    yield "jpg", _picture(rng, "RGB", "JPEG", exif=exif), "image/jpeg"
    yield "jpeg", _picture(rng, "RGB", "JPEG", progressive=True, quality=40), "image/jpeg"
    yield "JPG", _picture(rng, "CMYK", "JPEG"), "image/jpeg"
    yield "jpg", _picture(rng, "L", "JPEG", dpi=(300, 300), comment="scan"), "image/jpeg"
    yield "webp", _picture(rng, "RGB", "WEBP"), "image/webp"
    yield "webp", _picture(rng, "RGBA", "WEBP", lossless=True), "image/webp"
    large = io.BytesIO()
    Image.linear_gradient("L").resize((4000, 3000)).convert("RGB").save(large, "JPEG")
    yield "jpg", large.getvalue() + b"\0" * 64, "image/jpeg"


def _pdfs(draw: Draw) -> Iterator[bytes]:
    link = (
        "/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://o2r.example)>>>>]"
    )
    yield pdf(page(draw))
    yield pdf(page(draw, "", link)) + b"\n\n"
    yield pdf(page(draw, "/Lang(fr)/ViewerPreferences<</DisplayDocTitle true>>"))
    yield pdf(
        page(draw, "/AcroForm<</Fields[6 0 R]>>", "/Annots[6 0 R]")
        | {6: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(nom)/Rect[0 0 99 20]/V(A)>>"}
    )
    scan = io.BytesIO()
    Image.linear_gradient("L").resize((1240, 1754)).save(scan, "PDF")
    yield scan.getvalue()
    for options in ({"linearize": True}, {"object_stream_mode": pikepdf.ObjectStreamMode.generate}):
        output = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf(page(draw)))) as book:
            for _ in range(12):
                book.pages.append(book.pages[0])
            book.save(output, **options)
        yield output.getvalue()
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan.getvalue())) as book:
        # Printable, not changeable: what many administrations send.
        book.save(output, encryption=pikepdf.Encryption(owner="o2r", user=""))
    yield output.getvalue()


def _office(draw: Draw) -> Iterator[tuple[str, bytes]]:
    for kind in OFFICE_TYPES:
        yield kind, plain_zip(document(kind, draw.words(400)))
    book = openpyxl.Workbook()
    for rank in range(300):
        book.active.append([rank, draw.words(4), -rank / 7, "+33 1 99 00 00 00", f"=A{rank + 1}*2"])
    book.active["B2"].hyperlink = "https://o2r.example/projet"
    output = io.BytesIO()
    book.save(output)
    yield "xlsx", output.getvalue()
    link = (
        '<text:a xlink:href="https://o2r.example">site</text:a><text:a xlink:href="#a">a</text:a>'
    )
    yield "odt", plain_zip(document("odt", draw.words(), f"<text:p>{link}</text:p>"))
    field = "<w:p><w:r><w:instrText> PAGE \\* MERGEFORMAT </w:instrText></w:r></w:p>"
    yield "docx", plain_zip(document("docx", draw.words(), field))
    many = document("docx", "é" * 50_000)
    many |= {f"word/media/image{rank}.png": _picture(draw.rng, "RGB", "PNG") for rank in range(9)}
    yield "docx", plain_zip(many)


_TEXTS = (
    ("csv", "nom;commune;téléphone\nÉté;Vénissieux;+33 1 99 00 00 00\nNoël;Lyon;01 99 00 00 00\n"),
    ("csv", "\ufeffa,b\r\n-5,\"deux\r\nlignes\"\r\n-1.5,'mot'\r\n"),
    ("csv", "a\tb\n- un point\t+ un autre\n3 < 4\t50 %\n"),
    ("csv", 'identifiant,note\np1,"Bonjour, c’est « simple »; voilà"\n'),
    ("txt", "Compte rendu\n\n- présents : 12\n- @équipe\n= total\n\temoji 🙂\n"),
    ("txt", "\ufeffUne ligne sans fin"),
    ("txt", "x"),
    ("md", "# Titre\n\n<https://o2r.example> & 3 < 4\n"),
    ("csv", "une seule colonne\n1\n2\n"),
    ("txt", "Nfd : e\u0301te\u0301\n"),
)


def honest_files(seed: int = 1) -> list[Sample]:
    """Forty files, the same for a seed: pictures, PDF, office documents, tables and texts."""
    rng = random.Random(seed)  # noqa: S311 - seeded on purpose
    draw = Draw(seed, rng, "")
    found = [*_pictures(rng)]
    found += [("pdf", content, PDF) for content in _pdfs(draw)]
    found += [(kind, content, OFFICE_TYPES[kind]) for kind, content in _office(draw)]
    found += [(kind, text.encode(), "text/plain") for kind, text in _TEXTS]
    return [
        Sample(f"{_NAMES[rank % len(_NAMES)]}{kind}", content, media_type, acceptable=True)
        for rank, (kind, content, media_type) in enumerate(found)
    ]
