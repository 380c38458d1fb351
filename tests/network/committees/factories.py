"""Makes committees for tests."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from o2r.core import clock
from o2r.network.committees.enums import InstanceKind
from o2r.network.committees.models import Instance, Meeting, Seat


class InstanceFactory(DjangoModelFactory[Instance]):
    class Meta:
        model = Instance

    kind = InstanceKind.DEPARTMENTAL
    name = factory.Sequence(lambda rank: f"Comité {rank}")
    region = "84"


class SeatFactory(DjangoModelFactory[Seat]):
    class Meta:
        model = Seat

    instance = factory.SubFactory(InstanceFactory)
    body = "Conseil départemental"
    function = "directrice"
    name = factory.Sequence(lambda rank: f"Jeanne Nom{rank}")
    email = factory.Sequence(lambda rank: f"membre-{rank}@departement.example")
    mandate_start = date(2026, 1, 1)
    mandate_end = date(2028, 12, 31)


class MeetingFactory(DjangoModelFactory[Meeting]):
    class Meta:
        model = Meeting

    instance = factory.SubFactory(InstanceFactory)
    starts_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=10))
