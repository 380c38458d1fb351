"""Pictures: bombs, hidden places, pictures that are also something else."""

import io
import struct
import zlib

from PIL import Image

from o2r.core.files.hostile_files.archives import plain_zip
from o2r.core.files.hostile_files.sample import Draw, Sample, family

PNG_START = b"\x89PNG\r\n\x1a\n"
PNG, JPEG, WEBP, GIF = "image/png", "image/jpeg", "image/webp", "image/gif"
TYPES = {"png": PNG, "jpg": JPEG, "webp": WEBP}


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *extra: bytes, pixels: bytes | None = None) -> bytes:
    """A grey PNG; ``extra`` are chunks put before its pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    if pixels is None:
        pixels = zlib.compress((b"\0" + b"\x80" * width) * height)
    parts = (chunk(b"IHDR", header), *extra, chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    return PNG_START + b"".join(parts)


def picture(draw: Draw, kind: str, side: int = 24) -> bytes:
    """A small real picture of random colours."""
    image = Image.frombytes("RGB", (side, side), draw.rng.randbytes(side * side * 3))
    output = io.BytesIO()
    image.save(output, {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}[kind])
    return output.getvalue()


def tiff_with_place(mark: str) -> bytes:
    """EXIF data by hand: a description that holds the mark, a latitude in the GPS directory."""
    text = mark.encode() + b"\0"
    first_values = 8 + 2 + 2 * 12 + 4
    gps = first_values + len(text)
    entries = struct.pack("<HHHII", 2, 0x010E, 2, len(text), first_values)
    entries += struct.pack("<HHII", 0x8825, 4, 1, gps) + struct.pack("<I", 0)
    values = gps + 2 + 12 + 4
    place = struct.pack("<HHHIII", 1, 0x0002, 5, 3, values, 0)
    place += struct.pack("<6I", 45, 1, 24, 1, 30, 1)
    return b"II*\0" + struct.pack("<I", 8) + entries + text + place


def jpeg_segment(code: int, body: bytes) -> bytes:
    """One segment of a JPEG, without its data."""
    return bytes((0xFF, code)) + struct.pack(">H", len(body) + 2) + body


def _webp_with(original: bytes, side: int, kind: bytes, body: bytes) -> bytes:
    """A simple WebP turned into an extended one that carries one more chunk."""
    flags = {b"EXIF": 0x08, b"XMP ": 0x04, b"ICCP": 0x20}[kind]
    size = struct.pack("<I", side - 1)[:3]
    extended = b"VP8X" + struct.pack("<I", 10) + bytes((flags, 0, 0, 0)) + size * 2
    padded = kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    inside = extended + original[12:] + padded
    return b"RIFF" + struct.pack("<I", len(inside) + 4) + b"WEBP" + inside


@family("exif-gps")
def with_place(draw: Draw) -> Sample:
    """A photo that says where it was taken, in every place where a picture can say it."""
    way = draw.pick(("exif", "xmp", "comment", "icc"))
    kind = ("jpg", "png", "webp")[(draw.rank // 4) % 3]
    body = tiff_with_place(draw.mark)
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPS>{draw.mark}</exif:GPS></x:xmpmeta>'
    text = xmp.encode()
    content = picture(draw, kind)
    if kind == "jpg":
        segment = {
            "exif": jpeg_segment(0xE1, b"Exif\0\0" + body),
            "xmp": jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + text),
            "comment": jpeg_segment(0xFE, text),
            "icc": jpeg_segment(0xE2, b"ICC_PROFILE\0\x01\x01" + text),
        }[way]
        content = content[:2] + segment + content[2:]
    elif kind == "png":
        extra = {
            "exif": chunk(b"eXIf", body),
            "xmp": chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + text),
            "comment": chunk(b"tEXt", b"Comment\0" + text),
            "icc": chunk(b"zTXt", b"Location\0\0" + zlib.compress(text)),
        }[way]
        content = png(20, 20, extra)
    else:
        chunk_kind = {"exif": b"EXIF", "icc": b"ICCP"}.get(way, b"XMP ")
        content = _webp_with(content, 24, chunk_kind, body if way == "exif" else text)
    return Sample(f"photo-{draw.rank}.{kind}", content, TYPES[kind], draw.mark, acceptable=True)


@family("png-bomb")
def png_bomb(draw: Draw) -> Sample:
    """A small file that unfolds into gigabytes of pixels or of text."""
    name = f"affiche-{draw.rank}.png"
    side = 20_000 + draw.rng.randrange(40_000)
    pixels = zlib.compress(b"\0" * 300_000, 9)
    if draw.rank % 3 == 1:
        # A picture far too wide, then far too tall.
        size = (2_000_000_000, 1) if draw.rank % 2 else (1, 2_000_000_000)
        return Sample(name, png(*size, pixels=pixels), PNG)
    if draw.rank % 3 == 2:
        jpeg = bytearray(picture(draw, "jpg"))
        frame = jpeg.find(b"\xff\xc0")
        jpeg[frame + 5 : frame + 9] = struct.pack(">HH", 65_000, 65_000)
        return Sample(name.replace("png", "jpg"), bytes(jpeg), JPEG)
    return Sample(name, png(side, side, pixels=pixels), PNG)


@family("polyglot")
def polyglot(draw: Draw) -> Sample:
    """A picture, a PDF or a document that another program reads as something else."""
    script = f"<script>alert('{draw.mark}')</script>".encode()
    code = f"=1;alert('{draw.mark}');//".encode()
    archive = plain_zip({"run.js": draw.mark.encode() * 3})
    real_png, real_jpg, real_webp = (picture(draw, kind) for kind in ("png", "jpg", "webp"))
    pdf = b"%PDF-1.4\n" + b"1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    name, media_type, content = draw.pick(
        (
            ("a.pdf", "application/pdf", b"%PDF-1.4\n<html>" + script + pdf[9:]),
            ("a.gif", GIF, b"GIF89a" + code + b"\0" * 20),
            ("a.png", PNG, real_png + archive),
            ("a.jpg", JPEG, real_jpg + b"<?php system('" + draw.mark.encode() + b"'); ?>"),
            ("a.pdf", "application/pdf", pdf + archive),
            ("a.webp", WEBP, real_webp + script),
            ("a.pdf", "application/pdf", b"MZ\x90\0" + pdf),
            ("a.docx", "application/octet-stream", b"MZ\x90\0" + archive),
            ("a.jpg", JPEG, real_jpg + archive),
            ("a.png", PNG, b"<html>" + script + real_png),
            ("a.pdf", "application/pdf", pdf + b"<html>" + script),
            ("a.pdf", "application/pdf", archive + pdf),
        )
    )
    return Sample(name, content, media_type, draw.mark)
