"""One line of a file of projects: its cells checked into a project, and a project as cells.

``parse`` gives either a row or what is wrong in the line, one error per column at most.
``cells_of`` is its exact inverse: what is exported is read back the same.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from urllib.parse import urlsplit

from o2r.accounts.enums import OrganisationKind
from o2r.projects.enums import (
    AttentionPoint,
    Channel,
    Origin,
    PartnerRole,
    Public,
    PublicationState,
    Stage,
)
from o2r.projects.exchange import values
from o2r.projects.exchange.cells import CellError, Cells
from o2r.projects.exchange.columns import (
    FIELD_SEPARATOR,
    LIST_SEPARATOR,
    NO,
    REQUIRED,
    STATE_CODES,
    YES,
)
from o2r.projects.exchange.tables import Line
from o2r.territory.geography import available_vintages

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation as a file names it. ``siret`` may be empty."""

    name: str
    kind: OrganisationKind
    siret: str = ""


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner as a file names it."""

    organisation: OrganisationRow
    role: PartnerRole


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project as a file describes it. ``state`` is None when the cell is empty."""

    slug: str
    title: str
    bearer: OrganisationRow
    bearer_website: str
    partners: tuple[PartnerRow, ...]
    zone_expression: str
    zone_vintage: int
    uncertain_note: str
    publics: tuple[Public, ...]
    attention_points: tuple[AttentionPoint, ...]
    stages: tuple[Stage, ...]
    channels: tuple[Channel, ...]
    description: str
    phone: str
    email: str
    form_url: str
    contact_is_relay_only: bool
    relay_mailbox: str
    opening_hours: str
    starts_on: date | None
    ends_on: date | None
    origin: Origin
    source_url: str
    confirmed_on: date | None
    state: PublicationState | None
    is_example: bool


def parse(line: Line) -> ProjectRow | list[CellError]:
    """The project of a line, or all that is wrong in it (one error per column at most)."""
    cells = Cells(line, REQUIRED)
    vintage = cells.read("millesime", values.vintage, available_vintages()[-1])
    row = ProjectRow(
        slug=cells.read("identifiant", values.identifier, ""),
        title=cells.read("intitule", values.text(200), ""),
        bearer=OrganisationRow(
            name=cells.read("porteur", values.organisation, ""),
            kind=cells.read(
                "porteur_type", values.one_of(OrganisationKind), OrganisationKind.OTHER
            ),
            siret=cells.read("porteur_siret", values.siret_number, ""),
        ),
        bearer_website=cells.read("porteur_site", values.web_address, ""),
        partners=cells.read("partenaires", _partners, ()),
        zone_expression=cells.read("territoire", values.zone(vintage), ""),
        zone_vintage=vintage,
        uncertain_note=cells.read("point_a_confirmer", values.text(2000), ""),
        publics=cells.read("publics", values.publics, ()),
        attention_points=cells.read("points_attention", values.many_of(AttentionPoint), ()),
        stages=cells.read("etapes", values.many_of(Stage), ()),
        channels=cells.read("canaux", values.many_of(Channel), ()),
        description=cells.read("description", values.text(5000), ""),
        phone=cells.read("telephone", values.phone, ""),
        email=cells.read("courriel", values.mailbox, ""),
        form_url=cells.read("formulaire", values.web_address, ""),
        contact_is_relay_only=cells.read("relais_seulement", values.yes_or_no, False),
        relay_mailbox=cells.read("courriel_relais", values.mailbox, ""),
        opening_hours=cells.read("horaires", values.text(2000), ""),
        starts_on=cells.read("date_debut", values.day, None),
        ends_on=cells.read("date_fin", values.day, None),
        origin=cells.read("origine", values.origin, Origin.UNKNOWN),
        source_url=cells.read("source", values.web_address, ""),
        confirmed_on=cells.read("date_confirmation", values.day, None),
        state=cells.read("etat", values.state, None),
        is_example=cells.read("exemple", values.yes_or_no, False),
    )
    _check_together(row, cells)
    return cells.errors or row


def _check_together(row: ProjectRow, cells: Cells) -> None:
    """What one cell alone cannot tell."""
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        cells.refuse(
            "date_fin",
            f"la fin ({row.ends_on:%d/%m/%Y}) précède le début ({row.starts_on:%d/%m/%Y})",
        )
    if row.contact_is_relay_only and row.email:
        cells.refuse(
            "courriel",
            "le projet n’est joignable que par formulaire (relais_seulement vaut oui) : déplacez "
            "cette adresse dans courriel_relais, ou écrivez non dans relais_seulement",
        )
    bearer = row.bearer.name
    if bearer and any(bearer.casefold() == p.organisation.name.casefold() for p in row.partners):
        cells.refuse("partenaires", f"« {bearer} » est déjà le porteur : retirez-le d’ici")
    if row.is_example:
        _check_example(row, cells)


def _check_example(row: ProjectRow, cells: Cells) -> None:
    """A fictional project touches nobody: no SIRET, no address outside ``.example``."""
    if row.bearer.siret:
        cells.refuse("porteur_siret", "un projet fictif n’a pas de SIRET : videz la cellule")
    if any(partner.organisation.siret for partner in row.partners):
        cells.refuse("partenaires", "les partenaires d’un projet fictif n’ont pas de SIRET")
    for column, address in (("courriel", row.email), ("courriel_relais", row.relay_mailbox)):
        if address and not address.endswith(".example"):
            cells.refuse(column, "l’adresse d’un projet fictif finit par .example")
    for column, url in (("porteur_site", row.bearer_website), ("formulaire", row.form_url)):
        if url and not (urlsplit(url).hostname or "").endswith(".example"):
            cells.refuse(column, "le site d’un projet fictif est dans un domaine .example")


def _partners(cell: str) -> tuple[PartnerRow, ...]:
    partners: list[PartnerRow] = []
    for piece in cell.split(LIST_SEPARATOR):
        if not piece.strip():
            continue
        fields = [field.strip() for field in piece.split(FIELD_SEPARATOR)]
        if len(fields) != 4 or not fields[0]:
            raise values.Refused(
                f"« {piece.strip()} » ne se lit pas : écrivez nom ; nature ; SIRET ou rien ; rôle"
            )
        organisation = OrganisationRow(
            name=values.organisation(fields[0]),
            kind=values.one_of(OrganisationKind)(fields[1]),
            siret=values.siret_number(fields[2]),
        )
        if any(organisation.name.casefold() == p.organisation.name.casefold() for p in partners):
            raise values.Refused(f"« {organisation.name} » est cité deux fois")
        partners.append(PartnerRow(organisation, values.one_of(PartnerRole)(fields[3])))
    return tuple(partners)


def cells_of(row: ProjectRow) -> dict[str, str]:
    """The cells of a project, by column, as ``parse`` reads them."""
    return {
        "identifiant": row.slug,
        "intitule": row.title,
        "porteur": row.bearer.name,
        "porteur_type": row.bearer.kind.value,
        "porteur_siret": row.bearer.siret,
        "porteur_site": row.bearer_website,
        "partenaires": f" {LIST_SEPARATOR} ".join(map(_partner_cell, row.partners)),
        "territoire": row.zone_expression,
        "millesime": str(row.zone_vintage),
        "point_a_confirmer": row.uncertain_note,
        "publics": LIST_SEPARATOR.join(row.publics),
        "points_attention": LIST_SEPARATOR.join(row.attention_points),
        "etapes": LIST_SEPARATOR.join(row.stages),
        "canaux": LIST_SEPARATOR.join(row.channels),
        "description": row.description,
        "telephone": row.phone,
        "courriel": row.email,
        "formulaire": row.form_url,
        "relais_seulement": YES if row.contact_is_relay_only else NO,
        "courriel_relais": row.relay_mailbox,
        "horaires": row.opening_hours,
        "date_debut": row.starts_on.isoformat() if row.starts_on else "",
        "date_fin": row.ends_on.isoformat() if row.ends_on else "",
        "origine": row.origin.value,
        "source": row.source_url,
        "date_confirmation": row.confirmed_on.isoformat() if row.confirmed_on else "",
        "etat": STATE_CODES[row.state] if row.state else "",
        "exemple": YES if row.is_example else NO,
    }


def _partner_cell(partner: PartnerRow) -> str:
    known = partner.organisation
    return f" {FIELD_SEPARATOR} ".join((known.name, known.kind, known.siret, partner.role))
