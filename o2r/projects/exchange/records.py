"""A project of the database as one line of a file, and what an import would do with a line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from o2r.accounts.enums import OrganisationKind
from o2r.accounts.models import Organisation
from o2r.projects.enums import Origin, PartnerRole, PublicationState
from o2r.projects.exchange.cells import CellError
from o2r.projects.exchange.rows import OrganisationRow, PartnerRow, ProjectRow
from o2r.projects.models import FundedProject


def row_of(project: FundedProject) -> ProjectRow:
    """The line that describes a project exactly. Needs ``with_card_data()``; makes no query."""
    return ProjectRow(
        slug=project.slug,
        title=project.title,
        bearer=_organisation(project.bearer),
        bearer_website=project.bearer.website,
        partners=tuple(
            PartnerRow(_organisation(partnership.organisation), PartnerRole(partnership.role))
            for partnership in project.partnerships.all()
        ),
        zone_expression=project.zone_expression,
        zone_vintage=project.zone_vintage,
        uncertain_note=project.uncertain_note,
        publics=tuple(project.publics),
        attention_points=tuple(project.attention_points),
        stages=tuple(project.stages),
        channels=tuple(project.channels),
        description=project.description,
        phone=project.phone,
        email=project.email,
        form_url=project.form_url,
        contact_is_relay_only=project.contact_is_relay_only,
        relay_mailbox=project.relay_mailbox,
        opening_hours=project.opening_hours,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        origin=Origin(project.origin),
        source_url=project.source_url,
        confirmed_on=project.confirmed_on,
        state=PublicationState(project.state),
        is_example=project.is_example,
    )


def _organisation(organisation: Organisation) -> OrganisationRow:
    return OrganisationRow(
        name=organisation.name,
        kind=OrganisationKind(organisation.kind),
        siret=organisation.siret,
    )


def completed(row: ProjectRow, current: ProjectRow) -> ProjectRow:
    """``row`` with its blank cells that mean "leave as it is" taken from ``current``.

    They are the state, the SIRET and the website: a file made before they were known must not
    erase them.
    """
    bearer, website = row.bearer, row.bearer_website
    if bearer.name.casefold() == current.bearer.name.casefold():
        bearer = _completed(bearer, current.bearer)
        website = website or current.bearer_website
    known = {p.organisation.name.casefold(): p.organisation for p in current.partners}
    partners = tuple(
        replace(
            partner,
            organisation=_completed(
                partner.organisation,
                known.get(partner.organisation.name.casefold(), partner.organisation),
            ),
        )
        for partner in row.partners
    )
    return replace(
        row,
        bearer=bearer,
        bearer_website=website,
        partners=partners,
        state=row.state or current.state,
    )


def _completed(row: OrganisationRow, current: OrganisationRow) -> OrganisationRow:
    return replace(row, siret=row.siret or current.siret)


class Action(StrEnum):
    """What an import does with a line."""

    CREATE = "create"
    UPDATE = "update"
    NOTHING = "nothing"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        """The French words of the action."""
        return _ACTIONS[self]


_ACTIONS = {
    Action.CREATE: "à créer",
    Action.UPDATE: "à mettre à jour",
    Action.NOTHING: "inchangé",
    Action.REFUSE: "refusé",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of an import: what it is, what is done with it, what is wrong with it."""

    line: int
    slug: str
    title: str
    action: Action
    errors: tuple[CellError, ...] = ()

    @property
    def name(self) -> str:
        """Which one it is, for who reads the report."""
        return self.title or self.slug


@dataclass(frozen=True, slots=True)
class ImportReport:
    """An import, done or only tried. ``written`` says whether anything was written."""

    outcomes: Sequence[Outcome]
    written: bool

    def count(self, action: Action) -> int:
        """How many lines have this action."""
        return sum(outcome.action is action for outcome in self.outcomes)

    @property
    def created(self) -> int:
        return self.count(Action.CREATE)

    @property
    def updated(self) -> int:
        return self.count(Action.UPDATE)

    @property
    def unchanged(self) -> int:
        return self.count(Action.NOTHING)

    @property
    def refused(self) -> int:
        return self.count(Action.REFUSE)

    @property
    def errors(self) -> list[CellError]:
        """Every error, line by line."""
        return [error for outcome in self.outcomes for error in outcome.errors]

    @property
    def summary(self) -> str:
        """The report in one French sentence."""
        counted = (
            (self.created, "à créer", "créé"),
            (self.updated, "à mettre à jour", "mis à jour"),
            (self.unchanged, "inchangé", "inchangé"),
            (self.refused, "refusé", "refusé"),
        )
        parts = []
        for number, before, after in counted:
            words = after if self.written else before
            # Verbs to come and « mis » do not change in the plural.
            plural = "s" if number > 1 and not words.startswith(("à ", "mis ")) else ""
            parts += [f"{number} {words}{plural}"] if number else []
        return ", ".join(parts or ["aucun projet"]) + "."
