"""An application as its readers read it: texts by section, members, budget. Pure."""

from dataclasses import dataclass

from o2r.calls.applications.content import Content, MemberContent
from o2r.calls.applications.figures import balance_table, facts_table, money_table
from o2r.calls.applications.sections import SECTIONS

NOT_SERVED = "Cette pièce ne peut pas être lue : elle est absente, ou pas encore vérifiée."
"""What is said of a document that is not there to be read."""

Figures = tuple[list[str], list[list[str]]]
"""The headers of a table, then its rows."""


@dataclass(frozen=True)
class ToldSection:
    """A section of texts: (question, answer) pairs. ``criterion``: the family it answers."""

    code: str
    label: str
    criterion: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Told:
    """What is shown of an application; amounts are in euros."""

    facts: list[tuple[str, str]]
    sections: tuple[ToldSection, ...]
    members: tuple[MemberContent, ...]
    money: Figures
    balance: Figures


def told(content: Content) -> Told:
    """An application without what its readers need not know: whom to call, who signed."""
    return Told(
        facts=facts_table(content),
        sections=tuple(
            ToldSection(
                part.code,
                part.label,
                part.criterion,
                tuple((text.label, content.answers.get(text.code, "")) for text in part.texts),
            )
            for part in SECTIONS
            if part.texts
        ),
        members=content.members,
        money=money_table(content),
        balance=balance_table(content),
    )
