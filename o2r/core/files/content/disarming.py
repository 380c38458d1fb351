"""PDF written again without anything that acts, fetches or carries another file.

What goes: JavaScript, actions that start, open, send or play something, embedded files, XFA forms,
rich media, metadata. What stays: pages, fields, bookmarks, links to http, https, mailto and tel.
An electronic signature does not survive, since the bytes change.
"""

import base64
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from o2r.core.files.content.bounds import TOO_HEAVY, keep_workshop
from o2r.core.files.content.pictures import jpeg_segments
from o2r.core.files.content.types import FileType, Limits, Refused

# Names of the standard (ISO 32000-2, §7.7.2, §7.11.4, §12.5, §12.6, §12.7).
_KEYS_THAT_ACT = frozenset(
    "/AA /OpenAction /JS /JavaScript /XFA /EF /RF /AF /EmbeddedFiles /EmbeddedFile /Collection "
    "/RichMediaContent /RichMediaSettings /RichMedia /Launch /Movie /Sound /Rendition /Metadata "
    "/PieceInfo /SpiderInfo /Perms /Requirements /Legal /Renditions /AlternatePresentations".split()
)
_HARMLESS_ACTIONS = frozenset({"/GoTo", "/Named", "/URI", "/SetOCGState"})
_OTHER_ACTIONS = frozenset(
    "/JavaScript /Launch /GoToR /GoToE /SubmitForm /ResetForm /ImportData /Rendition /Movie /Sound "
    "/Hide /Trans /GoTo3DView /Thread /RichMediaExecute /GoToDp".split()
)
_MEDIA = frozenset("/RichMedia /Screen /Movie /Sound /FileAttachment /3D /TrapNet".split())
_SAFE_ADDRESSES = (b"http://", b"https://", b"mailto:", b"tel:")
_KEPT_SEGMENTS = frozenset({0xE0, 0xEE})  # JFIF and Adobe: without them colours change.
_BLOCK = 1 << 20
_PIXELS_OF_A_SCAN = 120_000_000


def disarm(source: Path, target: Path, kind: FileType, limits: Limits) -> None:
    """Write the harmless version of a PDF. Raises Refused."""
    try:
        with pikepdf.open(source, suppress_warnings=True) as pdf:
            _check_size(pdf, limits)
            for thing in _everything(pdf):
                _disarm_one(thing)
            _check_what_unfolds(pdf, limits)
            if len(pdf.pages) == 0:
                raise _damaged()
            pdf.docinfo = pdf.make_indirect(Dictionary())
            pdf.save(
                target,
                encryption=False,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
                linearize=False,
            )
    except pikepdf.PasswordError:
        raise Refused(
            "Le PDF est protégé par un mot de passe : il ne peut pas être vérifié. Retirez le mot "
            "de passe, puis renvoyez-le."
        ) from None
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, KeyError) as error:
        raise _damaged() from error
    except RuntimeError as error:
        # The library speaks so of what it could not allocate, and of trees without end.
        raise Refused(TOO_HEAVY) from error


def _check_size(pdf: Pdf, limits: Limits) -> None:
    if len(pdf.objects) > limits.pdf_objects:
        raise Refused(TOO_HEAVY)
    declared = pdf.Root.Pages.get("/Count", 0)
    if int(declared) > limits.pages or len(pdf.pages) > limits.pages:
        raise Refused(
            f"Le PDF a plus de {limits.pages} pages. Découpez-le, ou n’envoyez que les pages "
            "utiles."
        )


def _everything(pdf: Pdf) -> Iterator[Dictionary | Array | Stream]:
    """Each dictionary, array and stream, those written inside others included."""
    waiting: list[Object | None] = [pdf.trailer]
    waiting += pdf.objects
    while waiting:
        thing = waiting.pop()
        if not isinstance(thing, Dictionary | Array | Stream):
            continue
        yield thing
        inside = thing if isinstance(thing, Array) else _values(thing)
        waiting += [
            value
            for value in inside
            if isinstance(value, Dictionary | Array) and not value.is_indirect
        ]


def _values(thing: Dictionary | Stream) -> list[Object | None]:
    return [thing.get(key) for key in thing.keys()]


def _disarm_one(thing: Dictionary | Array | Stream) -> None:
    if isinstance(thing, Array):
        kept = [item for item in thing if not _is_media(item)]
        if len(kept) != len(thing):
            while len(thing):
                del thing[-1]
            thing.extend(kept)
        return
    for key in list(thing.keys()):
        if key in _KEYS_THAT_ACT:
            del thing[key]
    if isinstance(thing, Stream):
        if thing.get("/Type") == Name.EmbeddedFile:
            thing.write(b"")
        _strip_photo(thing)
    elif _is_unwanted_action(thing) or thing.get("/Type") == Name.Filespec or _is_media(thing):
        for key in list(thing.keys()):
            del thing[key]


def _is_media(thing: Object) -> bool:
    """An annotation that plays or carries something."""
    if not isinstance(thing, Dictionary):
        return False
    return str(thing.get("/Subtype")) in _MEDIA and "/Rect" in thing


def _is_unwanted_action(thing: Dictionary) -> bool:
    kind = thing.get("/S")
    if not isinstance(kind, Name):
        return False
    if str(kind) in _OTHER_ACTIONS:
        return True
    if str(kind) == "/URI":
        address = thing.get("/URI")
        text = bytes(address).strip().lower() if isinstance(address, pikepdf.String) else b""
        return not text.startswith(_SAFE_ADDRESSES)
    declared = thing.get("/Type")
    return declared == Name.Action and str(kind) not in _HARMLESS_ACTIONS


def _strip_photo(stream: Stream) -> None:
    """Take the EXIF data, hence the place, out of a photo kept as it was taken."""
    if stream.get("/Filter") not in (Name.DCTDecode, Array([Name.DCTDecode])):
        return
    photo = stream.read_raw_bytes()
    try:
        kept = [
            photo[begin:end]
            for code, begin, end in jpeg_segments(photo)
            if not (0xE0 <= code <= 0xEF or code == 0xFE) or code in _KEPT_SEGMENTS
        ]
    except Exception as error:
        raise _damaged() from error
    parameters = stream.get("/DecodeParms")
    stream.write(
        b"".join(kept),
        filter=Name.DCTDecode,
        decode_parms=parameters if isinstance(parameters, Dictionary) else None,
    )


def _check_what_unfolds(pdf: Pdf, limits: Limits) -> None:
    total = 0
    for thing in pdf.objects:
        if not isinstance(thing, Stream):
            continue
        width, height = thing.get("/Width", 0), thing.get("/Height", 0)
        if isinstance(width, int) and isinstance(height, int):
            if width * height > _PIXELS_OF_A_SCAN:
                raise Refused(TOO_HEAVY)
        total += _unfolded_size(thing, limits.pdf_unfolded_part)
        if total > limits.pdf_unfolded:
            raise Refused(TOO_HEAVY)


def _unfolded_size(stream: Stream, most: int) -> int:
    """How many bytes the stream makes, without keeping them. Raises Refused beyond ``most``."""
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, Array) else [str(filters)]
    raw = stream.read_raw_bytes()
    while names and names[0] in _IN_LETTERS:
        # Bytes written with letters, usual before deflated ones.
        raw = _IN_LETTERS[names.pop(0)](raw)
    times = sum(name in ("/FlateDecode", "/Fl") for name in names)
    if "/LZWDecode" in names or not all(name in ("/FlateDecode", "/Fl") for name in names[:times]):
        # Rare orders: the library unfolds them, within the memory of the workshop.
        return len(stream.read_bytes())
    size = 0
    for piece in _inflated(iter((raw,)), times):
        size += len(piece)
        if size > most:
            raise Refused(TOO_HEAVY)
    return size


def _from_letters_85(raw: bytes) -> bytes:
    return base64.a85decode(raw.strip().removeprefix(b"<~").removesuffix(b"~>"))


def _from_letters_16(raw: bytes) -> bytes:
    figures = bytes(byte for byte in raw.split(b">")[0] if byte not in b" \t\r\n\f\0")
    return bytes.fromhex((figures + b"0" * (len(figures) % 2)).decode("ascii"))


_IN_LETTERS: dict[str, Callable[[bytes], bytes]] = {
    "/ASCII85Decode": _from_letters_85,
    "/ASCIIHexDecode": _from_letters_16,
}


def _inflated(pieces: Iterator[bytes], times: int) -> Iterator[bytes]:
    """Deflated pieces, unfolded ``times`` times, a block at a time."""
    if times == 0:
        yield from pieces
        return
    unfolding = zlib.decompressobj()
    for piece in _inflated(pieces, times - 1):
        waiting = piece
        while waiting:
            try:
                block = unfolding.decompress(waiting, _BLOCK)
            except zlib.error:
                return
            waiting = unfolding.unconsumed_tail
            if not block and not waiting:
                break
            yield block


def _damaged() -> Refused:
    return Refused(
        "Le PDF est abîmé : il ne s’ouvre pas. Réenregistrez-le en PDF depuis le document "
        "d’origine, puis renvoyez-le."
    )


if __name__ == "__main__":
    keep_workshop(disarm)
