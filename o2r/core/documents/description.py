"""What a document says, whatever the format. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

DEEPEST = 3


@dataclass(frozen=True)
class Heading:
    """A title inside the document. ``level``: 1 right under its own title, 3 at most."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A text; its line breaks are kept."""

    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True)
class Table:
    """Data: the first cell of each row is its title. ``caption``: what the table shows."""

    kind: ClassVar[str] = "table"
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""

    def __post_init__(self) -> None:
        if not self.header or any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("Every row of a table has as many cells as its header.")


@dataclass(frozen=True)
class Fields:
    """Facts: a name and what is said of it."""

    kind: ClassVar[str] = "fields"
    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Signature:
    """Who signs: for each line, a name or a function, and room under it."""

    kind: ClassVar[str] = "signature"
    lines: Sequence[str]


Block = Heading | Paragraph | Table | Fields | Signature


@dataclass(frozen=True)
class Document:
    """A whole document. ``title`` names the file for who reads it without seeing it.

    Raises ValueError without a title, or when a heading skips a level: readers who move by headings
    would be lost.
    """

    title: str
    subtitle: str = ""
    blocks: Sequence[Block] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A document has a title.")
        level = 0
        for block in self.blocks:
            if not isinstance(block, Heading):
                continue
            if not 1 <= block.level <= min(level + 1, DEEPEST):
                raise ValueError(f"The heading {block.text!r} skips a level.")
            level = block.level
