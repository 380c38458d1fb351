"""Tables of an application, in words, for its pages."""

from dataclasses import dataclass
from typing import Any

from o2r.calls.applications.content import Content, MemberContent
from o2r.calls.applications.facts import LABELS, in_words
from o2r.calls.applications.sections import SECTIONS
from o2r.core.money import euros
from o2r.projects.enums import Stage


@dataclass(frozen=True)
class MemberShown:
    """A member and where its signature stands."""

    member: MemberContent
    stages: str
    requested: str
    share: str
    state: str
    tone: str
    digest: str


def members_shown(content: Content) -> list[MemberShown]:
    """Each member with its share of the aid, and its signature in words."""
    return [_shown(content, member) for member in content.members]


def _shown(content: Content, member: MemberContent) -> MemberShown:
    if content.is_signed(member):
        state, tone = "signé", "confirmed"
    elif not member.organisation:
        state, tone = "invitation en attente", "waiting"
    elif member.signed_at is not None:
        state, tone = "à signer de nouveau", "wrong"
    else:
        state, tone = "à signer", "waiting"
    share = content.balance.share(member.key)
    return MemberShown(
        member=member,
        stages=", ".join(str(one.label) for one in Stage if one.value in member.stages),
        requested=euros(content.balance.of_member(member.key).requested),
        share="" if share is None else f"{share * 100:.0f}\u00a0%",
        state=state,
        tone=tone,
        digest=content.digest_of(member),
    )


def money_table(content: Content) -> tuple[list[str], list[list[str]]]:
    """Headers and rows: what is asked by each member, year by year."""
    years = range(1, content.call.years + 1)
    headers = ["Membre", *(f"Année\u00a0{year}" for year in years), "Total", "Part"]
    balance = content.balance
    rows = []
    for shown in members_shown(content):
        amounts = [euros(balance.of(shown.member.key, year).requested) for year in years]
        rows.append([shown.member.name, *amounts, shown.requested, shown.share or "–"])
    totals = [euros(balance.of_year(year).requested) for year in years]
    rows.append(["Consortium", *totals, euros(balance.requested), ""])
    return headers, rows


def balance_table(content: Content) -> tuple[list[str], list[list[str]]]:
    """Headers and rows: expenses, income and what is in kind, year by year."""
    headers = ["Année", "Charges", "Produits", "Écart", "Écart en nature"]
    rows = []
    for year in range(1, content.call.years + 1):
        total = content.balance.of_year(year)
        amounts = (total.expense, total.income, total.gap, total.in_kind_gap)
        rows.append([f"Année\u00a0{year}", *(euros(amount) for amount in amounts)])
    whole = content.balance.whole
    amounts = (whole.expense, whole.income, whole.gap, whole.in_kind_gap)
    rows.append(["Total", *(euros(amount) for amount in amounts)])
    return headers, rows


def whole(content: Content) -> dict[str, Any]:
    """All that an application says, for ``_whole.html``."""
    texts = [
        (section, [(asked, content.answers.get(asked.code, "")) for asked in section.texts])
        for section in SECTIONS
        if section.texts
    ]
    return {
        "content": content,
        "texts": texts,
        "facts": facts_table(content),
        "members": members_shown(content),
        "money": money_table(content),
        "balance": balance_table(content),
    }


def facts_table(content: Content) -> list[tuple[str, str]]:
    """What the project is, in words."""
    cost = content.stated_cost
    lists = ("publics", "attention_points", "stages", "channels")
    return [
        (LABELS["zone"], content.zone.label or "non renseigné"),
        *((LABELS[name], in_words(name, list(getattr(content, name))) or "–") for name in lists),
        (LABELS["places"], "–" if content.places is None else str(content.places)),
        *([] if cost is None else [("Coût total annoncé", euros(cost))]),
    ]
