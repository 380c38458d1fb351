"""Makes places and rounds for tests."""

from datetime import timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from o2r.accounts.models import User
from o2r.core import clock
from o2r.outreach.enums import PlaceKind, RoundState
from o2r.outreach.models import Place, Round, RoundStop
from tests.accounts.factories import OrganisationFactory

VENISSIEUX = "69259"


class PlaceFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda rank: f"Lieu {rank}")
    kind = PlaceKind.STREET
    commune = VENISSIEUX
    added_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=60))


class RoundFactory(DjangoModelFactory[Round]):
    """Tonight, from 18 h to 21 h, everyone back by 21 h 30 when the clock says 17 h."""

    class Meta:
        model = Round

    organisation = factory.SubFactory(OrganisationFactory)
    starts_at = factory.LazyFunction(lambda: clock.now() + timedelta(hours=1))
    ends_at = factory.LazyAttribute(lambda one: one.starts_at + timedelta(hours=3))
    back_by = factory.LazyAttribute(lambda one: one.ends_at + timedelta(minutes=30))


class RoundStopFactory(DjangoModelFactory[RoundStop]):
    class Meta:
        model = RoundStop

    round = factory.SubFactory(RoundFactory)
    place = factory.SubFactory(PlaceFactory)
    rank = 1


def round_of(*users: User, **fields: Any) -> Round:
    """A round of the organisation of these people."""
    organisation = users[0].memberships.get().organisation
    made = RoundFactory(organisation=organisation, **fields)
    made.members.set(users)
    return made


def visited(place: Place, days_ago: int) -> RoundStop:
    """A past round that stopped there."""
    at = clock.now() - timedelta(days=days_ago)
    past = RoundFactory(
        organisation=place.organisation,
        starts_at=at - timedelta(hours=1),
        state=RoundState.DONE,
        started_at=at - timedelta(hours=1),
        back_at=at + timedelta(hours=2),
    )
    return RoundStopFactory(round=past, place=place, visited_at=at)
