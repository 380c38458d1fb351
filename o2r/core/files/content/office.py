"""Office documents: no program, nothing embedded, nothing fetched from elsewhere, no trap in XML.

They are kept as they are, not rewritten: that is why they also need an antivirus to be served.
"""

import re
import shutil
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

from o2r.core.files.content.bounds import keep_workshop
from o2r.core.files.content.containers import unfold
from o2r.core.files.content.types import FileType, Limits, Refused

_PROGRAMS = re.compile(
    r"(^|/)(vbaproject|vbadata|activex|macrosheets|dialogsheets|customui|basic|scripts|externallinks"
    r"|embeddings|oleobject|attachedtoolbars|object \d+|objectreplacements)",
    re.IGNORECASE,
)
_XML = (".xml", ".rels", ".vml")
_PLAIN_PARTS = frozenset(
    ".png .jpg .jpeg .gif .webp .bmp .tif .tiff .emf .wmf .svg .ttf .otf .odttf .woff .woff2 .rdf "
    ".txt .bin".split()
)
_OTHER_FILES = (
    b"PK\x03\x04",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    bytes.fromhex("d0cf11e0a1b11ae1"),
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"%PDF",
)
_HARMLESS_LINKS = ("http", "https", "mailto", "tel", "")
_HYPERLINK = "/hyperlink"
_RUNNING_FIELDS = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE)\b", re.IGNORECASE
)
_RUNNING_FORMULA = re.compile(
    r"""\b(WEBSERVICE|FILTERXML|RTD|CALL|REGISTER(\.ID)?|EXEC|DDE)\s*\(|[\w"']\s*\|\s*['"\w]""",
    re.IGNORECASE,
)
_RUNNING_TAGS = frozenset(
    "altChunk oleObject OLEObject control object object-ole plugin applet floating-frame ddeLink "
    "dde-source dde-connection dde-connection-decl dde-connection-decls event-listener "
    "encryption-data library-embedded library-linked source-code".split()
)


def check_office(source: Path | IO[bytes], kind: FileType, limits: Limits) -> None:
    """Read every part of a document whose container is sound. Raises Refused."""
    try:
        with zipfile.ZipFile(source) as archive:
            for part in archive.infolist():
                if not part.is_dir():
                    _check_part(archive, part, limits)
    except zipfile.BadZipFile as error:
        raise _damaged() from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> None:
    name = part.filename
    ending = "." + name.rpartition(".")[2].lower()
    if _PROGRAMS.search(name):
        raise _running("un programme, un objet ou un lien vers un autre fichier")
    if ending in _XML:
        if part.file_size > limits.unfolded_part:
            raise _damaged()
        _check_xml(archive, name)
    elif (
        name in ("mimetype", "layout-cache")
        or ending in _PLAIN_PARTS
        or name.startswith("Thumbnails/")
    ):
        content = unfold(archive, name, limits.unfolded_part)
        if content.startswith(_OTHER_FILES) or b"PK\x05\x06" in content[-65_557:]:
            raise _running("un autre fichier (archive ou programme)")
    elif not name.startswith("Configurations2/"):
        raise _running(f"une partie inattendue (« {PurePosixPath(name).name[:40]} »)")


def _check_xml(archive: zipfile.ZipFile, name: str) -> None:
    instructions: list[str] = []
    try:
        with archive.open(name) as part:
            for _, element in iterparse(part, forbid_dtd=True):
                _check_element(element, name, instructions)
                if _local(element.tag) not in ("t", "instrText", "f"):
                    element.clear()
    except DefusedXmlException:
        raise _running("une définition qui ferait lire d’autres fichiers") from None
    except (ParseError, zipfile.BadZipFile, OSError, EOFError, ValueError, LookupError) as error:
        raise _damaged() from error
    # A field may be cut in several runs to hide its name.
    if _RUNNING_FIELDS.search("".join(instructions)):
        raise _running("un champ qui va chercher des données ailleurs")


def _check_element(element: Element, name: str, instructions: list[str]) -> None:
    tag = _local(element.tag)
    if tag in _RUNNING_TAGS:
        raise _running("un objet, un programme ou des données chiffrées")
    if tag == "instrText":
        instructions.append(element.text or "")
    elif tag == "fldSimple":
        instructions.append(_attribute(element, "instr"))
    elif tag == "f" and _RUNNING_FORMULA.search(element.text or ""):
        raise _running("une formule qui appelle un programme ou une adresse")
    elif tag == "Relationship":
        _check_relationship(element)
    formula = _attribute(element, "formula")
    if formula and _RUNNING_FORMULA.search(formula):
        raise _running("une formule qui appelle un programme ou une adresse")
    _check_link(element, tag, name)


def _check_relationship(element: Element) -> None:
    if element.get("TargetMode", "").lower() != "external":
        return
    scheme = urlsplit(element.get("Target", "")).scheme.lower()
    if not element.get("Type", "").endswith(_HYPERLINK) or scheme not in _HARMLESS_LINKS:
        raise _running("un lien vers un fichier ou un modèle extérieur")


def _check_link(element: Element, tag: str, name: str) -> None:
    """OpenDocument writes links in place: a picture must be inside, a hyperlink must be plain."""
    target = _attribute(element, "href")
    if not target or name.startswith("META-INF/") or name == "meta.xml":
        return
    scheme = urlsplit(target).scheme.lower() if ":" in target else ""
    is_hyperlink = tag in ("a", "hyperlink", "hlinkClick")
    if scheme not in _HARMLESS_LINKS or (scheme and not is_hyperlink):
        raise _running("un lien vers un fichier extérieur")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(element: Element, wanted: str) -> str:
    return next((text for key, text in element.attrib.items() if _local(key) == wanted), "")


def _running(what: str) -> Refused:
    return Refused(
        f"Le document contient {what}. Enregistrez-le en PDF, ou collez son contenu dans un "
        "document neuf, puis renvoyez-le."
    )


def _damaged() -> Refused:
    return Refused(
        "Le document est abîmé : une de ses parties ne se lit pas. Ouvrez-le dans votre logiciel, "
        "enregistrez-le de nouveau, puis renvoyez-le."
    )


def keep_if_harmless(source: Path, target: Path, kind: FileType, limits: Limits) -> None:
    """Copy the document once every part was read. Raises Refused."""
    check_office(source, kind, limits)
    shutil.copyfile(source, target)


if __name__ == "__main__":
    keep_workshop(keep_if_harmless)
