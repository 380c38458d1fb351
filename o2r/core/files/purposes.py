"""What files are for, and the limits that follow: declared as data, by each app for its screens."""

from dataclasses import dataclass, field

from o2r.core.files.content.types import OFFICE, PICTURES, FileType, Limits


@dataclass(frozen=True)
class Purpose:
    """Why files of a kind are received.

    ``code`` is kept with each file; ``label`` is French. ``types``: what may be sent.
    ``max_bytes``: of one file. ``max_files``: kept at once for one object.
    """

    code: str
    label: str
    types: frozenset[FileType]
    max_bytes: int
    max_files: int
    limits: Limits = field(default_factory=Limits)

    @property
    def accepted(self) -> str:
        """The accepted extensions, in words."""
        return ", ".join(kind.value.upper() for kind in FileType if kind in self.types)


_purposes: dict[str, Purpose] = {}


def declare(purpose: Purpose) -> Purpose:
    """Make a purpose known. Raises ValueError when its code is taken."""
    if purpose.code in _purposes:
        raise ValueError(f"Two purposes of files are called {purpose.code!r}.")
    _purposes[purpose.code] = purpose
    return purpose


def purpose_of(code: str) -> Purpose:
    """The purpose of this code. Raises LookupError."""
    return _purposes[code]


DOCUMENT = declare(
    Purpose(
        code="document",
        label="pièce jointe",
        types=PICTURES | OFFICE | {FileType.PDF, FileType.CSV, FileType.TEXT},
        max_bytes=20_000_000,
        max_files=20,
    )
)
PICTURE = declare(
    Purpose(code="picture", label="image", types=PICTURES, max_bytes=10_000_000, max_files=5)
)
