"""A record is one line, whatever people type."""

import logging
import sys

from o2r.core.hostile_text import findings, hostile_texts
from o2r.core.log_lines import OneLineFormatter

FORMATTER = OneLineFormatter("%(levelname)s %(message)s")
PLAIN = logging.Formatter("%(levelname)s %(message)s")


def record(message: str, error: BaseException | None = None) -> logging.LogRecord:
    information = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("o2r", logging.WARNING, __file__, 1, message, None, information)


def test_a_message_stays_on_its_line() -> None:
    lines = [FORMATTER.format(record(text.text)) for text in hostile_texts()]
    assert all("\n" not in line for line in lines)
    assert findings("log", "\n".join(lines)) == []
    assert findings("log", "\n".join(PLAIN.format(record(t.text)) for t in hostile_texts()))


def test_a_traceback_follows_and_forges_nothing() -> None:
    written = []
    for text in hostile_texts():
        try:
            raise ValueError(text.text)
        except ValueError as error:
            written.append(FORMATTER.format(record("échec", error)))
    assert findings("log", "\n".join(written)) == []
    first, *others = written[0].split("\n")
    assert first == "WARNING échec"
    assert all(line.startswith("    | ") for line in others)
    assert "ValueError" in others[-1]


def test_plain_text_is_untouched_and_times_are_written() -> None:
    formatter = OneLineFormatter("%(asctime)s %(message)s %(name)s")
    assert formatter.format(record("Été à Noël\t« ok »")).endswith("Été à Noël\t« ok » o2r")
    logged = record("a")
    logged.stack_info = "Stack:\n  b"
    assert FORMATTER.format(logged).split("\n") == ["WARNING a", "    | Stack:", "    |   b"]
    assert sys.exc_info() == (None, None, None)
