"""Reads of the conventions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import Allow, decide
from o2r.core.files.models import StoredFile
from o2r.core.months import add_months
from o2r.projects import confirmation
from o2r.projects.conventions import rules, sieg
from o2r.projects.conventions.enums import WAS_SIGNED, ConventionState, DocumentState, Mention
from o2r.projects.conventions.models import (
    AnnualDocument,
    Avenant,
    Control,
    Convention,
    ConventionMove,
    ConventionYear,
    Instalment,
    MoneyCorrection,
    Procedure,
    SiegYear,
)
from o2r.projects.conventions.models.convention import ConventionQuerySet
from o2r.projects.conventions.models.standing import sees_all
from o2r.projects.enums import PublicationState
from o2r.projects.selectors import region_names

NOT_BLOCKING = frozenset({Mention.OTHERS})


@dataclass(frozen=True)
class ListFilters:
    """What is asked of the list of conventions; empty: everything."""

    state: str = ""
    region: str = ""
    late: bool = False
    words: str = ""


def listed_conventions(rows: ConventionQuerySet, asked: ListFilters) -> ConventionQuerySet:
    """The conventions that answer every criterion, with what the list shows."""
    if asked.state:
        rows = rows.in_state(asked.state)
    if asked.region:
        rows = rows.in_region(asked.region)
    if asked.late:
        rows = rows.late()
    if asked.words:
        rows = rows.naming(asked.words)
    return rows.with_parties().with_progress().order_by("region", "reference", "pk")


CONTENT = "content"
"""Amounts, papers, controls: what a member of the consortium does not read."""


def reads_content(actor: Actor, convention: Convention) -> bool:
    """Whether a person reads all of a convention, and not its summary alone."""
    decision = decide(actor, "read", convention.subject(actor), PROVED)
    return isinstance(decision, Allow) and CONTENT in decision.fields


# --- What a convention must say -------------------------------------------------------------------


@dataclass(frozen=True)
class CheckedMention:
    """One line of the checklist. ``applies``: false when the case does not arise."""

    code: Mention
    text: str
    applies: bool
    is_blocking: bool

    @property
    def label(self) -> str:
        return str(self.code.label)

    @property
    def is_missing(self) -> bool:
        return self.applies and self.is_blocking and not self.text.strip()


def checklist(convention: Convention) -> list[CheckedMention]:
    """Every mention, in the order of the article. Two queries."""
    texts = dict(convention.mentions.order_by("code").values_list("code", "text"))
    has_partners = convention.project.partnerships.exists()
    return [
        CheckedMention(
            code=code,
            text=texts.get(code.value, ""),
            applies=code is not Mention.LEAD or has_partners,
            is_blocking=code not in NOT_BLOCKING,
        )
        for code in Mention
    ]


def missing_mentions(convention: Convention) -> list[Mention]:
    """What must still be written before the signature."""
    return [one.code for one in checklist(convention) if one.is_missing]


# --- The page of a convention ---------------------------------------------------------------------


@dataclass(frozen=True)
class YearShown:
    """One year of the page: its avenant, its payments, its documents, its figures."""

    year: ConventionYear
    avenant: Avenant | None
    instalments: list[Instalment]
    documents: list[AnnualDocument]
    figures: SiegYear | None

    @property
    def planned(self) -> Decimal:
        return sum((one.amount for one in self.instalments), Decimal(0))

    @property
    def paid(self) -> Decimal:
        return sum((one.paid_amount or Decimal(0) for one in self.instalments), Decimal(0))

    @property
    def is_settled(self) -> bool:
        """All that was planned is paid, and nothing is left to plan."""
        return bool(self.instalments) and self.paid == self.planned and self.left <= 0

    @property
    def left(self) -> Decimal:
        """What the avenant grants and no payment plans yet."""
        granted = self.avenant.amount if self.avenant and self.avenant.amount else Decimal(0)
        return granted - self.planned


def years_shown(convention: Convention) -> list[YearShown]:
    """The years of a convention with all they hold. Five queries."""
    years = list(convention.years.order_by("rank"))
    avenants = {one.year_id: one for one in convention.avenants.exclude(year=None).order_by("pk")}
    instalments = list(Instalment.objects.filter(avenant__convention=convention).for_list())
    documents = list(AnnualDocument.objects.of(convention).with_convention().in_order())
    figures = {
        one.year_id: one
        for one in SiegYear.objects.filter(year__convention=convention)
        .select_related("year")
        .order_by("year__rank")
    }
    return [
        YearShown(
            year=year,
            avenant=avenants.get(year.pk),
            instalments=[one for one in instalments if one.avenant.year_id == year.pk],
            documents=[one for one in documents if one.year_id == year.pk],
            figures=figures.get(year.pk),
        )
        for year in years
    ]


def late_documents(convention: Convention, years: Sequence[YearShown]) -> list[AnnualDocument]:
    """What a convention that runs owes since yesterday at least."""
    if not convention.is_running:
        return []
    return [
        document
        for one in years
        for document in one.documents
        if document.state == DocumentState.LATE
    ]


def other_avenants(convention: Convention) -> list[Avenant]:
    """The avenants that bear on no year."""
    return list(convention.avenants.filter(year=None).order_by("number"))


def controls_of(convention: Convention) -> list[Control]:
    return list(convention.controls.order_by("-done_on", "pk"))


def procedures_of(convention: Convention) -> list[Procedure]:
    return list(Procedure.objects.filter(convention=convention).in_order())


def corrections_of(convention: Convention) -> list[MoneyCorrection]:
    """What was put right in the money of a convention, the last first. One query."""
    rows = convention.corrections.select_related("organisation")
    return list(rows.order_by("-at", "pk"))


def moves_of(convention: Convention) -> list[ConventionMove]:
    """The states a convention went through, oldest first."""
    return list(convention.moves.select_related("organisation").order_by("at", "pk"))


def file_of(reference: UUID | None) -> StoredFile | None:
    """A stored file, by its identifier; None when there is none."""
    return StoredFile.objects.filter(pk=reference).first() if reference else None


@dataclass(frozen=True)
class SiegShown:
    """The check of overcompensation, with the parameters it used and how sure they are."""

    result: sieg.SiegResult
    years: int
    carry_over: rules.Rule
    check_years: rules.Rule
    retention: rules.Rule
    kept_until: date


def sieg_check(convention: Convention, years: Sequence[YearShown]) -> SiegShown | None:
    """The check over the years whose figures are known; None when none is."""
    figures = [one.figures.figures for one in years if one.figures]
    if not figures:
        return None
    carry_over, retention = (
        rules.rule("sieg-carry-over-percent"),
        rules.rule("sieg-retention-years"),
    )
    return SiegShown(
        result=sieg.check(figures, carry_over.value),
        years=len(figures),
        carry_over=carry_over,
        check_years=rules.rule("sieg-check-years"),
        retention=retention,
        kept_until=add_months(convention.ends_on, int(retention.value) * 12),
    )


def renewal_alert_from(convention: Convention) -> date:
    """From which day the end of a convention is announced."""
    return add_months(convention.ends_on, -rules.number("renewal-alert-months"))


def may_be_renewed(convention: Convention, today: date) -> bool:
    """Whether it was signed, its end is near or past, and nothing follows it yet."""
    near = convention.state in WAS_SIGNED and renewal_alert_from(convention) <= today
    return near and not Convention.objects.filter(renewal_of=convention).exists()


def is_to_be_renewed(convention: Convention, today: date) -> bool:
    """Whether it still runs, its end is near, and nothing follows it yet."""
    return convention.is_running and may_be_renewed(convention, today)


def confirmation_due_on(convention: Convention) -> date | None:
    """When the public page is to be confirmed; None while it is not published."""
    project = convention.project
    if project.state != PublicationState.PUBLISHED:
        return None
    return confirmation.due_on(project.trusted_since)


def regions_for(actor: Actor) -> list[tuple[str, str]]:
    """The régions that a person of the State answers for, by code and name."""
    names = region_names()
    everywhere = "" in actor.regions or sees_all(actor)
    known = names if everywhere else {code: names.get(code, code) for code in actor.regions}
    return sorted(known.items(), key=lambda item: item[1])


def states_shown() -> list[tuple[str, str]]:
    """The states of a convention, to choose from."""
    return [(state.value, str(state.label)) for state in ConventionState]
