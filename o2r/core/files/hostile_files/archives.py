"""Zip containers: office documents that hold what they should not, and bombs."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache

from o2r.core.files.hostile_files.sample import Draw, Sample, family

OOXML = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = OOXML + "wordprocessingml.document", OOXML + "spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
TYPES = {"docx": DOCX, "xlsx": XLSX, "odt": ODT, "ods": ODS}
Parts = dict[str, str | bytes]

_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def plain_zip(parts: Mapping[str, str | bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these members, in order."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", level) as archive:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else level
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), content, how)
    return output.getvalue()


def _rels(*targets: tuple[str, str, str]) -> str:
    rows = (
        f'<Relationship Id="rId{rank}" Type="{kind}" Target="{target}"'
        + (f' TargetMode="{mode}"' if mode else "")
        + "/>"
        for rank, (kind, target, mode) in enumerate(targets, start=1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{_RELS_NS}">{"".join(rows)}</Relationships>'


def _open_document(kind: str, text: str, inside: str) -> Parts:
    body = f"<text:p>{text}</text:p>{inside}"
    tag = "text"
    if kind == "ods":
        tag = "spreadsheet"
        body = (
            f'<table:table table:name="A"><table:table-row><table:table-cell><text:p>{text}'
            f"</text:p></table:table-cell></table:table-row></table:table>{inside}"
        )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return {
        "mimetype": TYPES[kind],
        "content.xml": f'<?xml version="1.0"?><office:document-content {_ODF} '
        f'office:version="1.3"><office:body><office:{tag}>{body}</office:{tag}></office:body>'
        "</office:document-content>",
        "META-INF/manifest.xml": f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="'
        f'{manifest}" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{TYPES[kind]}"/><manifest:file-entry manifest:full-path='
        '"content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
    }


def document(kind: str, text: str, inside: str = "") -> Parts:
    """The parts of a correct document; ``inside`` is added to the XML of its body."""
    if kind in ("odt", "ods"):
        return _open_document(kind, text, inside)
    main, part = ("document.main", "word/document.xml")
    content = (
        f'<?xml version="1.0"?><w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>{text}</w:t>'
        f"</w:r></w:p>{inside}</w:body></w:document>"
    )
    extra: Parts = {}
    override = ""
    if kind == "xlsx":
        main, part = ("sheet.main", "xl/workbook.xml")
        content = (
            f'<?xml version="1.0"?><workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet '
            'name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
        )
        extra = {
            "xl/_rels/workbook.xml.rels": _rels((f"{_OFFICE}/worksheet", "worksheets/s1.xml", "")),
            "xl/worksheets/s1.xml": f'<?xml version="1.0"?><worksheet xmlns="{_SHEET}"><sheetData>'
            f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c>{inside}</row>'
            "</sheetData></worksheet>",
        }
        sheet_type = f"{OOXML}spreadsheetml.worksheet+xml"
        override = f'<Override PartName="/xl/worksheets/s1.xml" ContentType="{sheet_type}"/>'
    family_name = "wordprocessingml" if kind == "docx" else "spreadsheetml"
    return {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{_TYPES_NS}"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override '
        f'PartName="/{part}" ContentType="{OOXML}{family_name}.{main}+xml"/>{override}</Types>',
        "_rels/.rels": _rels((f"{_OFFICE}/officeDocument", part, "")),
        part: content,
        **extra,
    }


def _sample(draw: Draw, kind: str, content: bytes, stem: str) -> Sample:
    return Sample(f"{stem}-{draw.rank}.{kind}", content, TYPES[kind], draw.mark)


@family("office-macro")
def macro(draw: Draw) -> Sample:
    """A document that brings a program with it."""
    kind = draw.pick(("docx", "xlsx", "odt", "ods"))
    parts = document(kind, draw.words())
    program = f"Sub AutoOpen()\nShell {draw.mark}\nEnd Sub"
    where = {
        "docx": ("word/vbaProject.bin", "word/activeX/activeX1.bin", "WORD/VBAPROJECT.BIN"),
        "xlsx": ("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/dialogsheets/x.xml"),
        "odt": ("Basic/Standard/Module1.xml", "Scripts/python/run.py", "basic/script-lc.xml"),
        "ods": ("Basic/Standard/Module1.xml", "Scripts/javascript/run.js", "Basic/script-lb.xml"),
    }[kind]
    name = where[(draw.rank // 4) % 3]
    parts[name] = f"<x>{program}</x>" if name.endswith(".xml") else program
    return _sample(draw, kind, plain_zip(parts), "budget")


@family("office-xxe")
def external_entity(draw: Draw) -> Sample:
    """XML that asks its reader to open a file, to call an address, or to grow without end."""
    kind = draw.pick(("docx", "xlsx", "odt", "ods"))
    way = (draw.rank // 4) % 4
    lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    doctype = (
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd#{draw.mark}">]>',
        f'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1/{draw.mark}">%p;]>',
        f'<!DOCTYPE r [<!ENTITY l0 "{draw.mark}">{lol}]>',
        f'<!DOCTYPE r SYSTEM "http://127.0.0.1/{draw.mark}.dtd">',
    )[way]
    call = ("&x;", "", "&l9;", "")[way]
    parts = document(kind, draw.words() + call)
    for name, content in list(parts.items()):
        if name != "mimetype" and isinstance(content, str):
            text = content.replace("?>", "?>" + doctype, 1)
            # Some readers look for the declaration in one encoding only.
            wide = draw.rank % 5 == 4
            declared = text.replace('"1.0"?>', '"1.0" encoding="utf-16"?>', 1)
            parts[name] = declared.encode("utf-16") if wide else text
    return _sample(draw, kind, plain_zip(parts), "note")


@family("office-link")
def outside_link(draw: Draw) -> Sample:
    """A document that fetches, embeds or calls something from elsewhere when it is opened."""
    kind = draw.pick(("docx", "xlsx", "odt", "ods"))
    way = (draw.rank // 4) % 3
    far = f"http://127.0.0.1/{draw.mark}"
    parts = document(kind, draw.words())
    if kind == "docx":
        call = f"<w:p><w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO cmd {far}"
        if way == 0:
            template = (f"{_OFFICE}/attachedTemplate", f"{far}.dotm", "External")
            parts["word/_rels/settings.xml.rels"] = _rels(template)
            parts["word/settings.xml"] = f'<w:settings xmlns:w="{_WORD}"/>'
        elif way == 1:
            parts = document(kind, "x", f"{call}</w:instrText></w:r></w:p>")
        else:
            parts["word/embeddings/oleObject1.bin"] = b"\xd0\xcf\x11\xe0" + draw.mark.encode()
    elif kind == "xlsx":
        if way == 0:
            parts["xl/externalLinks/externalLink1.xml"] = f"<ddeLink ddeTopic='{draw.mark}'/>"
        else:
            call = (f"cmd|'/c {draw.mark}'!A1", f'WEBSERVICE("{far}")')[way - 1]
            parts = document(kind, "x", f'<c r="B1"><f>{call}</f></c>')
    else:
        inside = (
            f'<draw:object-ole xlink:href="{far}"/>',
            f'<draw:frame><draw:image xlink:href="{far}.png"/></draw:frame>',
            f'<text:dde-connection-decl office:dde-application="{draw.mark}"/>',
        )[way]
        parts = document(kind, draw.words(), inside)
    return _sample(draw, kind, plain_zip(parts), "rapport")


@cache
def _bomb(kind: str, way: int) -> bytes:
    """Made once: compressing gigabytes takes time."""
    parts = document(kind, "gros")
    if way == 0:
        parts["media/big.xml"] = "<a>" + " " * 60_000_000 + "</a>"
    elif way == 1:
        parts |= {f"media/part{rank}.xml": "<a/>" for rank in range(9_000)}
    elif way == 2:
        parts |= {f"media/{rank}.xml": "<a>" + " " * 12_000_000 + "</a>" for rank in range(12)}
    else:
        parts["media/big.xml"] = "<a>" + " " * 40_000_000 + "</a>"
    content = bytearray(plain_zip(parts))
    if way == 3:
        # The list of members says that the biggest weighs ten bytes.
        listed = content.rfind(b"PK\x01\x02")
        content[listed + 24 : listed + 28] = struct.pack("<I", 10)
    return bytes(content)


@family("zip-bomb")
def zip_bomb(draw: Draw) -> Sample:
    """A container that unfolds into far more than it weighs, or that lies about it."""
    kind = draw.pick(("docx", "ods"))
    return _sample(draw, kind, _bomb(kind, (draw.rank // 2) % 4), "gros")


@family("encrypted-archive")
def encrypted(draw: Draw) -> Sample:
    """What an antivirus cannot open."""
    kind = draw.pick(("docx", "xlsx", "odt", "ods"))
    way = (draw.rank // 4) % 3
    if way == 0:
        content = bytearray(plain_zip(document(kind, draw.words())))
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = content.find(signature)
            while at >= 0:
                content[at + offset] |= 1
                at = content.find(signature, at + 4)
        return _sample(draw, kind, bytes(content), "secret")
    if way == 1:
        # The container of an office document protected by a password (and of the 1997 formats).
        head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + b"\x3e\0\x03\0\xfe\xff\x09\0"
        name = "EncryptedPackage".encode("utf-16-le")
        return _sample(draw, kind, head + b"\0" * 600 + name + draw.rng.randbytes(3000), "secret")
    kind = draw.pick(("odt", "ods", "odt", "ods"))
    parts = document(kind, draw.words())
    manifest = str(parts["META-INF/manifest.xml"])
    hidden = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
    parts["META-INF/manifest.xml"] = manifest.replace(
        "</manifest:manifest>", f"{hidden}</manifest:file-entry></manifest:manifest>"
    )
    return _sample(draw, kind, plain_zip(parts), "secret")


@family("nested-archive")
def nested(draw: Draw) -> Sample:
    """An archive, alone or inside a document, sometimes under another name."""
    inner = plain_zip({"run.exe": b"MZ" + draw.mark.encode()})
    way = draw.rank % 6
    if way == 0:
        return Sample(f"pieces-{draw.rank}.zip", inner, "application/zip", draw.mark)
    if way == 1:
        content = b"\x1f\x8b\x08" + b"\0" * 7 + zlib.compress(draw.mark.encode())[2:] + b"\0" * 8
        return Sample(f"pieces-{draw.rank}.txt", content, "text/plain", draw.mark)
    if way == 2:
        content = b"7z\xbc\xaf\x27\x1c" + draw.rng.randbytes(300) + draw.mark.encode()
        return Sample(f"pieces-{draw.rank}.docx", content, DOCX, draw.mark)
    kind = draw.pick(("docx", "xlsx", "odt", "ods", "docx", "xlsx"))
    parts = document(kind, draw.words())
    folder = {"docx": "word/media/", "xlsx": "xl/media/"}.get(kind, "Pictures/")
    parts[folder + ("inner.zip", "image1.png", "piece.jar")[way % 3]] = inner
    return _sample(draw, kind, plain_zip(parts), "pieces")
