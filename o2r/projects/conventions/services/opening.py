"""Opening a convention: from an award, or to renew one."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Organisation
from o2r.core.money import euros
from o2r.projects.conventions import rules
from o2r.projects.conventions.awards import Award, AwardPartner
from o2r.projects.conventions.due import due_date
from o2r.projects.conventions.enums import (
    WAS_SIGNED,
    AvenantKind,
    ConventionState,
    DocumentKind,
    Mention,
)
from o2r.projects.conventions.errors import checked
from o2r.projects.conventions.models import (
    AnnualDocument,
    Avenant,
    Convention,
    ConventionMention,
    ConventionYear,
)
from o2r.projects.conventions.services.recording import log_move, noted
from o2r.projects.conventions.term import last_day, years_of
from o2r.projects.enums import AttentionPoint, FacetKind, Public
from o2r.projects.footprint import footprint
from o2r.projects.models import FundedProject, ProjectFacet, ProjectPartner
from o2r.territory import zones
from o2r.territory.geography import GeographyError


@transaction.atomic
def open_convention(*, by: Actor, award: Award) -> Convention:
    """Prepare the convention of an award, with its project, still a draft.

    Comes with its years, the four documents of each, the financial avenant of the first year to be
    signed with it, and the mentions that the award already says. The same award gives the same
    convention, unless it was abandoned: another one is opened, under a reference of its own. Raises
    NotAllowed, DomainError.
    """
    blank = Convention(region=award.region, bearer_id=award.bearer)
    require(by, "create", blank, act="ouvrir une convention dans cette région")
    known = Convention.objects.filter(source=award.source).first()
    if known is not None and known.state != ConventionState.ABANDONED:
        return known
    try:
        with transaction.atomic():
            if known is not None:
                # It keeps its reference and its moves, and leaves the award to the next one.
                Convention.objects.filter(pk=known.pk).update(source=None)
                award = replace(award, reference=_free_reference(award))
            return _from_award(by, award)
    except IntegrityError as error:
        # Another request opened it at the same instant.
        known = Convention.objects.filter(source=award.source).first()
        if known is None:
            raise DomainError(
                f"La région a déjà une convention « {award.reference} ». Changez la référence."
            ) from error
        return known


def _free_reference(award: Award) -> str:
    """The reference of an award, numbered when conventions of the région already bear it."""
    like = Convention.objects.filter(region=award.region, reference__startswith=award.reference)
    taken = set(like.values_list("reference", flat=True))
    if award.reference not in taken:
        return award.reference
    numbered = (f"{award.reference}-{rank}" for rank in range(2, len(taken) + 3))
    return next(name for name in numbered if name not in taken)


def _from_award(by: Actor, award: Award) -> Convention:
    project = _draft_project(award)
    convention = Convention(
        reference=award.reference,
        title=award.title[:200],
        dreets_id=award.dreets,
        region=award.region,
        project=project,
        bearer_id=award.bearer,
        starts_on=award.starts_on,
        total_cost=award.total_cost or None,
        cost_method=award.cost_method,
        source=award.source,
    )
    amounts = dict(enumerate(award.yearly_amounts, start=1))
    first = open_years(by, convention, amounts, _months(award))
    if amounts.get(1):
        Avenant.objects.create(
            convention=convention,
            year=first,
            kind=AvenantKind.FINANCIAL,
            number=1,
            subject="Annexe financière de la première année",
            amount=amounts[1],
        )
    write_first_mentions(convention, {**_said_by(award), **award.mentions})
    return convention


def _months(award: Award) -> int:
    return award.months or rules.number("term-months")


def open_years(
    by: Actor, convention: Convention, amounts: dict[int, Decimal], months: int
) -> ConventionYear:
    """Save a convention with its years and what each one expects; gives the first year."""
    convention.ends_on = last_day(convention.starts_on, months)
    checked(convention)
    convention.save(force_insert=True)
    years = []
    for one in years_of(convention.starts_on, months):
        year = ConventionYear.objects.create(
            convention=convention,
            rank=one.rank,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            planned_amount=amounts.get(one.rank),
        )
        AnnualDocument.objects.bulk_create(
            AnnualDocument(year=year, kind=kind, due_on=due_date(kind, one, rules.number))
            for kind in DocumentKind
        )
        years.append(year)
    log_move(by, convention, left="", reached=ConventionState.DRAFT)
    noted(by, "create", convention, "all")
    return years[0]


def _draft_project(award: Award) -> FundedProject:
    project = FundedProject(
        slug=free_slug(award.title),
        title=award.title[:200],
        bearer_id=award.bearer,
        description=award.description,
        zone_expression=award.zone_expression,
        zone_vintage=award.zone_vintage,
        phone=award.phone,
        email=award.email,
        starts_on=award.starts_on,
        ends_on=last_day(award.starts_on, _months(award)),
        is_example=award.is_example,
    )
    check_zone(project)
    checked(project)
    project.save(force_insert=True)
    codes = (
        (FacetKind.PUBLIC, award.publics),
        (FacetKind.ATTENTION, award.attention),
        (FacetKind.STAGE, award.stages),
        (FacetKind.CHANNEL, award.channels),
    )
    ProjectFacet.objects.bulk_create(
        ProjectFacet(project=project, kind=kind, code=code)
        for kind, listed in codes
        for code in dict.fromkeys(listed)
        if code in kind.codes.values
    )
    add_partners(project, award.partners)
    return project


def add_partners(project: FundedProject, partners: tuple[AwardPartner, ...]) -> None:
    """Write who is beside the bearer, in order, each once; the bearer is not its own partner."""
    beside = {one.organisation: one for one in partners if one.organisation != project.bearer_id}
    ProjectPartner.objects.bulk_create(
        ProjectPartner(
            project=project, organisation_id=one.organisation, role=one.role, position=rank
        )
        for rank, one in enumerate(beside.values(), start=1)
    )


def check_zone(project: FundedProject) -> None:
    """Put the zone of a project in its normal spelling. Raises DomainError."""
    try:
        place = footprint(project.zone_expression, project.zone_vintage)
    except (zones.ZoneError, GeographyError) as error:
        raise DomainError(f"Le territoire ne se lit pas. {error}") from error
    project.zone_expression = place.zone.expression


def free_slug(title: str) -> str:
    """An identifier made of a title, that no project has."""
    stem = slugify(title)[:60].strip("-") or "projet"
    taken = set(FundedProject.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(
        name for rank in range(2, len(taken) + 3) if (name := f"{stem}-{rank}") not in taken
    )


def _said_by(award: Award) -> dict[str, str]:
    """The mentions that the award answers by itself: to be read again, and completed."""
    bearer = Organisation.objects.get(pk=award.bearer)
    siret = f", SIRET {bearer.siret}" if bearer.siret else ""
    people = [str(Public(code).label) for code in award.publics if code in Public.values]
    people += [
        str(AttentionPoint(code).label) for code in award.attention if code in AttentionPoint.values
    ]
    amounts = [f"année {rank} : {euros(one)}" for rank, one in enumerate(award.yearly_amounts, 1)]
    cost = f"Coût total du projet : {euros(award.total_cost)}." if award.total_cost else ""
    said = {
        Mention.ORGANISATION: f"{bearer.legal_name or bearer.name}, "
        f"{bearer.get_kind_display()}{siret}.",
        Mention.PROJECT: award.description,
        Mention.PERSONS: ", ".join(people),
        Mention.COST: " ".join(part for part in (cost, award.cost_method) if part),
        Mention.CONTRIBUTION: " ; ".join(amounts),
    }
    if award.partners:
        said[Mention.LEAD] = (
            f"{bearer.name} est désigné chef de file et coordonne les membres du groupement."
        )
    return {str(code.value): text for code, text in said.items()}


def write_first_mentions(convention: Convention, texts: dict[str, str]) -> None:
    """The checklist of a new convention, with the texts already known, by code of ``Mention``."""
    ConventionMention.objects.bulk_create(
        ConventionMention(convention=convention, code=code, text=texts.get(code, ""))
        for code in Mention.values
    )


@transaction.atomic
def renew_convention(*, by: Actor, convention: Convention, reference: str) -> Convention:
    """Prepare what follows a convention: same project described anew, from the day after its term.

    It lasts as long. No amount is carried over. Raises NotAllowed, DomainError when it was never
    signed or is already renewed.
    """
    require(by, "create", convention, act="renouveler cette convention")
    if convention.state not in WAS_SIGNED:
        raise DomainError(
            "Cette convention n’a jamais été signée : elle ne se renouvelle pas. Signez-la d’abord."
        )
    if Convention.objects.filter(renewal_of=convention).exists():
        raise DomainError("Cette convention a déjà son renouvellement. Ouvrez-le plutôt.")
    old = FundedProject.objects.with_card_data().get(pk=convention.project_id)
    award = Award(
        source=uuid4(),
        reference=reference,
        title=old.title,
        dreets=convention.dreets_id,
        region=convention.region,
        bearer=convention.bearer_id,
        partners=tuple(
            AwardPartner(one.organisation_id, one.role) for one in old.partnerships.all()
        ),
        description=old.description,
        zone_expression=old.zone_expression,
        zone_vintage=old.zone_vintage,
        publics=tuple(old.publics),
        attention=tuple(old.attention_points),
        stages=tuple(old.stages),
        channels=tuple(old.channels),
        phone=old.phone,
        email=old.email,
        starts_on=convention.day_after,
        yearly_amounts=(),
        total_cost=Decimal(0),
        cost_method=convention.cost_method,
        is_example=old.is_example,
        months=convention.months,
    )
    following = open_convention(by=by, award=award)
    following.renewal_of = convention
    following.source = None
    following.save(update_fields=["renewal_of", "source"])
    return following
