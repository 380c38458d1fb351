"""The conventions of a demonstration: invented bodies, invented amounts, all marked as examples."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from o2r.accounts import demo
from o2r.accounts.actors import Actor
from o2r.accounts.enums import OrganisationKind, OrganisationState
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import Organisation
from o2r.accounts.services.registering import create_organisation
from o2r.core import clock
from o2r.core.months import add_months
from o2r.core.notifications.enums import MailState
from o2r.core.notifications.models import Mail, Notification
from o2r.projects.conventions import services
from o2r.projects.conventions.awards import Award, AwardPartner
from o2r.projects.conventions.enums import (
    ControlKind,
    DocumentKind,
    InstalmentKind,
    Mention,
    ProcedureDecision,
    ProcedureKind,
)
from o2r.projects.conventions.models import AnnualDocument, Avenant, Convention, ConventionYear
from o2r.projects.conventions.notification_kinds import CONVENTION_LIFE, CONVENTION_MONEY
from o2r.projects.enums import PartnerRole
from o2r.projects.models import FundedProject
from o2r.territory.geography import current_geography

NAMESPACE = UUID("6f1d2b8e-3a55-4f0e-9c0f-5b2d3f1a7c84")
NEIGHBOUR = "DREETS de démonstration, région voisine"
PARTNER = "Les Ateliers de la Rive d’Essai"
WRITTEN = {
    Mention.MEANS: "Quatre professionnels à temps plein, un véhicule aménagé, deux permanences.",
    Mention.COMPENSATION: "La contribution de l’État compense les charges du service confié.",
    Mention.COMMITMENTS: "Aller vers les personnes, coordonner les relais, rendre compte.",
    Mention.EVALUATION: "Un comité de suivi se réunit deux fois par an.",
}


@dataclass(frozen=True)
class Example:
    """One invented convention. ``months_ago``: since when it runs; ``years``: euros a year."""

    reference: str
    title: str
    bearer: str
    zone: str
    months_ago: int
    years: tuple[int, ...]
    region: str = "84"
    partners: tuple[str, ...] = ()
    confirmed_months_ago: int = 1
    is_signed: bool = True
    late_report: bool = False
    ending: ProcedureKind | None = None
    decided: bool = False


EXAMPLES = (
    Example(
        "EX-84-01",
        "Aller vers les jeunes du Val d’Essai",
        demo.PASSERELLES,
        "dep:69",
        28,
        (180_000, 180_000, 180_000),
        partners=(demo.MISSION_LOCALE, PARTNER),
        confirmed_months_ago=8,
        late_report=True,
    ),
    Example(
        "EX-84-02",
        "Chantiers courts d’Aubrelieu",
        demo.FABRIQUE,
        "dep:38",
        14,
        (120_000, 130_000, 130_000),
    ),
    Example(
        "EX-93-01",
        "Les Passerelles, antenne du littoral",
        demo.PASSERELLES,
        "dep:05",
        8,
        (90_000, 90_000, 90_000),
        region="93",
    ),
    Example(
        "EX-84-03",
        "Retrouver les invisibles d’Aubrelieu",
        demo.MISSION_LOCALE,
        "dep:42",
        17,
        (150_000, 150_000, 150_000),
        ending=ProcedureKind.SUSPENSION,
        decided=True,
    ),
    Example(
        "EX-84-04",
        "Permanences mobiles de montagne",
        demo.FABRIQUE,
        "dep:73",
        -1,
        (75_000, 75_000, 75_000),
        is_signed=False,
    ),
    Example(
        "EX-84-05",
        "Un premier pas, tout près",
        demo.MISSION_LOCALE,
        "dep:26",
        20,
        (60_000, 60_000, 60_000),
        ending=ProcedureKind.TERMINATION,
    ),
)


@transaction.atomic
def create_demo_conventions(*, by: Actor) -> list[Convention]:
    """Create the invented conventions of a demonstration, once; after its accounts.

    Raises DemonstrationOnly elsewhere.
    """
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    made = [_create(by, example) for example in EXAMPLES]
    _forget_old_news()
    return made


def _forget_old_news() -> None:
    """Two years told in one second: what was paid and signed long ago is no news."""
    old = Notification.objects.filter(kind__in=(CONVENTION_MONEY.code, CONVENTION_LIFE.code))
    Mail.objects.filter(notifications__in=old, state=MailState.WAITING).delete()
    old.delete()


def _organisation(name: str) -> Organisation:
    return Organisation.objects.get(name=name, is_example=True)


def _service(by: Actor, region: str) -> Organisation:
    if region == demo.ORGANISATIONS[demo.DREETS].region:
        return _organisation(demo.DREETS)
    return _invented(by, NEIGHBOUR, OrganisationKind.DREETS, region)


def _invented(by: Actor, name: str, kind: OrganisationKind, region: str = "") -> Organisation:
    known = Organisation.objects.known_as(name, "", is_example=True).first()
    return known or create_organisation(
        by=by,
        name=name,
        kind=kind,
        region=region,
        state=OrganisationState.OPEN,
        is_example=True,
    )


def _create(by: Actor, example: Example) -> Convention:
    today = clock.today()
    starts_on = add_months(today.replace(day=1), -example.months_ago)
    convention = services.open_convention(by=by, award=_award(by, example, starts_on))
    if not convention.is_draft or not example.is_signed:
        return convention
    services.sign_convention(
        by=by,
        convention=convention,
        signed_on=starts_on - timedelta(days=12),
        commitment_number=f"210{example.reference[-2:]}4{example.months_ago:05}",
    )
    FundedProject.objects.filter(pk=convention.project_id).update(
        confirmed_on=add_months(today, -example.confirmed_months_ago)
    )
    for year in convention.years.order_by("rank"):
        if year.starts_on <= today:
            _live_through(by, convention, year, example)
    if example.ending is not None:
        _consider(by, convention, example)
    return convention


def _award(by: Actor, example: Example, starts_on: date) -> Award:
    return Award(
        source=uuid5(NAMESPACE, example.reference),
        reference=example.reference,
        title=example.title,
        dreets=_service(by, example.region).pk,
        region=example.region,
        bearer=_organisation(example.bearer).pk,
        partners=tuple(
            AwardPartner(
                _invented(by, name, OrganisationKind.ASSOCIATION).pk, PartnerRole.CONSORTIUM
            )
            for name in example.partners
        ),
        description=(
            "Une équipe va vers les personnes que personne ne voit : maraudes, permanences, "
            "chantiers courts, puis un accompagnement intensif vers l’emploi ou la formation."
        ),
        zone_expression=example.zone,
        zone_vintage=current_geography().year,
        publics=("jeunes",),
        attention=("non-inscrits",),
        stages=("reperer", "remobiliser", "accompagner", "coordonner"),
        channels=("maraude", "permanence-mobile"),
        phone="01 99 00 12 34",
        email="equipe@projet.example",
        starts_on=starts_on,
        yearly_amounts=tuple(map(Decimal, example.years)),
        total_cost=_cents(Decimal(sum(example.years)) * Decimal("1.25")),
        cost_method="Coûts complets du projet, d’après la comptabilité analytique.",
        is_example=True,
        mentions={str(code.value): text for code, text in WRITTEN.items()},
    )


def _live_through(
    by: Actor, convention: Convention, year: ConventionYear, example: Example
) -> None:
    """What happened in a year that has begun: its avenant, its payments, its documents."""
    today = clock.today()
    avenant = Avenant.objects.filter(year=year).first() or services.plan_avenant(
        by=by, convention=convention, year=year, amount=Decimal(example.years[year.rank - 1])
    )
    avenant.convention = convention
    if not avenant.is_signed:
        services.sign_avenant(by=by, avenant=avenant, signed_on=year.starts_on)
    for kind, months, share in (
        (InstalmentKind.ADVANCE, 1, Decimal("0.5")),
        (InstalmentKind.INTERIM, 7, Decimal("0.3")),
        (InstalmentKind.BALANCE, 15, Decimal("0.2")),
    ):
        due_on = add_months(year.starts_on, months)
        instalment = services.plan_instalment(
            by=by,
            avenant=avenant,
            kind=kind,
            amount=_cents((avenant.amount or Decimal(0)) * share),
            condition=_CONDITIONS[kind],
            due_on=due_on,
        )
        if due_on <= today:
            if kind != InstalmentKind.ADVANCE:
                services.certify_service(by=by, instalment=instalment, done_on=due_on)
            services.pay_instalment(
                by=by, instalment=instalment, paid_on=due_on, paid_amount=instalment.amount
            )
    _receive(year, example)
    if year.ends_on < today:
        granted = avenant.amount or Decimal(0)
        services.record_sieg(
            by=by,
            year=year,
            cost=_cents(granted * Decimal("1.2")),
            revenue=_cents(granted * Decimal("0.24")),
            compensation=granted,
        )


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


_CONDITIONS = {
    InstalmentKind.ADVANCE: "À la signature de l’avenant",
    InstalmentKind.INTERIM: "Sur bilan intermédiaire",
    InstalmentKind.BALANCE: "Après les comptes et le bilan de l’année",
}


def _receive(year: ConventionYear, example: Example) -> None:
    """Documents already due came in time, but the report that the example leaves late."""
    due = AnnualDocument.objects.filter(year=year, due_on__lte=clock.today())
    if example.late_report and year.rank == 2:
        due = due.exclude(kind=DocumentKind.ACTIVITY_REPORT)
    for document in due.order_by("pk"):
        document.received_on = document.due_on - timedelta(days=3)
        document.validated_on = document.due_on
        document.save(update_fields=["received_on", "validated_on"])


def _consider(by: Actor, convention: Convention, example: Example) -> None:
    today = clock.today()
    services.record_control(
        by=by,
        convention=convention,
        kind=ControlKind.ON_SITE,
        done_on=today - timedelta(days=40),
        findings="Deux postes prévus ne sont pas pourvus depuis quatre mois.",
        follow_up="Un calendrier de recrutement est demandé.",
    )
    assert example.ending is not None  # noqa: S101 — said to mypy
    procedure = services.open_procedure(
        by=by,
        convention=convention,
        kind=example.ending,
        reasons="Les moyens humains prévus par la convention ne sont pas réunis.",
        observations_before=today + timedelta(days=15),
    )
    if example.decided:
        services.answer_procedure(
            by=by,
            procedure=procedure,
            observations="Les deux recrutements sont en cours, la prise de poste est proche.",
        )
        services.decide_procedure(
            by=by,
            procedure=procedure,
            decision=ProcedureDecision.APPLIED,
            reasons="Suspension jusqu’à la prise de poste effective.",
        )
