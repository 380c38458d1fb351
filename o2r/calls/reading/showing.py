"""An application as its readers read it: texts by section, members, budget. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from o2r.calls.applications.content import Content, MemberContent
from o2r.calls.applications.sections import SECTIONS


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

    sections: tuple[ToldSection, ...]
    zone: str
    members: tuple[MemberContent, ...]
    asked: Decimal
    expense: Decimal
    income: Decimal


def told(content: Content) -> Told:
    """An application without what its readers need not know: whom to call, who signed."""
    total = content.balance.whole
    return Told(
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
        zone=content.zone.label,
        members=content.members,
        asked=total.requested,
        expense=total.expense,
        income=total.income,
    )
