"""The sentences of a text with what they are filled with, ready to be set in a page."""

from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from o2r.core.documents.text import lines_of, one_line

_BREAK = mark_safe("<br>")


def typed(words: str) -> SafeString:
    """What somebody typed, on one line: its own direction turns nothing around it."""
    return format_html("<bdi>{}</bdi>", one_line(words))


def typed_lines(words: str) -> SafeString:
    """The same, its lines kept."""
    lines = [line for line in lines_of(words) if line.strip()]
    return format_html_join(_BREAK, "<bdi>{}</bdi>", ((line,) for line in lines))


def latin(code: str) -> SafeString:
    """A code or an address: read from left to right in every language."""
    return format_html('<bdi dir="ltr">{}</bdi>', code)


def day(moment: date) -> SafeString:
    """A day as people write it in France, whatever the language around it."""
    return latin(f"{moment:%d/%m/%Y}")


def filled(sentence: str, **words: SafeString) -> SafeString:
    """A sentence of a text with its words between braces; its lines are kept."""
    # The reader of the files refuses a sentence with markup.
    lines = mark_safe(sentence.replace("\n", _BREAK))  # noqa: S308
    return format_html(lines, **words) if words else lines
