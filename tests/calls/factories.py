"""Makes calls and applications: ``ApplicationFactory(call=call, zone="epci:246300701")``."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from o2r.accounts.enums import OrganisationKind
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Answer, Application, BudgetLine, Member
from o2r.calls.applications.sections import TEXTS
from o2r.calls.enums import CallState
from o2r.calls.models import Call, Criterion
from o2r.core import clock
from o2r.projects.enums import Public, Stage
from o2r.territory.geography import current_geography
from tests.accounts.factories import OrganisationFactory

YOUTH = (
    "dep:01 + dep:03 + dep:07 + dep:38 - epci:200085751 + dep:42 + epci:246300701 + dep:73 + dep:74"
)
"""The perimeter of the youth call of Auvergne-Rhône-Alpes: 2,411 communes."""


class CallFactory(DjangoModelFactory[Call]):
    """A call of an ARA State service, published, open from yesterday to next week."""

    class Meta:
        model = Call
        skip_postgeneration_save = True

    class Params:
        zone = YOUTH
        opens = factory.LazyFunction(lambda: clock.now() - timedelta(days=1))
        closes = factory.LazyFunction(lambda: clock.now() + timedelta(days=7))

    slug = factory.Sequence(lambda rank: f"appel-{rank:03}")
    title = factory.Sequence(lambda rank: f"Appel {rank}")
    dreets = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.DREETS, region="84")
    region = "84"
    publics = factory.LazyFunction(lambda: [Public.YOUNG.value])
    stages = factory.LazyFunction(lambda: list(Stage.values))
    required_stages = factory.LazyFunction(lambda: [Stage.OUTREACH.value, Stage.COORDINATION.value])
    zone_expression = factory.SelfAttribute("zone")
    zone_vintage = factory.LazyFunction(lambda: current_geography().year)
    time_zone = "UTC"
    opens_on = factory.LazyAttribute(lambda call: _day(call.opens))
    opens_hour = factory.LazyAttribute(lambda call: _hour(call.opens))
    closes_on = factory.LazyAttribute(lambda call: _day(call.closes))
    closes_hour = factory.LazyAttribute(lambda call: _hour(call.closes))
    envelope = Decimal(1_400_000)
    receives_here = True
    state = CallState.PUBLISHED

    @factory.post_generation
    def grid(self, create: bool, weights: dict[str, int] | None, **_: Any) -> None:
        """``grid={"C1": 2, "C2": 1}``: criteria and their weights, from 0 to 5."""
        for position, (code, weight) in enumerate((weights or {}).items()):
            Criterion.objects.create(
                call=self, code=code, label=f"Critère {code}", weight=weight, position=position
            )


def _day(instant: datetime) -> date:
    return instant.date()


def _hour(instant: datetime) -> time:
    return instant.time()


class ApplicationFactory(DjangoModelFactory[Application]):
    """A submitted application, led by one organisation, with nothing written in it."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    class Params:
        zone = "epci:246300701"

    call = factory.SubFactory(CallFactory)
    number = factory.Sequence(lambda rank: rank + 1)
    title = factory.Sequence(lambda rank: f"Candidature {rank}")
    zone_expression = factory.SelfAttribute("zone")
    zone_vintage = factory.LazyFunction(lambda: current_geography().year)
    publics = factory.LazyFunction(lambda: [Public.YOUNG.value])
    stages = factory.LazyFunction(lambda: list(Stage.values))
    state = ApplicationState.SUBMITTED

    @factory.post_generation
    def lead(self, create: bool, organisation: Any, **_: Any) -> None:
        """``lead=organisation``: the chef de file; one is made when none is given."""
        where = organisation or OrganisationFactory()
        MemberFactory(application=self, organisation=where, name=where.name, is_lead=True)

    @factory.post_generation
    def texts(self, create: bool, length: int | None, **_: Any) -> None:
        """``texts=900``: an answer of that many characters in every field."""
        for code in TEXTS if length else ():
            Answer.objects.create(
                application=self,
                field=code,
                text=(f"{code} " * (length or 0))[: length or 0],
                changed_at=clock.now(),
            )

    @factory.post_generation
    def asks(self, create: bool, amount: int | None, **_: Any) -> None:
        """``asks=300_000``: a balanced first year, all of it asked of the call."""
        if amount:
            lead = self.members.get(is_lead=True)
            for account in ("64-wages", "74-o2r"):
                BudgetLine.objects.create(
                    application=self, member=lead, year=1, account=account, amount=amount
                )


class MemberFactory(DjangoModelFactory[Member]):
    class Meta:
        model = Member

    application = factory.SubFactory(ApplicationFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda rank: f"Membre {rank}")
    stages = factory.LazyFunction(lambda: list(Stage.values))
    contact_name = "Personne à joindre"
    contact_email = factory.Sequence(lambda rank: f"contact-{rank}@membre.example")
