"""The first manager of an organisation is approved by another one: a State service, the platform.

In 2025 a hacked account manager was enough to open accounts in all the missions locales: whoever
opens the first door of an organisation must not be of that organisation.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.enums import OrganisationKind as Kind
from o2r.accounts.enums import OrganisationState as State
from o2r.accounts.errors import DomainError
from o2r.accounts.models import COOLING, Invitation, Membership, Organisation
from o2r.accounts.services.invitations import invite
from o2r.accounts.services.locking import belongs, check_address, locked
from o2r.accounts.services.members import Rights
from o2r.accounts.services.registering import create_organisation
from o2r.core import clock
from o2r.core.notifications.services import Recipient, notify

OPEN = "ouvrir une organisation"
STATE_SERVICES = (Kind.PLATFORM, Kind.DREETS, Kind.DGEFP)
NEVER_ASKED = (*STATE_SERVICES, Kind.UNKNOWN)
"""What nobody declares by themselves."""


def kinds_opened_by(by: Actor) -> tuple[Kind, ...]:
    """The kinds of organisations that this person may open: the platform opens State services."""
    refused = (Kind.PLATFORM, Kind.UNKNOWN) if by.has(Role.PLATFORM_MANAGER) else NEVER_ASKED
    return tuple(kind for kind in Kind if kind not in refused)


@transaction.atomic
def open_organisation(
    *, by: Actor, name: str, kind: Kind, siret: str, region: str, email: str
) -> Organisation:
    """Record an organisation and invite its first manager. Raises NotAllowed, DomainError."""
    _check_kind(by, kind)
    made = create_organisation(by=by, name=name, kind=kind, siret=siret, region=region)
    entrust(by=by, organisation=made, email=email)
    return made


@transaction.atomic
def entrust(*, by: Actor, organisation: Organisation, email: str) -> Invitation:
    """Invite the first manager of an organisation that has none; a closed one opens again.

    Raises NotAllowed, DomainError.
    """
    place = locked(organisation)
    _check_approver(by, place)
    _open(by, place)
    return invite(
        by=by, organisation=place, email=email, rights=Rights(Role.MEMBER, manages_accounts=True)
    )


@transaction.atomic
def approve_manager(*, by: Actor, membership: Membership) -> Membership:
    """Make someone who asked for it the first manager of their organisation, and open it.

    A second time changes nothing. Raises NotAllowed, and DomainError when the organisation has a
    manager already or does not admit the domain of the address.
    """
    place = locked(membership.organisation)
    _check_approver(by, place)
    held = Membership.objects.select_related("user").get(pk=membership.pk)
    if held.manages_accounts and held.ended_at is None and not held.asks_to_manage:
        return held
    _check_asks(held)
    if Membership.objects.managers().filter(organisation=place).exists():
        raise DomainError(
            "Cette organisation a déjà un responsable de ses comptes : c’est à lui d’inviter. "
            "Refusez cette demande en le disant."
        )
    check_address(held.user, place)
    now = clock.now()
    _open(by, place)
    held.role = Role.MEMBER
    held.manages_accounts, held.asks_to_manage = True, False
    held.approved_at, held.approved_by_id = now, by.user
    held.personal_data_from = now + COOLING
    held.save()
    written(by, "approve", held, "role")
    notify(
        to=[Recipient(held.user_id, held.user.email)],
        kind="organisation-life",
        subject=f"{place.name} est ouverte",
        body=(
            f"Bonjour,\n\nvotre demande est acceptée par {by.name} : vous gérez désormais les "
            f"comptes de {place.name}. Commencez par ajouter un second facteur, puis invitez un "
            "deuxième responsable : à deux, aucun ne reste bloqué."
        ),
        link=reverse("accounts:home"),
    )
    return held


@transaction.atomic
def refuse_manager(*, by: Actor, membership: Membership, reason: str) -> Membership:
    """Refuse, and say why to who asked. A candidate stays one. Raises NotAllowed, DomainError."""
    place = locked(membership.organisation)
    _check_approver(by, place)
    held = Membership.objects.select_related("user").get(pk=membership.pk)
    _check_asks(held)
    if not reason.strip():
        raise DomainError("Dites pourquoi : la personne doit savoir ce qu’elle peut faire.")
    held.asks_to_manage = False
    if held.approved_at is None:
        held.ended_at = clock.now()
    held.save(update_fields=["asks_to_manage", "ended_at"])
    nobody_left = not Membership.objects.filter(organisation=place, ended_at=None).exists()
    if place.state == State.DECLARED and nobody_left:
        place.state, place.closed_at = State.CLOSED, clock.now()
        place.save(update_fields=["state", "closed_at"])
    written(by, "update", held, "role")
    notify(
        to=[Recipient(held.user_id, held.user.email)],
        kind="organisation-life",
        subject=f"Votre demande pour {place.name}",
        body=(
            f"Bonjour,\n\nvotre demande d’ouverture de {place.name} n’est pas acceptée. Raison "
            f"donnée par {by.name} :\n\n{reason.strip()}\n\nVous pouvez refaire une demande."
        ),
        link=reverse("accounts:home"),
    )
    return held


def _check_approver(by: Actor, place: Organisation) -> None:
    require(by, "approve", place, act=OPEN)
    _check_kind(by, place.kind)
    if belongs(by, place) or by.organisation == place.pk:
        raise DomainError(
            "Vous travaillez pour cette organisation : son premier responsable doit être approuvé "
            "par quelqu’un d’une autre organisation."
        )


def _check_kind(by: Actor, kind: Kind | str) -> None:
    """Whoever opens a State service or the platform team would hold what it holds."""
    if kind not in kinds_opened_by(by):
        raise DomainError(
            f"Une organisation de nature « {Kind(kind).label} » ne s’ouvre pas ainsi. "
            "Adressez-vous à l’équipe de la plateforme."
        )


def _check_asks(held: Membership) -> None:
    if not held.asks_to_manage or held.ended_at is not None:
        raise DomainError("Quelqu’un a déjà répondu à cette demande.")


def _open(by: Actor, place: Organisation) -> None:
    """Open what is not; the organisation that approved stays written either way."""
    place.state = State.OPEN
    place.closed_at = None
    place.approved_by_id, place.approved_at = by.organisation, clock.now()
    try:
        place.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    place.save()
