"""One record of the log is one line: what people type cannot forge another, nor move a terminal."""

import logging
import re

# Control characters, new lines of every kind, and those that turn the direction of a text.
_ACTS = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ufeff]"
)
CONTINUATION = "    | "
# How databases quote the values of the row that they refuse.
_QUOTES = re.compile(r"^(DETAIL|CONTEXT|HINT|LINE \d+):.*(\n\s.*)*", re.MULTILINE)


class OneLineFormatter(logging.Formatter):
    """Writes characters that act as ``\\xNN``; the lines of a traceback follow, each marked."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line, then its traceback if it has one."""
        trace = record.exc_text
        if record.exc_info and not trace:
            trace = without_values(self.formatException(record.exc_info))
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        line = _visible(self.formatMessage(record))
        below = [piece for text in (trace, record.stack_info) if text for piece in text.split("\n")]
        return "\n".join([line, *(CONTINUATION + _visible(piece) for piece in below)])


def without_values(text: str) -> str:
    """The message of an error without the lines in which a database quotes the row it refused."""
    return _QUOTES.sub(r"\1: …", text)


def _visible(text: str) -> str:
    return _ACTS.sub(lambda found: ascii(found[0])[1:-1], text)
