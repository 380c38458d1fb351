"""The types that may be kept, the limits put on them, and the refusal of a file."""

import mmap
from dataclasses import dataclass
from enum import StrEnum

Data = bytes | mmap.mmap
"""The content of a file, in memory or mapped from the disk."""


class Refused(Exception):
    """The file cannot be kept. The message says why and what to do, in French, to its sender."""


class FileType(StrEnum):
    """Everything that may be kept; the value is the usual extension."""

    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    ODS = "ods"
    CSV = "csv"
    TEXT = "txt"
    GEOJSON = "geojson"

    @property
    def label(self) -> str:
        """The French name of the type."""
        return _LABELS[self]

    @property
    def media_type(self) -> str:
        """The type announced when the file is served."""
        return _MEDIA_TYPES[self]

    @property
    def extensions(self) -> tuple[str, ...]:
        """The extensions a name may have for this type, the usual one first."""
        return (self.value, *_OTHER_EXTENSIONS.get(self, ()))


PICTURES = frozenset({FileType.PNG, FileType.JPEG, FileType.WEBP})
OFFICE = frozenset({FileType.DOCX, FileType.XLSX, FileType.ODT, FileType.ODS})
TEXTS = frozenset({FileType.CSV, FileType.TEXT, FileType.GEOJSON})

_LABELS = {
    FileType.PNG: "image PNG",
    FileType.JPEG: "photo JPEG",
    FileType.WEBP: "image WebP",
    FileType.PDF: "document PDF",
    FileType.DOCX: "texte DOCX",
    FileType.XLSX: "classeur XLSX",
    FileType.ODT: "texte ODT",
    FileType.ODS: "classeur ODS",
    FileType.CSV: "tableau CSV",
    FileType.TEXT: "texte brut",
    FileType.GEOJSON: "carte GeoJSON",
}
_OOXML = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    FileType.PNG: "image/png",
    FileType.JPEG: "image/jpeg",
    FileType.WEBP: "image/webp",
    FileType.PDF: "application/pdf",
    FileType.DOCX: f"{_OOXML}.wordprocessingml.document",
    FileType.XLSX: f"{_OOXML}.spreadsheetml.sheet",
    FileType.ODT: "application/vnd.oasis.opendocument.text",
    FileType.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileType.CSV: "text/csv; charset=utf-8",
    FileType.TEXT: "text/plain; charset=utf-8",
    FileType.GEOJSON: "application/geo+json",
}
_OTHER_EXTENSIONS = {
    FileType.JPEG: ("jpeg", "jpe", "jfif"),
    FileType.TEXT: ("text", "md"),
    FileType.GEOJSON: ("json",),
}


@dataclass(frozen=True)
class Limits:
    """How much a file may hold. The defaults keep its processing under 280 MB of memory.

    ``pixels``: of one picture (a phone makes 12 to 25 million). ``pages``: of a PDF. ``unfolded``:
    bytes of a container or of a PDF once decompressed; ``unfolded_part``: of one of its parts.
    ``parts``: members of a container. ``ratio``: how many times a part of more than a megabyte may
    grow.
    """

    pixels: int = 25_000_000
    pages: int = 500
    unfolded: int = 100_000_000
    unfolded_part: int = 50_000_000
    parts: int = 2_000
    ratio: int = 250
    pdf_objects: int = 200_000
    pdf_unfolded: int = 600_000_000
    pdf_unfolded_part: int = 150_000_000
