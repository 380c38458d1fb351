"""Makes contents of applications, complete unless said otherwise: ``content(title="")``."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from o2r.calls.applications.balance import Line
from o2r.calls.applications.chart import Account, Chart
from o2r.calls.applications.content import CallFacts, Content, MemberContent, Place
from o2r.calls.applications.enums import BudgetSide
from o2r.calls.applications.sections import TEXTS
from o2r.projects.enums import Public, Stage

SIRET = "13003013300016"
ALL_STAGES = tuple(Stage.values)
CHART = Chart(
    date(2026, 1, 1),
    (
        Account(BudgetSide.EXPENSE, "64", "64-wages", "Rémunération", ""),
        Account(BudgetSide.EXPENSE, "Indirectes", "indirect-running", "Fonctionnement", ""),
        Account(BudgetSide.EXPENSE, "86", "864", "Personnel bénévole", "in-kind"),
        Account(BudgetSide.INCOME, "74", "74-o2r", "Aide demandée", "requested"),
        Account(BudgetSide.INCOME, "74", "74-region", "Région", ""),
        Account(BudgetSide.INCOME, "87", "870", "Bénévolat", "in-kind"),
    ),
)
CALL = CallFacts(
    slug="jeunes",
    title="Appel jeunes",
    region="84",
    chart=CHART,
    publics=(Public.YOUNG.value,),
    required_stages=(Stage.OUTREACH.value, Stage.COORDINATION.value),
    years=2,
    envelope=Decimal(1_000_000),
)
PLACE = Place("dep:73", 2026, "Savoie", 273, departments=("73",))
LEAD = MemberContent(
    key="lead",
    name="Alpha",
    organisation="alpha",
    siret=SIRET,
    is_lead=True,
    role="Coordonne",
    stages=ALL_STAGES,
    contact_name="Ana",
    contact_email="equipe@alpha.example",
)
SIGNED = datetime(2026, 3, 1, 9, tzinfo=UTC)


def line(account: str, amount: str | int, *, member: str = "lead", year: int = 1) -> Line:
    return Line(member, year, account, Decimal(amount))


BUDGET = (
    line("64-wages", 90_000),
    line("indirect-running", 10_000),
    line("74-o2r", 80_000),
    line("74-region", 20_000),
)


def signed(content: Content) -> Content:
    """The same, signed by every member as it is."""
    members = tuple(
        replace(member, signed_at=SIGNED, signed_digest=content.digest_of(member))
        for member in content.members
    )
    return replace(content, members=members)


def content(**changes: Any) -> Content:
    """A complete application, with ``changes`` made before its members sign."""
    made = Content(
        key="application",
        call=CALL,
        title="Aller vers",
        zone=PLACE,
        publics=(Public.YOUNG.value,),
        stages=ALL_STAGES,
        places=120,
        has_analytic_accounts=True,
        members=(LEAD,),
        answers=dict.fromkeys(TEXTS, "Un texte."),
        budget=BUDGET,
    )
    return signed(replace(made, **changes))
