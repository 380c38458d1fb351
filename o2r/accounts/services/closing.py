"""Settings of an organisation, and its closing: people leave at once, their work remains."""

from dataclasses import dataclass
from zoneinfo import available_timezones

from django.db import transaction
from django.urls import reverse

from o2r.accounts import caseload
from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.enums import InvitationState, OrganisationKind, OrganisationState
from o2r.accounts.errors import DomainError
from o2r.accounts.guardians import guardians_of, openers_of, recipients
from o2r.accounts.models import Invitation, Membership, Organisation
from o2r.accounts.services.locking import check_still_manager, locked
from o2r.accounts.services.members import leave
from o2r.core import clock
from o2r.core.journal.services import record
from o2r.core.notifications.services import notify

CLOSE = "fermer une organisation"
SET = "changer les réglages d’une organisation"


@dataclass(frozen=True)
class Following:
    """Someone who still follows something, in words."""

    name: str
    what: str


def still_followed(organisation: Organisation) -> list[Following]:
    """Who must pass on their caseload before the organisation closes."""
    rows = Membership.objects.current().filter(organisation=organisation).select_related("user")
    held = [(row.user, caseload.held_by(row.user, organisation.pk)) for row in rows]
    return [Following(str(user), caseload.in_words(found)) for user, found in held if found]


@transaction.atomic
def set_organisation(
    *, by: Actor, organisation: Organisation, email_domains: str, time_zone: str
) -> Organisation:
    """Choose the e-mail domains that the organisation admits, and the local time.

    The others who answer for the organisation are told of the domains. Raises NotAllowed, and
    DomainError for a domain or a time zone that is not one.
    """
    place = locked(organisation)
    check_still_manager(by, place, act=SET)
    require(by, "update", place, act=SET)
    domains = sorted({word.lower().lstrip("@") for word in email_domains.split()})
    wrong = [domain for domain in domains if "." not in domain or "@" in domain]
    if wrong:
        raise DomainError(
            f"« {wrong[0]} » n’est pas un domaine de messagerie. Écrivez ce qui suit l’arobase, "
            "par exemple « association.fr », et séparez les domaines par des espaces."
        )
    if time_zone not in available_timezones():
        raise DomainError("Ce fuseau horaire n’existe pas. Choisissez-le dans la liste.")
    former = place.email_domains
    place.email_domains, place.time_zone = " ".join(domains), time_zone
    place.save(update_fields=["email_domains", "time_zone"])
    changed = former != place.email_domains
    record(
        by=by.author,
        action="update",
        kind=place.access_kind,
        object_id=place.pk,
        organisation=place.pk,
        fields=("email_domains", "time_zone") if changed else ("time_zone",),
    )
    if changed:
        _tell_domains(by, place)
    return place


def _tell_domains(by: Actor, place: Organisation) -> None:
    admitted = place.email_domains or "toutes les adresses"
    notify(
        to=guardians_of(place.pk, but=by.user),
        kind="rights-changed",
        subject=f"Adresses admises par {place.name}",
        body=(
            f"Bonjour,\n\n{by.name} a changé les domaines de messagerie admis par {place.name}. "
            f"Sont admis désormais : {admitted}.\n\nUne personne invitée, ou à qui l’on donne des "
            "droits, doit avoir une adresse dans un de ces domaines. Si ce changement vous "
            "surprend, appelez cette personne, et prévenez l’équipe de la plateforme."
        ),
        link=reverse("accounts:organisation", args=[place.pk]),
    )


@transaction.atomic
def close_organisation(*, by: Actor, organisation: Organisation) -> Organisation:
    """Close an organisation: everyone leaves at their next request, open invitations die.

    Nothing that people wrote is erased. Only another organisation opens it again. Raises
    NotAllowed, and DomainError while someone follows someone.
    """
    place = locked(organisation)
    check_still_manager(by, place, act=CLOSE)
    require(by, "update", place, act=CLOSE)
    if place.state == OrganisationState.CLOSED:
        return place
    if place.kind == OrganisationKind.PLATFORM:
        raise DomainError("L’équipe de la plateforme ne se ferme pas : plus rien ne marcherait.")
    if followed := still_followed(place):
        raise DomainError(
            f"{followed[0].name} suit encore {followed[0].what}. Transmettez d’abord les files "
            "actives à un collègue, ou fermez les dossiers."
        )
    held = Membership.objects.filter(organisation=place, ended_at=None).select_related("user")
    people = list(held.order_by("pk"))
    told = [*recipients(people), *openers_of(place)]
    Invitation.objects.filter(organisation=place, state=InvitationState.PENDING).update(
        state=InvitationState.WITHDRAWN
    )
    place.state, place.closed_at = OrganisationState.CLOSED, clock.now()
    place.save(update_fields=["state", "closed_at"])
    for membership in people:
        leave(membership)
        written(by, "delete", membership, "role")
    notify(
        to=told,
        kind="organisation-life",
        subject=f"{place.name} est fermée",
        body=(
            f"Bonjour,\n\n{by.name} a fermé {place.name} sur la plateforme. Plus personne n’y agit "
            "pour cette organisation. Ce qui a été écrit est gardé le temps prévu, puis effacé."
            "\n\nPour la rouvrir, adressez-vous à la DREETS de votre région ou à l’équipe de la "
            "plateforme."
        ),
        link=reverse("accounts:home"),
    )
    return place
