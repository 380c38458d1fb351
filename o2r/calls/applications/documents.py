"""A whole application as a document to keep, to print, to annotate. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from o2r.calls.applications.chart import Account
from o2r.calls.applications.content import Content, PieceJoined
from o2r.calls.applications.enums import BudgetSide
from o2r.calls.applications.figures import (
    MemberShown,
    balance_table,
    facts_table,
    members_shown,
    money_table,
)
from o2r.calls.applications.sections import PROJECT, SECTIONS, Section
from o2r.core.documents import Block, Document, Fields, Heading, Paragraph, Table
from o2r.core.files.enums import FileState
from o2r.core.money import euros

DRAFT = (
    "Brouillon, pas déposé : ce document montre ce qui est écrit à cette heure. Il ne vaut ni "
    "dépôt ni récépissé."
)
_NOTHING = "Rien n’est écrit."
_SIDES = {
    BudgetSide.EXPENSE: "Total des charges, contributions en nature comprises",
    BudgetSide.INCOME: "Total des produits, contributions en nature comprises",
}


@dataclass(frozen=True)
class Standing:
    """Where an application stands: ``facts`` are (name, words) pairs, without those of its content.

    ``shows_contacts``: whether who asks may read whom to call.
    """

    is_draft: bool
    facts: Sequence[tuple[str, str]]
    shows_contacts: bool = True


def application_document(content: Content, standing: Standing) -> Document:
    """All that an application says. A draft is called one in its title: it is on every page."""
    title = content.title.strip() or "Candidature sans titre"
    mention = "Exemple : " if content.call.is_example else ""
    blocks: list[Block] = []
    if standing.is_draft:
        blocks.append(Paragraph(DRAFT))
    blocks.append(Fields(list(standing.facts)))
    blocks += _project(content)
    blocks += _consortium(content, shows_contacts=standing.shows_contacts)
    for section in SECTIONS:
        blocks += _texts(content, section)
    blocks += _budget(content)
    blocks += _pieces(content)
    return Document(
        title=f"Brouillon : {title}" if standing.is_draft else title,
        subtitle=f"{mention}{content.call.title}",
        blocks=blocks,
    )


def _project(content: Content) -> Iterator[Block]:
    attested = "attestée" if content.has_analytic_accounts else "non attestée"
    communes = f"{content.zone.communes}" if content.zone.communes else "–"
    yield Heading("Le projet")
    yield Fields(
        [
            *facts_table(content),
            ("Communes", communes),
            ("Comptabilité analytique", attested),
        ]
    )


def _consortium(content: Content, *, shows_contacts: bool) -> Iterator[Block]:
    yield Heading("Le consortium")
    if not content.members:
        yield Paragraph("Aucun membre.")
    for shown in members_shown(content):
        yield Heading(shown.member.name, 2)
        yield Fields(_part(shown, shows_contacts=shows_contacts))


def _part(shown: MemberShown, *, shows_contacts: bool) -> list[tuple[str, str]]:
    member = shown.member
    facts = [
        ("Place dans le consortium", "Chef de file" if member.is_lead else "Membre"),
        ("SIRET", member.siret or "non renseigné"),
        ("Rôle", member.role or "non renseigné"),
        ("Étapes", shown.stages or "non renseignées"),
        ("Communes", member.zone.label or "celles du projet"),
        ("Aide demandée", f"{shown.requested} ({shown.share})" if shown.share else shown.requested),
        ("Signature", shown.state.capitalize()),
    ]
    if shows_contacts:
        known = (member.contact_name, member.contact_email, member.contact_phone)
        facts.append(("Personne à joindre", ", ".join(filter(None, known)) or "non renseignée"))
    return facts


def _texts(content: Content, section: Section) -> Iterator[Block]:
    if not section.texts:
        return
    is_project = section.code == PROJECT
    yield Heading("Le projet, en toutes lettres" if is_project else section.label)
    for asked in section.texts:
        yield Heading(asked.label, 2)
        yield Paragraph(content.answers.get(asked.code, "").strip() or _NOTHING)


def _budget(content: Content) -> Iterator[Block]:
    yield Heading("Le budget")
    header, rows = money_table(content)
    yield Table(header, rows, caption="Aide demandée à l’appel")
    header, rows = balance_table(content)
    yield Table(header, rows, caption="Équilibre du consortium")
    for member in content.members:
        lines = _lines(content, member.key)
        yield Heading(f"Budget\u00a0: {member.name}", 2)
        if not lines:
            yield Paragraph("Aucun montant.")
            continue
        years = [f"Année\u00a0{year}" for year in _years(content)]
        yield Table(["Poste", *years], lines, caption="Charges et produits, par année")


def _years(content: Content) -> range:
    """The years of the convention, and those beyond that someone filled in."""
    return range(1, max([content.call.years, *(line.year for line in content.budget)]) + 1)


def _lines(content: Content, member: str) -> list[list[str]]:
    """The accounts where a member has an amount, in the order of the form, then the totals."""
    amounts = {
        (line.account, line.year): line.amount for line in content.budget if line.member == member
    }
    used, years, rows = {account for account, _ in amounts}, _years(content), []
    for side, total in _SIDES.items():
        accounts = [one for one in content.call.chart if one.side is side and one.code in used]
        for account in accounts:
            cells = [amounts.get((account.code, year)) for year in years]
            rows.append(
                [_named(account), *("–" if cell is None else euros(cell) for cell in cells)]
            )
        if accounts:
            sums = [sum(amounts.get((one.code, year), 0) for one in accounts) for year in years]
            rows.append([total, *(euros(amount) for amount in sums)])
    return rows


def _named(account: Account) -> str:
    return f"{account.label} (en nature)" if account.is_in_kind else account.label


def _pieces(content: Content) -> Iterator[Block]:
    yield Heading("Les pièces jointes")
    if not content.pieces:
        yield Paragraph("Aucune.")
        return
    labels = {asked.code: asked.label for asked in content.call.pieces}
    names = {member.key: member.name for member in content.members}
    yield Fields(
        [
            (piece.name, _told(piece, labels.get(piece.piece, "Pièce libre"), names))
            for piece in content.pieces
        ]
    )


def _told(piece: PieceJoined, label: str, names: dict[str, str]) -> str:
    whose = f" ({names[piece.member]})" if piece.member in names else ""
    state = FileState(piece.state).label.capitalize()
    return f"{label}{whose}. {state}.\nSHA-256 à la réception : {piece.sha256}"
