"""The receipt: what was explained, what was agreed to and with whom, how to stop."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from o2r.core.qr import drawn
from o2r.people.contract_texts import (
    SECTIONS,
    STOPPING,
    ContractText,
    language_name,
    refuse_unreviewed,
)
from o2r.people.papers.facts import Access, Consent, Information, Receipt, SharedSecrecy
from o2r.people.papers.printed import printed
from o2r.people.papers.wording import day, filled, latin, typed, typed_lines

SQUARE = 38
"""Side of the drawing, in millimetres."""
STYLES = ("core/css/tokens.css", "people/css/papers.css", "people/css/receipt.css")


class Size(StrEnum):
    """How large the letters are."""

    STANDARD = "standard"
    LARGE = "large"
    """Eighteen points: for those who see little."""


@dataclass(frozen=True)
class _Fact:
    """A name and what is said of it, on one line or more."""

    label: str
    values: list[SafeString]


@dataclass(frozen=True)
class _Record:
    """An agreement, a sharing, an explanation: what the template reads."""

    facts: list[_Fact]
    title: SafeString = SafeString("")
    is_over: bool = False


@dataclass(frozen=True)
class _Ways:
    """What the card says, again: the drawing, the code."""

    heading: str
    scan: str
    type_it: SafeString
    code: SafeString
    drawing: SafeString


@dataclass(frozen=True)
class _Part:
    """A part of the paper. ``name``: that of its pictogram."""

    name: str
    heading: str
    lines: list[SafeString] = field(default_factory=list)
    records: list[_Record] = field(default_factory=list)
    ways: _Ways | None = None


def receipt(
    facts: Receipt, text: ContractText, *, size: Size = Size.STANDARD, pictograms: bool = False
) -> bytes:
    """The receipt as a tagged PDF, A4. ``pictograms``: a drawing beside each part, for those who
    read little.

    Raises UnreviewedText where real people are; KeyError for a code that the texts do not know;
    UndrawnLetters when this server has no font for the language; RuntimeError where pango is
    absent.
    """
    page = receipt_page(facts, text, size=size, pictograms=pictograms)
    return printed(page, STYLES, text)


def receipt_page(
    facts: Receipt,
    text: ContractText,
    *,
    size: Size = Size.STANDARD,
    pictograms: bool = False,
    in_browser: bool = False,
) -> str:
    """The HTML page of the receipt. ``in_browser``: with its style sheets, for a browser to print.

    Raises UnreviewedText where real people are; KeyError for a code that the texts do not know.
    """
    refuse_unreviewed(text)
    words = {"day": day(facts.made_on), "operator": typed(facts.operator)}
    context = {
        "lang": text.lang,
        "direction": text.direction,
        "mentions": text.mentions,
        "words": text.table("receipt"),
        "made_on": facts.made_on.isoformat(),
        "handed": filled(text["receipt.handed"], **words),
        "parts": list(_parts(facts, text)),
        "size": size,
        "pictograms": pictograms,
        "styles": STYLES if in_browser else (),
    }
    return render_to_string("people/papers/receipt.html", context)


def _ways(access: Access, text: ContractText) -> _Ways:
    return _Ways(
        heading=text["receipt.code"],
        scan=text["card.scan"],
        type_it=filled(text["card.type"], address=latin(access.address)),
        code=latin(access.code),
        drawing=drawn(access.link, title=text["card.square"], side=SQUARE),
    )


def _parts(facts: Receipt, text: ContractText) -> Iterator[_Part]:
    """What is the person's own first, then what is the same for everyone."""
    if facts.information:
        explained = [_explained(one, text) for one in facts.information]
        yield _opened("information", text, explained)
    if facts.consents:
        agreed = [_agreed(one, text) for one in facts.consents]
        yield _opened("agreements", text, agreed)
    else:
        nothing = [filled(text["agreements.none"])]
        yield _Part("agreements", text["agreements.heading"], nothing)
    if facts.secrecy:
        shared = [_shared(one, text) for one in facts.secrecy]
        yield _opened("secrecy", text, shared)
    words = {
        "months": latin(str(facts.months_kept)),
        "dpo": typed(facts.dpo),
        "contact": typed_lines(facts.contact),
        "operator": typed(facts.operator),
        "day": day(facts.made_on),
    }
    for name in SECTIONS:
        section = text.section(name)
        lines = [filled(line, **words) for line in section.lines]
        ways = _ways(facts.access, text) if facts.access and name == STOPPING else None
        yield _Part(name, section.heading, lines, ways=ways)


def _opened(name: str, text: ContractText, records: list[_Record]) -> _Part:
    return _Part(name, text[f"{name}.heading"], [filled(text[f"{name}.intro"])], records)


def _explained(one: Information, text: ContractText) -> _Record:
    facts = [
        _fact(text, "day", day(one.given_on)),
        _fact(text, "channel", filled(text.word("supports", one.support))),
        _fact(text, "language", typed(language_name(one.language))),
    ]
    if one.by:
        facts.append(_fact(text, "by", typed(one.by)))
    return _Record(facts)


def _agreed(one: Consent, text: ContractText) -> _Record:
    facts = [
        _fact(text, "recipient", typed(one.recipient)),
        _fields(text, one.fields),
        _fact(text, "given_on", day(one.given_on)),
        _fact(text, "until", day(one.until)),
        _fact(text, "channel", filled(text.word("supports", one.support))),
        _fact(text, "proof", filled(text.word("proofs", one.proof))),
    ]
    if one.stopped_on:
        facts.append(_fact(text, "stopped_on", day(one.stopped_on)))
    title = _title(one.purpose, text)
    if one.number is not None:
        title = format_html("{} {}", latin(f"{one.number}."), title)
    return _Record(facts, title, is_over=one.stopped_on is not None)


def _shared(one: SharedSecrecy, text: ContractText) -> _Record:
    facts = [
        _fact(text, "recipient", typed(one.recipient)),
        _fields(text, one.fields),
    ]
    if one.since:
        facts.append(_fact(text, "since", day(one.since)))
    if one.until:
        facts.append(_fact(text, "until", day(one.until)))
    if one.refused_on:
        facts.append(_fact(text, "refused_on", day(one.refused_on)))
    return _Record(facts, _title(one.purpose, text), is_over=one.refused_on is not None)


def _title(purpose: str, text: ContractText) -> SafeString:
    """What an agreement is for, as its title."""
    return filled(capfirst(text.word("purposes", purpose)))


def _fact(text: ContractText, label: str, *values: SafeString) -> _Fact:
    return _Fact(text[f"labels.{label}"], list(values))


def _fields(text: ContractText, codes: tuple[str, ...]) -> _Fact:
    return _Fact(text["labels.fields"], [filled(text.word("fields", code)) for code in codes])
