"""Reads of what an application says, as one value for the pure rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch

from o2r.accounts.actors import Actor
from o2r.calls.applications.balance import Line
from o2r.calls.applications.chart import Chart, chart_on
from o2r.calls.applications.content import (
    CallFacts,
    Content,
    MemberContent,
    PieceAsked,
    PieceJoined,
    Place,
    Share,
)
from o2r.calls.applications.enums import ApplicationState, TicketState
from o2r.calls.applications.models import (
    Answer,
    Application,
    ApplicationQuerySet,
    BudgetLine,
    JoinedPiece,
    Member,
    Submission,
    SubmissionTicket,
)
from o2r.calls.enums import EnvelopeRule, MemberRule
from o2r.calls.models import Call
from o2r.core.belt import errand
from o2r.projects.footprint import Footprint
from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography
from o2r.territory.zones.inside import judge


def chart_of(call: Call) -> Chart:
    """The chart of accounts that a call keeps: the one in force the day it opens."""
    day: date = call.opens_on or call.created_at.date()
    return chart_on(day, file=Path(settings.O2R_DATA_DIR) / "calls" / "budget_chart.csv")


def call_facts(call: Call) -> CallFacts:
    """What the rules need of a call."""
    return CallFacts(
        slug=call.slug,
        title=call.title,
        region=call.region,
        chart=chart_of(call),
        is_example=call.is_example,
        publics=tuple(call.publics),
        required_stages=tuple(call.required_stages),
        years=call.years,
        envelope=call.envelope,
        shares=_shares(call),
        floor_amount=call.floor_amount,
        envelope_rule=EnvelopeRule(call.envelope_rule),
        member_rule=MemberRule(call.member_rule),
        pieces=tuple(
            PieceAsked(piece.code, piece.label, piece.is_required, piece.is_per_member)
            for piece in call.pieces.all()
        ),
    )


def _shares(call: Call) -> tuple[Share, ...]:
    """Its envelopes by département; none is read where nothing is said of them."""
    if call.envelope_rule == EnvelopeRule.FREE:
        return ()
    units = current_geography().units
    return tuple(
        Share(one.department, units[f"{UnitKind.DEP}:{one.department}"].name, one.amount)
        for one in call.envelopes.all()
    )


def asked_of(application: Application) -> tuple[Decimal, ...]:
    """What an application asks of its call each year, in euros, all its members together."""
    call = application.call
    years = dict.fromkeys(range(1, call.years + 1), Decimal(0))
    lines = application.budget.filter(account=chart_of(call).requested).order_by("year", "pk")
    for year, amount in lines.values_list("year", "amount"):
        years[year] = years.get(year, Decimal(0)) + amount
    return tuple(years[year] for year in sorted(years))


def imported_to(call: Call, actor: Actor) -> ApplicationQuerySet:
    """The applications to a call that come from another site and that a person may complete.

    Each with its members, and ``asks``: whether its budget asks something of the call.
    """
    asked = BudgetLine.objects.filter(
        application=OuterRef("pk"), account=chart_of(call).requested, amount__gt=0
    )
    rows = Application.objects.filter(call=call).completable_by(actor).with_members()
    return rows.annotate(asks=Exists(asked)).order_by("number", "pk")


_IN_ORDER = Member.objects.select_related("signed_by").order_by(
    "-is_lead", "position", "name", "pk"
)
CONSORTIUM = Prefetch("members", _IN_ORDER)
"""The members in the order in which they are shown, the lead first."""


def content_of(
    application: Application,
    *,
    elsewhere: bool = True,
    members: Iterable[Member] | None = None,
) -> Content:
    """An application as it now is, read in at most nine queries, nothing from a cache of rows.

    ``elsewhere``: with the other applications of its members, which some calls only warn of;
    ``members``: its consortium, as ``CONSORTIUM`` has just given it.
    """
    if members is None:
        members = _IN_ORDER.filter(application=application)
    return contents_of([(application, list(members))], elsewhere=elsewhere)[0]


def contents_of(
    applications: Sequence[tuple[Application, Sequence[Member]]], *, elsewhere: bool = True
) -> list[Content]:
    """Several applications with their members, in as many queries as one, in the same order."""
    keys = [application.pk for application, _ in applications]
    answers, budgets, pieces = _answers(keys), _budgets(keys), _pieces(keys)
    facts: dict[UUID, CallFacts] = {}
    found = []
    for application, members in applications:
        call, project = application.call, application.footprint
        if call.pk not in facts:
            facts[call.pk] = call_facts(call)
        is_asked = elsewhere and call.member_rule != MemberRule.FREE
        others = _elsewhere(application, members) if is_asked else {}
        content = Content(
            key=str(application.pk),
            call=facts[call.pk],
            title=application.title,
            zone=_place(application, call),
            publics=tuple(application.publics),
            attention_points=tuple(application.attention_points),
            stages=tuple(application.stages),
            channels=tuple(application.channels),
            places=application.places,
            has_analytic_accounts=application.has_analytic_accounts,
            stated_cost=application.stated_cost,
            members=tuple(
                _member(member, project, others.get(member.pk.hex, ())) for member in members
            ),
            answers=answers[application.pk],
            budget=tuple(budgets[application.pk]),
            pieces=tuple(pieces[application.pk]),
        )
        found.append(content)
    return found


def _answers(applications: list[UUID]) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    rows = Answer.objects.filter(application__in=applications).order_by("field")
    for application, field, text in rows.values_list("application", "field", "text"):
        found[application][field] = text
    return found


def _budgets(applications: list[UUID]) -> dict[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = defaultdict(list)
    rows = BudgetLine.objects.filter(application__in=applications)
    ordered = rows.order_by("member", "year", "account")
    for application, member, year, account, amount in ordered.values_list(
        "application", "member", "year", "account", "amount"
    ):
        found[application].append(Line(str(member), year, account, amount))
    return found


def _pieces(applications: list[UUID]) -> dict[UUID, list[PieceJoined]]:
    found: dict[UUID, list[PieceJoined]] = defaultdict(list)
    rows = JoinedPiece.objects.filter(application__in=applications)
    for joined in rows.order_by("joined_at", "pk").select_related("piece", "file"):
        known = PieceJoined(
            name=joined.file.original_name,
            sha256=joined.file.sha256,
            state=joined.file.state,
            piece=joined.piece.code if joined.piece else "",
            member=str(joined.member_id) if joined.member_id else "",
            reason=joined.file.reason,
        )
        found[joined.application_id].append(known)
    return found


def joined_files(application: Application) -> list[JoinedPiece]:
    """The documents of an application, those that the call asks for first. One query."""
    rows = application.pieces.select_related("piece", "member", "file")
    return list(rows.order_by("piece__position", "joined_at", "pk"))


def standing_submission(application: Application) -> Submission | None:
    """What was sent and counts now, without its heavy texts; None before, or once taken back."""
    rows = application.submissions.filter(taken_back_at=None).defer("document", "receipt")
    return rows.order_by("-rank").first()


def _place(application: Application, call: Call) -> Place:
    """The territory of the project, judged against the perimeter of the call."""
    found = application.footprint
    if found is None:
        return Place()
    perimeter, outside = call.footprint, tuple[str, ...]()
    if perimeter is not None:
        verdict = judge(found.today, perimeter.today)
        outside = tuple(line.sentence for line in verdict.refused)
    region = found.today.geography.units.get(f"{UnitKind.REG}:{call.region}")
    return Place(
        expression=application.zone_expression,
        vintage=application.zone_vintage,
        label=found.label,
        communes=len(found),
        departments=found.departments,
        outside=outside,
        other_region=region is not None and not found.bits & region.bits,
    )


def _member(member: Member, project: Footprint | None, elsewhere: tuple[str, ...]) -> MemberContent:
    zone, beyond = member.footprint, 0
    if zone is not None and project is not None:
        beyond = (zone.bits & ~project.bits).bit_count()
    return MemberContent(
        key=str(member.pk),
        name=member.name,
        organisation=str(member.organisation_id) if member.organisation_id else "",
        siret=member.siret,
        is_lead=member.is_lead,
        role=member.role,
        stages=tuple(member.stages),
        zone=Place(
            expression=member.zone_expression,
            vintage=member.zone_vintage,
            label=zone.label if zone else "",
            communes=len(zone) if zone else 0,
            beyond=beyond,
        ),
        contact_name=member.contact_name,
        contact_email=member.contact_email,
        contact_phone=member.contact_phone,
        signed_at=member.signed_at,
        signed_by=str(member.signed_by) if member.signed_by else "",
        signed_digest=member.signed_digest,
        elsewhere=elsewhere,
    )


@errand("other-applications")
def _elsewhere(application: Application, members: Iterable[Member]) -> dict[str, tuple[str, ...]]:
    """The states of the other applications to the call where these organisations are.

    Only those that their organisation has joined itself count: nobody blocks a competitor by
    typing its name. Who reads this application learns their state, and nothing else of them.
    """
    joined = {member.organisation_id: member.pk.hex for member in members if member.organisation_id}
    rows = (
        Member.objects.filter(application__call=application.call_id, organisation__in=joined)
        .exclude(application=application.pk)
        .exclude(application__state=ApplicationState.WITHDRAWN)
        .order_by("application__state", "pk")
        .values_list("organisation", "application__state")
    )
    found: dict[str, tuple[str, ...]] = {}
    for organisation, state in rows:
        key = joined[organisation]
        found[key] = (*found.get(key, ()), state)
    return found


def someone_waits() -> bool:
    """Whether a ticket waits for its turn."""
    return SubmissionTicket.objects.filter(state=TicketState.WAITING).exists()
