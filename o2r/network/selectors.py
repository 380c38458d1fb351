"""Answers from the partner directory."""

from dataclasses import dataclass
from math import inf

from o2r.network.models import Service, ServiceQuerySet
from o2r.territory.distance import haversine_km
from o2r.territory.geography import Commune


@dataclass(frozen=True)
class NearbyService:
    """A service and how far it stands; None when the place of one of the two is not known."""

    service: Service
    distance_km: float | None


def services_for(
    commune: Commune,
    *,
    topic: str = "",
    public: str = "",
    limit: int = 20,
    services: ServiceQuerySet | None = None,
) -> list[NearbyService]:
    """The services that people of a commune may use, nearest first, then by name.

    ``topic`` is a code or a category of data·inclusion, ``public`` one of its codes. Three queries.
    """
    rows = (Service.objects.all() if services is None else services).reaching(commune)
    if topic:
        rows = rows.about(topic)
    if public:
        rows = rows.for_public(public)
    places = rows.order_by("id").values_list("pk", "name", "latitude", "longitude")
    ranked = sorted(
        (_distance(commune, latitude, longitude), name, pk)
        for pk, name, latitude, longitude in places
    )[:limit]
    loaded = Service.objects.with_card_data().in_bulk([pk for _, _, pk in ranked])
    return [NearbyService(loaded[pk], None if km == inf else km) for km, _, pk in ranked]


def _distance(commune: Commune, latitude: float | None, longitude: float | None) -> float:
    if commune.lat is None or commune.lon is None or latitude is None or longitude is None:
        return inf
    return haversine_km(commune.lat, commune.lon, latitude, longitude)
