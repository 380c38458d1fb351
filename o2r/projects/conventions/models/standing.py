"""How a person stands towards a convention: by their organisation, or by the région they serve."""

from uuid import UUID

from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, Relation

SEES_ALL = (MembershipRole.PLATFORM_MANAGER, MembershipRole.NATIONAL_OFFICER)


def standing(actor: Actor, *, region: str, bearer: UUID) -> frozenset[Relation]:
    """The relations to what belongs to a convention of ``region``, carried by ``bearer``."""
    found = {Relation.ANY}
    if bearer == actor.organisation:
        found.add(Relation.ORGANISATION)
    if actor.regions and ("" in actor.regions or region in actor.regions):
        found.add(Relation.TERRITORY)
    return frozenset(found)


def sees_all(actor: Actor) -> bool:
    """Whether the person meets every convention of the country."""
    return bool(actor.roles.intersection(SEES_ALL))


def met_by(actor: Actor, *, path: str = "") -> Q:
    """The rows that such a person may meet; ``path`` leads to the convention (``"year__…__"``).

    Those of one's organisation, and those of the région that one serves.
    """
    mine = Q(**{f"{path}bearer": actor.organisation})
    if "" in actor.regions:
        return Q()
    if actor.regions:
        mine |= Q(**{f"{path}region__in": actor.regions})
    return mine
