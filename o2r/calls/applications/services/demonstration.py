"""An invented call that is open, and an application to it that two bodies write together."""

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from o2r.accounts import demo
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import Organisation, User
from o2r.calls.applications.models import Answer, Application, BudgetLine, Member
from o2r.calls.enums import CallState
from o2r.calls.models import Call, RequiredPiece
from o2r.core import clock
from o2r.projects.enums import AttentionPoint, Channel, Public, Stage
from o2r.territory.geography import current_geography

SLUG = "exemple-jeunes-en-rupture"
LEAD = "sami.belloc@passerelles.example"
OPEN_FOR = timedelta(days=30)
PERIMETER = "dep:73 + dep:74 + dep:38 - epci:200085751"
TEXTS = {
    "summary": (
        "Deux équipes mobiles vont chaque semaine vers les jeunes que personne ne voit plus, dans "
        "les vallées et au pied des immeubles."
    ),
    "expertise": "Dix ans de travail de rue ; une équipe formée à l’aller-vers.",
    "outreach": "Un véhicule, trois soirs par semaine, avec les bailleurs et les clubs de sport.",
}


@transaction.atomic
def create_demo_application(*, by: Actor) -> Application | None:
    """Create them once; None when they are there. Raises DemonstrationOnly elsewhere."""
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    bodies = {
        one.name: one
        for one in Organisation.objects.filter(is_example=True).order_by("name", "pk")
        if one.name in (demo.DREETS, demo.PASSERELLES, demo.LISIERES)
    }
    if len(bodies) < 3 or Call.objects.filter(slug=SLUG).exists():
        return None
    call = _call(bodies[demo.DREETS])
    return _application(call, bodies[demo.PASSERELLES], bodies[demo.LISIERES])


def _call(service: Organisation) -> Call:
    now = clock.now()
    closes = now + OPEN_FOR
    call = Call.objects.create(
        slug=SLUG,
        title="Aller vers les jeunes en rupture (exemple)",
        dreets=service,
        region=service.region,
        context="Un appel inventé, pour essayer la plateforme.",
        publics=[Public.YOUNG.value],
        attention_points=[AttentionPoint.YOUNG_BREAK.value],
        stages=list(Stage.values),
        required_stages=[Stage.OUTREACH.value, Stage.COORDINATION.value],
        zone_expression=PERIMETER,
        zone_vintage=current_geography().year,
        envelope=Decimal(1_400_000),
        opens_on=(now - timedelta(days=10)).date(),
        opens_hour=now.time().replace(hour=9, minute=0, second=0, microsecond=0),
        closes_on=closes.date(),
        closes_hour=now.time().replace(hour=15, minute=0, second=0, microsecond=0),
        receives_here=True,
        contact_email="appels@dreets.example",
        state=CallState.PUBLISHED,
        is_example=True,
    )
    RequiredPiece.objects.create(
        call=call, code="statuts", label="Statuts à jour", is_per_member=True
    )
    return call


def _application(call: Call, lead: Organisation, member: Organisation) -> Application:
    author, now = User.objects.filter(email=LEAD).first(), clock.now()
    made = Application.objects.create(
        call=call,
        title="Les vallées d’abord",
        zone_expression="dep:73",
        zone_vintage=call.zone_vintage,
        publics=[Public.YOUNG.value],
        stages=list(Stage.values),
        channels=[Channel.VEHICLE.value, Channel.STREET.value],
        places=120,
        created_by=author,
    )
    first = Member.objects.create(
        application=made,
        organisation=lead,
        name=lead.name,
        is_lead=True,
        role="Porte le projet et les deux équipes mobiles.",
        contact_email="equipe.mobile@passerelles.example",
        stages=list(Stage.values),
    )
    Member.objects.create(application=made, organisation=member, name=member.name, position=1)
    Answer.objects.bulk_create(
        [
            Answer(
                application=made,
                field=field,
                text=text,
                revision=1,
                changed_at=now,
                changed_by=author,
            )
            for field, text in TEXTS.items()
        ]
    )
    _budget(made, first)
    return made


def _budget(made: Application, first: Member) -> None:
    BudgetLine.objects.bulk_create(
        [
            BudgetLine(
                application=made, member=first, year=year, account=account, amount=Decimal(amount)
            )
            for year in (1, 2, 3)
            for account, amount in (
                ("64-wages", 120_000),
                ("indirect-running", 12_000),
                ("74-o2r", 110_000),
                ("74-region", 22_000),
            )
        ]
    )
