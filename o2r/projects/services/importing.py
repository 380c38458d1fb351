"""Importing a file of projects: everything is checked before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, require_kind
from o2r.accounts.errors import NotAllowed
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.projects.enums import FacetKind, PublicationState
from o2r.projects.exchange.cells import CellError
from o2r.projects.exchange.columns import STATE_CODES
from o2r.projects.exchange.records import Action, ImportReport, Outcome, completed, row_of
from o2r.projects.exchange.rows import OrganisationRow, ProjectRow, parse
from o2r.projects.exchange.tables import Line, read
from o2r.projects.models import FundedProject, ImportDraft, ProjectFacet, ProjectPartner
from o2r.projects.services.publication import may_move
from o2r.territory.typography import typographic


def import_projects(
    *, by: Actor, lines: Sequence[Line], skip_invalid: bool = False, dry_run: bool = False
) -> ImportReport:
    """Create or update the projects of a file, by their stable identifier.

    Nothing is written when a line is refused, unless ``skip_invalid``; nothing ever is in a dry
    run. The same file imported again changes nothing. Raises NotAllowed.
    """
    require_kind(by, "create", "project-import", act="importer des projets")
    with transaction.atomic():
        plan = _Plan.of(lines)
        written = not dry_run and (skip_invalid or not plan.refused)
        if written:
            _write(plan)
    return ImportReport(outcomes=plan.outcomes, written=written)


@transaction.atomic
def keep_import_draft(*, by: Actor, file_name: str, content: bytes) -> ImportDraft:
    """Keep an uploaded file between its check and its confirmation. Raises TableError."""
    require_kind(by, "create", "project-import", act="importer des projets")
    read(file_name, content)
    if by.user is None:
        raise NotAllowed("déposer un fichier sans compte")
    draft = ImportDraft(
        owner_id=by.user, file_name=file_name[-200:], content=content, uploaded_at=clock.now()
    )
    draft.save()
    return draft


@transaction.atomic
def forget_import_draft(*, by: Actor, draft: ImportDraft) -> None:
    """Erase an uploaded file once imported or given up."""
    require(by, "delete", draft, act="effacer ce fichier")
    draft.delete()


class _Directory:
    """The organisations already known, and those that the file adds, found as people name them."""

    def __init__(self) -> None:
        self._by_siret: dict[tuple[str, bool], Organisation] = {}
        self._by_name: dict[tuple[str, bool], list[Organisation]] = {}
        for organisation in Organisation.objects.all():
            self.add(organisation)

    def add(self, organisation: Organisation) -> None:
        example = organisation.is_example
        if organisation.siret:
            self._by_siret[organisation.siret, example] = organisation
        named = self._by_name.setdefault((organisation.name.casefold(), example), [])
        if organisation not in named:
            named.append(organisation)

    def find(self, row: OrganisationRow, is_example: bool) -> Organisation | None:
        """By SIRET first; else the only one of this name that another SIRET does not exclude."""
        if row.siret and (row.siret, is_example) in self._by_siret:
            return self._by_siret[row.siret, is_example]
        named = self._by_name.get((row.name.casefold(), is_example), [])
        possible = [known for known in named if not (row.siret and known.siret)]
        without_siret = [known for known in possible if not known.siret]
        if without_siret:
            return without_siret[0]
        return possible[0] if len(possible) == 1 else None


@dataclass
class _Plan:
    """What an import will do, line by line, before it writes."""

    directory: _Directory
    current: dict[str, FundedProject]
    rows: list[ProjectRow] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    first_lines: dict[str, int] = field(default_factory=dict)
    announced: dict[tuple[str, bool], tuple[OrganisationRow, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "_Plan":
        slugs = {line.cells.get("identifiant", "") for line in lines}
        current = FundedProject.objects.filter(slug__in=slugs).with_card_data()
        plan = cls(directory=_Directory(), current={project.slug: project for project in current})
        for line in lines:
            plan.consider(line)
        return plan

    @property
    def refused(self) -> bool:
        return any(outcome.action is Action.REFUSE for outcome in self.outcomes)

    def consider(self, line: Line) -> None:
        parsed = parse(line)
        slug, title = line.cells.get("identifiant", ""), line.cells.get("intitule", "")
        errors = parsed if isinstance(parsed, list) else self.conflicts(line, parsed)
        if isinstance(parsed, list) or errors:
            outcome = Outcome(line.number, slug, title, Action.REFUSE, tuple(errors))
            self.outcomes.append(outcome)
            return
        project = self.current.get(slug)
        if project is None:
            action, row = Action.CREATE, parsed
        else:
            known = row_of(project)
            row = completed(parsed, known)
            action = Action.NOTHING if row == known else Action.UPDATE
        self.outcomes.append(Outcome(line.number, slug, title, action))
        if action is not Action.NOTHING:
            self.rows.append(row)

    def conflicts(self, line: Line, row: ProjectRow) -> list[CellError]:
        """What the line contradicts: the instance, the lines above it, or what is recorded."""
        found: list[CellError] = []

        def refuse(column: str, message: str) -> None:
            found.append(CellError(line.number, column, typographic(message)))

        first = self.first_lines.setdefault(row.slug, line.number)
        if first != line.number:
            refuse(
                "identifiant", f"« {row.slug} » est déjà à la ligne {first} : changez l’un d’eux"
            )
        if row.is_example and not settings.DEMONSTRATION:
            refuse(
                "exemple", "les projets fictifs n’entrent que dans une instance de démonstration"
            )
        project = self.current.get(row.slug)
        if project is not None and project.is_example != row.is_example:
            kind = "fictif" if project.is_example else "réel"
            refuse(
                "exemple",
                f"« {row.slug} » est déjà l’identifiant d’un projet {kind} : prenez-en un autre",
            )
        if project is not None and row.state is not None:
            state = PublicationState(project.state)
            if not may_move(state, row.state):
                refuse(
                    "etat",
                    f"le projet est « {STATE_CODES[state]} » : il ne peut pas redevenir "
                    f"« {STATE_CODES[row.state]} »",
                )
        for column, organisation in _organisations(row):
            problem = self.contradiction(organisation, row.is_example, line.number)
            if problem:
                refuse(column, problem)
        return found

    def contradiction(self, row: OrganisationRow, is_example: bool, line: int) -> str | None:
        """Why an organisation cannot be the one the file or the database already names so."""
        key = (row.siret or row.name.casefold(), is_example)
        above, number = self.announced.setdefault(key, (row, line))
        if (above.name.casefold(), above.kind) != (row.name.casefold(), row.kind):
            return (
                f"« {row.name} » ({row.kind.label}) contredit la ligne {number}, qui dit "
                f"« {above.name} » ({above.kind.label}) : écrivez la même chose"
            )
        known = self.directory.find(row, is_example)
        if known is not None and row.siret and known.name.casefold() != row.name.casefold():
            return (
                f"le SIRET {row.siret} est celui de « {known.name} » : corrigez le nom ou le SIRET"
            )
        return None


def _organisations(row: ProjectRow) -> list[tuple[str, OrganisationRow]]:
    partners = [("partenaires", partner.organisation) for partner in row.partners]
    return [("porteur", row.bearer), *partners]


def _write(plan: _Plan) -> None:
    for row in plan.rows:
        bearer = _organisation(plan.directory, row.bearer, row.is_example, row.bearer_website)
        project = plan.current.get(row.slug) or FundedProject(slug=row.slug)
        _fill(project, row, bearer)
        project.save()
        _replace_lists(project, row)
        ProjectPartner.objects.filter(project=project).delete()
        ProjectPartner.objects.bulk_create(
            ProjectPartner(
                project=project,
                organisation=_organisation(
                    plan.directory, partner.organisation, row.is_example, ""
                ),
                role=partner.role,
                position=rank,
            )
            for rank, partner in enumerate(row.partners, start=1)
        )


def _organisation(
    directory: _Directory, row: OrganisationRow, is_example: bool, website: str
) -> Organisation:
    found = directory.find(row, is_example)
    organisation = found or Organisation(name=row.name, is_example=is_example)
    wanted = {
        "name": row.name,
        "kind": row.kind.value,
        "siret": row.siret or organisation.siret,
        "website": website or organisation.website,
    }
    present = {name: getattr(organisation, name) for name in wanted}
    if found is None or wanted != present:
        for name, value in wanted.items():
            setattr(organisation, name, value)
        organisation.save()
        directory.add(organisation)
    return organisation


def _fill(project: FundedProject, row: ProjectRow, bearer: Organisation) -> None:
    project.title = row.title
    project.bearer = bearer
    project.description = row.description
    project.zone_expression = row.zone_expression
    project.zone_vintage = row.zone_vintage
    project.uncertain_note = row.uncertain_note
    project.phone = row.phone
    project.email = row.email
    project.form_url = row.form_url
    project.contact_is_relay_only = row.contact_is_relay_only
    project.relay_mailbox = row.relay_mailbox
    project.opening_hours = row.opening_hours
    project.starts_on = row.starts_on
    project.ends_on = row.ends_on
    project.origin = row.origin
    project.source_url = row.source_url
    project.confirmed_on = row.confirmed_on
    project.state = row.state or PublicationState.DRAFT
    project.is_example = row.is_example
    project.revision += 1
    if project.is_shown and project.published_on is None:
        project.published_on = clock.today()


def _replace_lists(project: FundedProject, row: ProjectRow) -> None:
    lists = (
        (FacetKind.PUBLIC, row.publics),
        (FacetKind.ATTENTION, row.attention_points),
        (FacetKind.STAGE, row.stages),
        (FacetKind.CHANNEL, row.channels),
    )
    ProjectFacet.objects.filter(project=project).delete()
    ProjectFacet.objects.bulk_create(
        ProjectFacet(project=project, kind=kind, code=code)
        for kind, codes in lists
        for code in codes
    )
