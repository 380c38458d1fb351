"""Texts as a document may hold them. Pure."""

import re

from o2r.core.typography import typographic

# What XML 1.0 cannot hold (§2.2), and the signs that make a text read otherwise than it is written
# (Unicode TR 36): nobody signs one thing and reads another.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINES = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


def lines_of(text: str) -> list[str]:
    """The lines of a text, with French typography, without what a file cannot hold."""
    return [typographic(_UNWRITABLE.sub("", line)) for line in _LINES.split(text)]


def one_line(text: str) -> str:
    """The same, on one line: for a title, a name, a property of the file."""
    return " ".join(" ".join(lines_of(text)).split(" ")).strip()
