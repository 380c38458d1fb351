"""A partitioned organisation (« structure cloisonnée »): nothing of people leaves it but totals.

The rule of the providers that receive victims of violence: no identity in a shared system, « even
encrypted » (US Violence Against Women Act, 34 U.S.C. § 12291(b)(2)), taken here as a choice that
any organisation may make.
"""

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.accounts.guardians import guardians_of
from o2r.accounts.models import Organisation
from o2r.accounts.outlets import open_of, take_back
from o2r.accounts.services.locking import check_still_manager, locked
from o2r.core import clock
from o2r.core.journal.services import record
from o2r.core.notifications.services import notify

PARTITION = "cloisonner une organisation"


@transaction.atomic
def partition(*, by: Actor, organisation: Organisation, takes_back: bool = False) -> Organisation:
    """Keep inside what the organisation knows of people, from now on.

    ``takes_back``: what is shared with others today ends at once. Raises NotAllowed, and
    DomainError when something is shared and it was not said to take it back.
    """
    place = _held(by, organisation)
    if place.is_partitioned:
        return place
    still_out = open_of(place.pk)
    if still_out and not takes_back:
        said = ", ".join(f"{one.count} {one.label}" for one in still_out)
        raise DomainError(
            f"Votre organisation partage encore des personnes avec d’autres : {said}. Cochez la "
            "case pour tout retirer maintenant, ou ne changez rien.",
            field="takes_back",
        )
    take_back(by=by, organisation=place.pk)
    place.is_partitioned, place.partitioned_at = True, clock.now()
    _keep(by, place, "partitioned")
    _tell(
        by,
        place,
        "est cloisonnée",
        "Rien de ce qu’elle sait des personnes ne sort plus : ni accord avec une autre "
        "organisation, ni recherche d’un accompagnement existant. Seuls des totaux sortent.",
    )
    return place


@transaction.atomic
def end_partition(*, by: Actor, organisation: Organisation) -> Organisation:
    """Let agreements with others be made again; nothing that was taken back returns. NotAllowed."""
    place = _held(by, organisation)
    if not place.is_partitioned:
        return place
    place.is_partitioned, place.partitioned_at = False, None
    _keep(by, place, "partition ended")
    _tell(
        by,
        place,
        "n’est plus cloisonnée",
        "Les référents peuvent de nouveau proposer un accord à une personne pour une autre "
        "organisation. Si ce changement vous surprend, appelez cette personne et cloisonnez de "
        "nouveau l’organisation.",
    )
    return place


def _held(by: Actor, organisation: Organisation) -> Organisation:
    place = locked(organisation)
    check_still_manager(by, place, act=PARTITION)
    require(by, "partition", place, act=PARTITION)
    return place


def _keep(by: Actor, place: Organisation, reason: str) -> None:
    place.save(update_fields=["is_partitioned", "partitioned_at"])
    record(
        by=by.author,
        action="update",
        kind=place.access_kind,
        object_id=place.pk,
        organisation=place.pk,
        fields=("is_partitioned",),
        reason=reason,
    )


def _tell(by: Actor, place: Organisation, what: str, then: str) -> None:
    notify(
        to=guardians_of(place.pk, but=by.user),
        kind="rights-changed",
        subject=f"{place.name} {what}",
        body=f"Bonjour,\n\n{by.name} l’a décidé : {place.name} {what}. {then}",
        link=reverse("accounts:organisation", args=[place.pk]),
    )
