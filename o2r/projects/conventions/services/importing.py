"""Importing the conventions that already run: everything is checked before anything is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, require_kind
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.projects.conventions.exchange.columns import SHEET
from o2r.projects.conventions.exchange.rows import ConventionRow, parse
from o2r.projects.conventions.models import Convention, ConventionImport
from o2r.projects.conventions.services.taking_over import Described, YearSoFar, record_convention
from o2r.projects.exchange.cells import CellError
from o2r.projects.exchange.records import Action
from o2r.projects.exchange.tables import Line, read
from o2r.projects.models import FundedProject
from o2r.territory.typography import typographic

KIND = "convention-import"


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """One line of an import: what it is, what is done with it, what is wrong with it."""

    line: int
    reference: str
    title: str
    action: Action
    errors: tuple[CellError, ...] = ()

    @property
    def name(self) -> str:
        """Which one it is, for who reads the report."""
        return " – ".join(part for part in (self.reference, self.title) if part)


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """An import, done or only tried. ``written`` says whether anything was written."""

    lines: Sequence[ImportedLine]
    written: bool

    def count(self, action: Action) -> int:
        return sum(one.action is action for one in self.lines)

    @property
    def refused(self) -> int:
        return self.count(Action.REFUSE)

    @property
    def summary(self) -> str:
        """The outcome in one French sentence."""
        made, kept, refused = map(self.count, (Action.CREATE, Action.NOTHING, Action.REFUSE))
        what = "reprise" if self.written else "à reprendre"
        plural = "s" if made > 1 and self.written else ""
        parts = [f"{made} convention{'s' * (made > 1)} {what}{plural}"]
        parts += [f"{kept} déjà connue{'s' * (kept > 1)}"] if kept else []
        parts += [f"{refused} refusée{'s' * (refused > 1)}"] if refused else []
        return ", ".join(parts) + "."


@transaction.atomic
def keep_import(*, by: Actor, file_name: str, content: bytes) -> ConventionImport:
    """Keep an uploaded file between its check and its confirmation. Raises TableError."""
    require_kind(by, "create", KIND, act="importer des conventions")
    read(file_name, content, SHEET)
    if by.user is None:
        raise NotAllowed("déposer un fichier sans compte")
    draft = ConventionImport(
        owner_id=by.user, file_name=file_name[-200:], content=content, uploaded_at=clock.now()
    )
    draft.save(force_insert=True)
    return draft


@transaction.atomic
def forget_import(*, by: Actor, draft: ConventionImport) -> None:
    """Erase an uploaded file once imported or given up."""
    require(by, "delete", draft, act="effacer ce fichier")
    draft.delete()


def import_conventions(
    *,
    by: Actor,
    lines: Sequence[Line],
    skip_invalid: bool = False,
    dry_run: bool = False,
) -> ImportOutcome:
    """Record the conventions of a file, by their reference in the région.

    Everything is really tried, then undone in a dry run, or when a line is refused (unless
    ``skip_invalid``). A reference already known is left as it is. Raises NotAllowed.
    """
    require_kind(by, "create", KIND, act="importer des conventions")
    with transaction.atomic():
        done = [_line(by, line) for line in lines]
        refused = any(one.action is Action.REFUSE for one in done)
        written = not dry_run and (skip_invalid or not refused)
        if not written:
            transaction.set_rollback(True)
    return ImportOutcome(done, written)


def _line(by: Actor, line: Line) -> ImportedLine:
    reference, title = line.cells.get("reference", ""), line.cells.get("intitule", "")

    def refused(errors: Iterable[CellError]) -> ImportedLine:
        return ImportedLine(line.number, reference, title, Action.REFUSE, tuple(errors))

    row = parse(line)
    if isinstance(row, list):
        return refused(row)
    region = row.region or _own_region(by)
    if Convention.objects.filter(region=region, reference=row.reference).exists():
        return ImportedLine(line.number, reference, title, Action.NOTHING)
    try:
        with transaction.atomic():
            record_convention(by=by, described=_described(by, row, region))
    except _WrongCell as error:
        return refused([CellError(line.number, error.column, typographic(str(error)))])
    except DomainError as error:
        return refused([CellError(line.number, "reference", str(error))])
    return ImportedLine(line.number, reference, title, Action.CREATE)


class _WrongCell(DomainError):
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def _own_region(by: Actor) -> str:
    return next(iter(sorted(by.regions)), "")


def _described(by: Actor, row: ConventionRow, region: str) -> Described:
    if not region:
        raise _WrongCell("region", "votre service n’a pas de région : écrivez son code")
    project = None
    if row.project:
        project = FundedProject.objects.filter(slug=row.project).first()
        if project is None:
            raise _WrongCell(
                "projet", f"aucun projet ne s’appelle « {row.project} » : corrigez, ou videz"
            )
    is_example = project.is_example if project else False
    bearer = project.bearer if project else _bearer(row)
    if project and project.bearer.name.casefold() != row.bearer.name.casefold():
        raise _WrongCell(
            "porteur", f"ce projet est porté par « {project.bearer.name} » : corrigez l’un des deux"
        )
    return Described(
        reference=row.reference,
        title=row.title,
        dreets=_service(by, region).pk,
        region=region,
        bearer=bearer.pk,
        starts_on=row.starts_on,
        project=project,
        zone_expression=row.zone_expression,
        zone_vintage=row.zone_vintage,
        signed_on=row.signed_on,
        commitment_number=row.commitment_number,
        total_cost=row.total_cost,
        cost_method=row.cost_method,
        years=tuple(
            YearSoFar(year.amount or Decimal(0), year.avenant_signed_on, year.paid, year.paid_on)
            for year in row.years
        ),
        is_example=is_example,
    )


def _service(by: Actor, region: str) -> Organisation:
    found = None
    if by.organisation is not None:
        found = Organisation.objects.filter(pk=by.organisation).first()
    if found is None:
        found = Organisation.objects.filter(region=region).order_by("created_at", "pk").first()
    if found is None:
        raise _WrongCell("region", f"aucun service de l’État n’est connu pour la région {region}")
    return found


def _bearer(row: ConventionRow) -> Organisation:
    """The organisation named, known already or added: by its SIRET, else by its name."""
    known = Organisation.objects.known_as(row.bearer.name, row.bearer.siret, is_example=False)
    found = known.first()
    if found is not None:
        if found.name.casefold() != row.bearer.name.casefold():
            raise _WrongCell(
                "porteur_siret",
                f"le SIRET {row.bearer.siret} est celui de « {found.name} » : corrigez le nom ou "
                "le SIRET",
            )
        return found
    return Organisation.objects.create(
        name=row.bearer.name, kind=row.bearer.kind.value, siret=row.bearer.siret
    )
