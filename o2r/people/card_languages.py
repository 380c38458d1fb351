"""In which languages the page of a card is said: that of the browser, or the one chosen; French
beside, for those who help. Never that of the file: the page says the same whatever the card is."""

from dataclasses import dataclass

from django.utils.translation.trans_real import parse_accept_lang_header

from o2r.core.instance import holds_real_people
from o2r.people.contract_texts import SOURCE, ContractText, offers, source


@dataclass(frozen=True)
class Line:
    """One sentence, in one language."""

    lang: str
    direction: str
    text: str


@dataclass(frozen=True)
class Wording:
    """What the pages of the card say. ``lines``: each sentence by its key, in each language;
    ``mentions``: what an unreviewed text says of itself; ``others``: languages to choose."""

    lines: dict[str, list[Line]]
    mentions: list[Line]
    others: list[ContractText]


def wording(chosen: str, accepted: str) -> Wording:
    """The words of the pages. ``chosen``: the code of a language, or nothing; ``accepted``: what
    the browser says that it reads."""
    known = [one.text for one in offers(production=holds_real_people()) if not one.refusal]
    said = _chosen(known, chosen) or _accepted(known, accepted)
    sides = [said, source()] if said and said.code != SOURCE else [source()]
    tables = [(one, one.table("page")) for one in sides]
    return Wording(
        lines={
            key: [Line(one.lang, one.direction, words[key]) for one, words in tables]
            for key in tables[-1][1]
        },
        mentions=[Line(one.lang, one.direction, one["mention"]) for one in sides if one.mentions],
        others=[one for one in known if one is not sides[0]],
    )


def _chosen(known: list[ContractText], code: str) -> ContractText | None:
    return next((one for one in known if one.code == code), None)


def _accepted(known: list[ContractText], accepted: str) -> ContractText | None:
    """The first language of the browser that is written here; the first of its texts, for easy
    French comes after French."""
    for tag, _ in parse_accept_lang_header(accepted):
        for one in known:
            if one.lang.split("-")[0].lower() == tag.split("-")[0]:
                return one
    return None
