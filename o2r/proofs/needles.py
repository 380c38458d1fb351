"""Finding a secret wherever it lies: in every way it may be written, inside whatever holds it."""

import base64
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import quote

_LINE_ENDS = re.compile(rb"=?\r?\n")
# What Django signs after compressing it: sessions, message cookies.
_SIGNED = re.compile(rb"\.(eJ[\w-]{6,})")
_DEEPEST = 4
_ALIGNMENTS = (0, 1, 2)


@dataclass(frozen=True)
class Secret:
    """One text put through the product. ``kind``: its class, ``planted``: made by us."""

    kind: str
    text: str
    planted: bool = True


@dataclass(frozen=True)
class Written:
    """The ways a text may be written, apart by whether capital letters count."""

    any_case: dict[str, bytes] = field(default_factory=dict)
    exact: dict[str, bytes] = field(default_factory=dict)

    def present(self, haystack: bytes, low: bytes, among: Collection[str] = ()) -> set[str]:
        """The ways in which the text is in ``haystack``, given in small letters too.

        ``among``: the ways to look at; all of them when empty.
        """
        places = [(self.any_case, low), (self.exact, haystack)]
        return {
            name
            for ways, place in places
            for name, way in ways.items()
            if (not among or name in among) and way in place
        }


def written(text: str) -> Written:
    """Every way of writing ``text`` that is searched.

    Percent, quoted-printable, JSON and HTML escapes leave letters and figures as they are: these
    are found as UTF-8, unless every character was escaped.
    """
    low = text.lower()
    raw = low.encode()
    any_case = {
        "utf-8": raw,
        # Without its last zero, so that both orders of bytes are found.
        "utf-16": low.encode("utf-16-le")[:-1],
        "hex": raw.hex().encode(),
        "quoted": quote(low, safe="").lower().encode(),
        "url": "".join(f"%{byte:02x}" for byte in raw).encode(),
        "quoted-printable": "".join(f"={byte:02x}" for byte in raw).encode(),
        "json": "".join(f"\\u{ord(sign):04x}" for sign in low).encode(),
        "escaped": "".join(f"\\x{byte:02x}" for byte in raw).encode(),
        "html": "".join(f"&#x{ord(sign):x};" for sign in low).encode(),
        "html-decimal": "".join(f"&#{ord(sign)};" for sign in low).encode(),
    }
    exact = {}
    for name, clear in (("", text.encode()), ("-utf-16", text.encode("utf-16-le"))):
        for offset in _ALIGNMENTS:
            core = _base64_core(clear, offset)
            exact[f"base64{name}/{offset}"] = core
            exact[f"base64url{name}/{offset}"] = core.translate(bytes.maketrans(b"+/", b"-_"))
    return Written(any_case, exact)


def _base64_core(clear: bytes, offset: int) -> bytes:
    """The characters that depend on ``clear`` alone, when ``offset`` bytes come before it."""
    whole = base64.b64encode(bytes(offset) + clear)
    return whole[(offset * 8 + 5) // 6 : (offset + len(clear)) * 8 // 6]


class Search:
    """Looks for all the secrets at once. ``prefix``: how every planted one starts."""

    def __init__(self, secrets: Iterable[Secret], prefix: str) -> None:
        self._anchors = written(prefix)
        self._planted: list[tuple[Secret, Written]] = []
        self._others: list[tuple[Secret, Written]] = []
        for secret in secrets:
            group = self._planted if secret.planted else self._others
            group.append((secret, written(secret.text)))

    def found(self, content: bytes) -> set[Secret]:
        """The secrets that ``content`` holds, in whatever way."""
        held: set[Secret] = set()
        for piece in opened(content):
            joined = _LINE_ENDS.sub(b"", piece)
            for haystack in (piece, joined) if joined != piece else (piece,):
                held |= self._in(haystack)
        return held

    def _in(self, haystack: bytes) -> set[Secret]:
        low = haystack.lower()
        held = {secret for secret, ways in self._others if ways.present(haystack, low)}
        # Every planted secret starts like the prefix, in whatever way both are written.
        likely = self._anchors.present(haystack, low)
        if likely:
            held |= {
                secret for secret, ways in self._planted if ways.present(haystack, low, likely)
            }
        return held


def opened(content: bytes, depth: int = 0) -> Iterator[bytes]:
    """``content``, then what is compressed in it: archives, gzip, signed sessions and cookies."""
    yield content
    if depth >= _DEEPEST:
        return
    for inner in _inside(content):
        yield from opened(inner, depth + 1)


def _inside(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    if content.startswith(b"\x1f\x8b"):
        yield from _inflated(content, zlib.MAX_WBITS | 16)
    for signed in _SIGNED.finditer(content):
        text = signed[1]
        yield from _inflated(base64.urlsafe_b64decode(text[: len(text) // 4 * 4]), zlib.MAX_WBITS)


def _inflated(content: bytes, bits: int) -> Iterator[bytes]:
    """What was compressed, as far as it can be read."""
    try:
        yield zlib.decompressobj(bits).decompress(content)
    except zlib.error:
        return
