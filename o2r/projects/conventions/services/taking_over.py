"""Taking over a convention that no award opened: entered by hand, or read in a spreadsheet."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.projects.conventions import rules
from o2r.projects.conventions.awards import AwardPartner
from o2r.projects.conventions.enums import AvenantKind, ConventionState, InstalmentKind, Mention
from o2r.projects.conventions.errors import checked, refused_by_database
from o2r.projects.conventions.models import Avenant, Convention, Instalment
from o2r.projects.conventions.services.opening import (
    add_partners,
    check_zone,
    free_slug,
    open_years,
    write_first_mentions,
)
from o2r.projects.conventions.services.recording import log_move
from o2r.projects.conventions.term import last_day
from o2r.projects.models import FundedProject
from o2r.projects.services import follow_convention


@dataclass(frozen=True)
class YearSoFar:
    """What happened in one year of a convention that already runs; amounts in euros."""

    amount: Decimal
    avenant_signed_on: date | None = None
    paid: Decimal | None = None
    paid_on: date | None = None


@dataclass(frozen=True)
class Described:
    """A convention that no award opened: entered by hand, or read in a spreadsheet.

    ``project``: one already on the platform; else one is made with ``zone_expression``.
    ``signed_on``: None while it is in preparation. ``years``: from the first one. ``partners``:
    beside the bearer of the project to be made; one already there keeps its own.
    """

    reference: str
    title: str
    dreets: UUID
    region: str
    bearer: UUID
    starts_on: date
    project: FundedProject | None = None
    zone_expression: str = ""
    zone_vintage: int = 0
    signed_on: date | None = None
    commitment_number: str = ""
    total_cost: Decimal | None = None
    cost_method: str = ""
    years: tuple[YearSoFar, ...] = ()
    partners: tuple[AwardPartner, ...] = ()
    is_example: bool = False


@transaction.atomic
def record_convention(*, by: Actor, described: Described) -> Convention:
    """Enter a convention that no award opened, such as those that run since 2024–2025.

    With a date of signature it runs from now on, its avenants and payments so far included, and its
    project is published. Raises NotAllowed, DomainError, BeyondAvenant.
    """
    blank = Convention(region=described.region, bearer_id=described.bearer)
    require(by, "create", blank, act="enregistrer une convention dans cette région")
    if described.signed_on is not None:
        require(by, "update", blank, act="enregistrer une convention déjà signée")
    project = described.project or _plain_project(described)
    if Convention.objects.filter(project=project).exists():
        raise DomainError(f"Le projet « {project.title} » a déjà une convention. Ouvrez-la plutôt.")
    if project.bearer_id != described.bearer:
        raise DomainError(
            f"Le projet « {project.title} » est porté par une autre organisation : choisissez le "
            "même porteur, ou un autre projet."
        )
    convention = Convention(
        reference=described.reference,
        title=described.title,
        commitment_number=described.commitment_number,
        dreets_id=described.dreets,
        region=described.region,
        project=project,
        bearer_id=described.bearer,
        starts_on=described.starts_on,
        total_cost=described.total_cost,
        cost_method=described.cost_method,
    )
    amounts = {rank: one.amount for rank, one in enumerate(described.years, start=1) if one.amount}
    open_years(by, convention, amounts, rules.number("term-months"))
    write_first_mentions(convention, {str(Mention.COST.value): described.cost_method})
    _record_years(convention, described)
    if described.signed_on is not None:
        _already_signed(by, convention, described.signed_on)
    return convention


def _plain_project(described: Described) -> FundedProject:
    project = FundedProject(
        slug=free_slug(described.title),
        title=described.title,
        bearer_id=described.bearer,
        zone_expression=described.zone_expression,
        zone_vintage=described.zone_vintage,
        starts_on=described.starts_on,
        ends_on=last_day(described.starts_on, rules.number("term-months")),
        is_example=described.is_example,
    )
    check_zone(project)
    checked(project)
    project.save(force_insert=True)
    add_partners(project, described.partners)
    return project


def _record_years(convention: Convention, described: Described) -> None:
    by_rank = {year.rank: year for year in convention.years.order_by("rank")}
    for rank, so_far in enumerate(described.years, start=1):
        if not so_far.amount or rank not in by_rank:
            continue
        avenant = Avenant(
            convention=convention,
            year=by_rank[rank],
            kind=AvenantKind.FINANCIAL,
            number=rank,
            subject=f"Avenant financier de l’année {rank}",
            amount=so_far.amount,
            signed_on=so_far.avenant_signed_on,
        )
        checked(avenant)
        avenant.save(force_insert=True)
        if so_far.paid:
            paid = Instalment(
                avenant=avenant,
                kind=InstalmentKind.INTERIM,
                condition="Versements repris de la convention en cours",
                due_on=so_far.paid_on,
                amount=so_far.paid,
                commitment_number=convention.commitment_number,
                service_done_on=so_far.paid_on,
                paid_on=so_far.paid_on,
                paid_amount=so_far.paid,
            )
            with refused_by_database():
                checked(paid)
                paid.save(force_insert=True)


def _already_signed(by: Actor, convention: Convention, signed_on: date) -> None:
    convention.signed_on = signed_on
    convention.state = ConventionState.SIGNED
    checked(convention)
    convention.save(update_fields=["signed_on", "state"])
    log_move(
        by,
        convention,
        left=ConventionState.DRAFT,
        reached=ConventionState.SIGNED,
        reason="Convention déjà en cours, reprise sur la plateforme",
    )
    convention.project = follow_convention(
        by=by, project=convention.project, shown=True, since=signed_on
    )
