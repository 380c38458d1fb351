"""Who meets a convention: its organisations, and who serves its région or steers the country."""

from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.projects.enums import PartnerRole
from o2r.projects.models import ProjectPartner

SEES_ALL = (MembershipRole.PLATFORM_MANAGER, MembershipRole.NATIONAL_OFFICER)


def sees_all(actor: Actor) -> bool:
    """Whether the person meets every convention of the country."""
    return bool(actor.roles.intersection(SEES_ALL))


def met_by(actor: Actor, *, path: str = "") -> Q:
    """The rows that such a person may meet; ``path`` leads to the convention (``"year__…__"``).

    Those that one's organisation carries or has joined, and those of the région that one serves.
    """
    joined = ProjectPartner.objects.filter(
        organisation=actor.organisation, role=PartnerRole.CONSORTIUM
    )
    mine = Q(**{f"{path}bearer": actor.organisation}) | Q(
        **{f"{path}project__in": joined.values("project")}
    )
    if "" in actor.regions:
        return Q()
    if actor.regions:
        mine |= Q(**{f"{path}region__in": actor.regions})
    return mine
