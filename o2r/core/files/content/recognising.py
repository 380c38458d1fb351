"""The real type of a file, from its content; its name and what the sender says prove nothing."""

import puremagic

from o2r.core.files.content import containers, pictures, texts
from o2r.core.files.content.types import Data, FileType, Limits, Refused

_HEAD = 4096
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_PUBLISHED_AS_ZIP = b"PK\x03\x04"


def recognise(data: Data, extension: str, limits: Limits) -> FileType:
    """The type of a file, whose whole structure up to its last byte is that of this type.

    ``extension``: that of the name, without its dot; it only chooses between types of plain text,
    and must agree with what was found. Raises Refused.
    """
    found = _from_content(data, extension, limits)
    if extension not in found.extensions:
        raise Refused(
            f"Le nom du fichier finit par « .{extension} », mais son contenu est : "
            f"{found.label}. Renommez-le en « .{found.value} » si c’est bien ce fichier, ou "
            "choisissez-en un autre."
        )
    return found


def _from_content(data: Data, extension: str, limits: Limits) -> FileType:
    head = data[:_HEAD]
    if not head.strip(b"\0\t\r\n \xef\xbb\xbf"):
        raise Refused("Le fichier est vide. Choisissez un fichier qui contient quelque chose.")
    if head.startswith(_PUBLISHED_AS_ZIP):
        return containers.type_of_container(data, limits)
    if head.startswith(OLD_OFFICE):
        raise Refused(
            "Le fichier est protégé par un mot de passe ou enregistré dans un ancien format de "
            "bureautique : il ne peut pas être vérifié. Retirez le mot de passe et "
            "enregistrez-le en DOCX, XLSX, ODT, ODS ou PDF."
        )
    found = None
    if head.startswith(pictures.PNG_SIGNATURE):
        found = FileType.PNG
    elif head.startswith(b"\xff\xd8\xff"):
        found = FileType.JPEG
    elif head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        found = FileType.WEBP
    elif head.startswith(b"%PDF-"):
        found = FileType.PDF
    if found is not None:
        _refuse_second_nature(data, found, limits)
        return found
    if texts.is_text_extension(extension) and texts.looks_like_text(data):
        return texts.type_of_text(data, extension)
    raise Refused(_what_it_is(head))


def _refuse_second_nature(data: Data, found: FileType, limits: Limits) -> None:
    """Refuse a file that is right for one program and something else for another."""
    if found is FileType.PDF:
        _check_pdf_edges(data)
    else:
        pictures.check_structure(data, found, limits)
    if containers.has_zip_directory(data):
        raise Refused(
            f"Le fichier est à la fois un fichier « {found.label} » et une archive : il peut "
            "cacher un programme. Envoyez le document seul."
        )


def _check_pdf_edges(data: Data) -> None:
    head = data[:1024].lower()
    tail = data[-1024:].rstrip(b"\0\t\r\n\x0c ")
    if any(mark in head for mark in texts.MARKUP):
        raise Refused(
            "Le PDF est aussi une page web : il peut cacher un programme. Réenregistrez-le en PDF "
            "depuis le document d’origine."
        )
    if not tail.endswith(b"%%EOF"):
        raise Refused(
            "Le PDF est incomplet, ou d’autres données le suivent. Envoyez-le de nouveau, ou "
            "réenregistrez-le en PDF depuis le document d’origine."
        )


def _what_it_is(head: bytes) -> str:
    accepted = "PNG, JPEG, WebP, PDF, DOCX, XLSX, ODT, ODS, CSV ou texte UTF-8"
    name = ""
    try:
        # Only the words of the refusal depend on it: the decision is made by our own readers.
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        matches = []
    if matches and matches[0].name and matches[0].confidence >= 0.5:
        name = f" (d’après son contenu : {matches[0].name})"
    return (
        f"Ce type de fichier n’est pas accepté{name}. Enregistrez le document dans l’un de ces "
        f"formats : {accepted}."
    )
