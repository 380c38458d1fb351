"""Opening and correcting an instance."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.network.committees.enums import InstanceKind
from o2r.network.committees.models import Instance, region_name
from o2r.network.committees.services.checking import put, saved
from o2r.territory import zones
from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography


@dataclass(frozen=True)
class InstanceDetails:
    """What is said of an instance. ``zone_expression``: empty for the whole région."""

    kind: InstanceKind
    name: str
    region: str
    zone_expression: str = ""
    parent: Instance | None = None
    chairs: str = ""
    seat_count: int | None = None
    installed_on: date | None = None
    closed_on: date | None = None


@transaction.atomic
def create_instance(*, by: Actor, details: InstanceDetails, is_example: bool = False) -> Instance:
    """Record an instance of one's région. Raises NotAllowed, DomainError."""
    instance = Instance(is_example=is_example)
    put(instance, details)
    require(by, "create", instance, act="enregistrer une instance dans cette région")
    return _written(instance)


@transaction.atomic
def change_instance(*, by: Actor, instance: Instance, details: InstanceDetails) -> Instance:
    """Correct what is said of an instance, or end it. Raises NotAllowed, DomainError."""
    require(by, "update", instance, act="modifier cette instance")
    put(instance, details)
    # Nobody gives an instance to a région that they do not answer for.
    require(by, "update", instance, act="modifier une instance de cette région")
    return _written(instance)


def _written(instance: Instance) -> Instance:
    instance.zone_vintage = _vintage(instance)
    _check_parent(instance)
    saved(instance)
    return instance


def _vintage(instance: Instance) -> int | None:
    """The vintage of its territory. Raises DomainError for one that leaves the région."""
    geo = current_geography()
    region = geo.unit(UnitKind.REG, instance.region)
    if region is None:
        raise DomainError("Cette région n’est pas dans le code officiel. Choisissez-la en liste.")
    if not instance.zone_expression:
        return None
    try:
        zone = zones.resolve(instance.zone_expression, geo)
    except zones.ZoneError as error:
        raise DomainError(error.message) from error
    if zone.bits & ~region.bits:
        raise DomainError(
            f"Ce territoire sort de la région {region_name(instance.region)}. Réduisez-le, ou "
            "choisissez l’autre région."
        )
    instance.zone_expression = zone.expression
    return geo.year


def _check_parent(instance: Instance) -> None:
    parent = instance.parent
    if parent is None:
        return
    if parent.kind != InstanceKind.DEPARTMENTAL or parent.region != instance.region:
        raise DomainError(
            "Une commission spécialisée dépend d’un comité départemental de la même région. "
            "Choisissez ce comité."
        )
