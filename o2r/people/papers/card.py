"""The card: how to stop, a code, nothing else. Whoever finds it learns nothing of anybody."""

from dataclasses import dataclass
from enum import StrEnum

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from o2r.core.instance import instance
from o2r.core.qr import drawn
from o2r.people.contract_texts import ContractText, refuse_unreviewed, source
from o2r.people.papers.facts import Access
from o2r.people.papers.printed import printed
from o2r.people.papers.wording import filled, latin

STYLES = ("core/css/tokens.css", "people/css/papers.css", "people/css/card.css")
PROGRAMME = "o2r"
SQUARE = 35
"""Side of the drawing, in millimetres: half a millimetre a module at the longest link."""


class Paper(StrEnum):
    """What the card is printed on."""

    A6 = "a6"
    A4 = "a4"
    """One sheet of an ordinary printer: cut, then fold."""


@dataclass(frozen=True)
class _Side:
    """One side of the card, in one language: what the template reads."""

    lang: str
    direction: str
    title: str
    words: dict[str, str]
    mentions: tuple[str, ...]
    type_it: SafeString
    code: SafeString
    drawing: SafeString


def card(access: Access, text: ContractText, *, paper: Paper = Paper.A6) -> bytes:
    """The card as a tagged PDF: one side in the language of the person, the other in French for
    those who help them, when it is not theirs.

    Raises UnreviewedText where real people are; UndrawnLetters when this server has no font for the
    language; RuntimeError where pango is absent (ask ``documents.pdf_available`` first and offer
    the page to the browser).
    """
    return printed(card_page(access, text, paper=paper), STYLES, text)


def card_page(
    access: Access, text: ContractText, *, paper: Paper = Paper.A6, in_browser: bool = False
) -> str:
    """The HTML page of the card. ``in_browser``: with its style sheets, for a browser to print.

    Raises UnreviewedText where real people are.
    """
    refuse_unreviewed(text)
    french = source()
    texts = (text,) if text.lang == french.lang else (text, french)
    sides = [_side(access, one) for one in texts]
    context = {"sides": sides, "paper": paper, "styles": STYLES if in_browser else ()}
    return render_to_string("people/papers/card.html", context)


def _side(access: Access, text: ContractText) -> _Side:
    return _Side(
        lang=text.lang,
        direction=text.direction,
        title=neutral_title(text),
        words=text.table("card"),
        mentions=text.mentions,
        type_it=filled(text["card.type"], address=latin(access.address)),
        code=latin(access.code),
        drawing=drawn(access.link, title=text["card.square"], side=SQUARE),
    )


def neutral_title(text: ContractText) -> str:
    """The title that the instance chose, unless it says where the card comes from; else the words
    of the language."""
    said = instance()
    chosen = said.card_title.strip()
    telling = (PROGRAMME, said.site_name, said.publisher)
    if any(name and name.casefold() in chosen.casefold() for name in telling):
        return text["card.title"]
    return chosen or text["card.title"]
