"""Invitations: a link sent to one mailbox opens one place in one organisation, once."""

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import ACCOUNT_MANAGER, NOBODY, Actor
from o2r.accounts.acts import require, written
from o2r.accounts.enums import InvitationState, MembershipRole
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.guardians import guardians_of
from o2r.accounts.models import (
    COOLING,
    INVITATION_LIFE,
    Invitation,
    Membership,
    Organisation,
    Team,
    User,
)
from o2r.accounts.policy import meets_people
from o2r.accounts.services.links import LinkUseless, SignInFirst, new_secret
from o2r.accounts.services.locking import (
    belongs,
    check_role,
    check_still_manager,
    locked,
)
from o2r.accounts.services.members import Rights
from o2r.accounts.services.registering import create_user
from o2r.accounts.signin.emails import vouch_for_address
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.elision import of
from o2r.core.notifications.services import Recipient, notify, post_mail

INVITE = "inviter quelqu’un"


@transaction.atomic
def invite(
    *,
    by: Actor,
    organisation: Organisation,
    email: str,
    rights: Rights,
    teams: Collection[UUID] = (),
) -> Invitation:
    """Invite the owner of a mailbox into an organisation, for seven days.

    A manager invites into their own organisation; a service of the State or the platform invites
    the first manager of another one, and nobody else. Raises NotAllowed, DomainError.
    """
    if by.user is None or by.organisation is None:
        raise NotAllowed(INVITE)
    place = locked(organisation)
    check_still_manager(by, place, act=INVITE)
    secret, digest = new_secret()
    made = Invitation(
        organisation=place,
        email=email.strip().lower(),
        role=rights.role,
        manages_accounts=rights.manages_accounts,
        is_dpo=rights.is_dpo,
        invited_by_id=by.user,
        on_behalf_of_id=by.organisation,
        token_hash=digest,
        expires_at=clock.now() + INVITATION_LIFE,
    )
    require(by, "create", made, act=INVITE)
    _check_inviter(by, place, rights)
    check_role(rights.role, place)
    _check_mailbox(made)
    _forget_expired(made)
    try:
        made.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    made.save()
    made.teams.set(Team.objects.filter(organisation=place, pk__in=teams).order_by("pk"))
    written(by, "create", made, "contact", "role")
    _send(made, secret)
    _tell_sent(by, made)
    return made


def _check_inviter(by: Actor, place: Organisation, rights: Rights) -> None:
    if by.organisation == place.pk:
        if not by.has(ACCOUNT_MANAGER):
            raise DomainError(
                "Dans votre propre organisation, c’est à la personne qui gère les comptes "
                "d’inviter. Demandez-le-lui."
            )
        return
    require(by, "approve", place, act=INVITE)
    if belongs(by, place):
        raise DomainError(
            "Vous travaillez aussi pour cette organisation : le premier responsable de ses comptes "
            "doit être invité par quelqu’un d’autre."
        )
    has_manager = Membership.objects.managers().filter(organisation=place).exists()
    if has_manager or not rights.manages_accounts:
        raise DomainError(
            "Cette organisation a déjà un responsable de ses comptes : c’est à lui d’inviter."
        )


def _check_mailbox(made: Invitation) -> None:
    if not made.organisation.is_open:
        raise DomainError("Cette organisation n’est pas ouverte : personne ne peut y être invité.")
    if not made.organisation.admits(made.email):
        raise DomainError(
            f"L’adresse {made.email} n’est pas dans un domaine admis par l’organisation "
            f"({made.organisation.email_domains}). Prenez l’adresse professionnelle de la "
            "personne, ou ajoutez ce domaine dans les réglages de l’organisation."
        )
    present = Membership.objects.current().filter(
        user__email=made.email, organisation=made.organisation
    )
    if present.exclude(role=MembershipRole.CANDIDATE).exists():
        raise DomainError(
            f"{made.email} fait déjà partie de l’organisation. Changez son rôle plutôt que de "
            "l’inviter."
        )


def _forget_expired(made: Invitation) -> None:
    Invitation.objects.filter(
        organisation=made.organisation,
        email__iexact=made.email,
        state=InvitationState.PENDING,
        expires_at__lte=clock.now(),
    ).update(state=InvitationState.WITHDRAWN)


def _send(invitation: Invitation, secret: str) -> None:
    path = reverse("accounts:invitation_link", args=[secret])
    post_mail(
        to=invitation.email,
        subject=f"Invitation à rejoindre {invitation.organisation.name} sur {settings.SITE_NAME}",
        body=(
            f"Bonjour,\n\n{invitation.invited_by.display_name} ({invitation.on_behalf_of.name}) "
            f"vous invite à rejoindre {invitation.organisation.name} sur {settings.SITE_NAME}.\n\n"
            f"Ouvrez ce lien, valable sept jours, pour vous seul :\n\n"
            f"{settings.PUBLIC_URL}{path}\n\nSi vous n’attendiez pas cette invitation, ne faites "
            f"rien, et signalez-la à {settings.CONTACT_EMAIL}."
        ),
    )


def _tell_sent(by: Actor, invitation: Invitation) -> None:
    """Tell the others who answer for the organisation, while the door can still be closed."""
    place = invitation.organisation
    notify(
        to=guardians_of(place.pk, but=by.user),
        kind="new-account",
        subject=f"Une invitation à rejoindre {place.name} est partie",
        body=(
            f"Bonjour,\n\n{by.name} invite {invitation.email} à rejoindre {place.name}, dans le "
            f"rôle « {invitation.get_role_display()} ». Le lien vaut sept jours.\n\nSi vous "
            "n’attendiez pas cette personne, faites retirer l’invitation tout de suite et appelez "
            "qui l’a envoyée."
        ),
        link=reverse("accounts:invitations"),
    )


@transaction.atomic
def resend(*, by: Actor, invitation: Invitation) -> Invitation:
    """Send a new link, for seven days; the former one dies. Raises NotAllowed, DomainError."""
    place = locked(invitation.organisation)
    check_still_manager(by, place, act=INVITE)
    held = _pending(invitation)
    require(by, "create", held, act=INVITE)
    rights = Rights(MembershipRole(held.role), held.manages_accounts, held.is_dpo)
    _check_inviter(by, place, rights)
    _check_mailbox(held)
    secret, held.token_hash = new_secret()
    held.expires_at = clock.now() + INVITATION_LIFE
    held.save(update_fields=["token_hash", "expires_at"])
    written(by, "update", held, "contact")
    _send(held, secret)
    _tell_sent(by, held)
    return held


@transaction.atomic
def withdraw(*, by: Actor, invitation: Invitation) -> Invitation:
    """Close the door of an invitation that nobody has accepted. Raises NotAllowed, DomainError."""
    held = _pending(invitation)
    require(by, "delete", held, act="retirer une invitation")
    held.state = InvitationState.WITHDRAWN
    held.save(update_fields=["state"])
    written(by, "delete", held, "contact")
    return held


def _pending(invitation: Invitation) -> Invitation:
    held = Invitation.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "organisation", "invited_by", "on_behalf_of"
    )
    found = held.get(pk=invitation.pk)
    if found.state != InvitationState.PENDING:
        raise DomainError(
            f"Cette invitation est déjà {found.get_state_display()}. Faites-en une nouvelle si "
            "besoin."
        )
    return found


@errand("invitation-link")
def invitation_behind(digest: str) -> Invitation:
    """The invitation that a link opens. Raises LinkUseless, the same whatever the cause."""
    usable = Invitation.objects.usable().select_related("organisation", "invited_by")
    found = usable.filter(token_hash=digest).first()
    if found is None or not found.organisation.is_open:
        raise LinkUseless
    if not found.organisation.admits(found.email):
        # The domains have changed since the link was sent.
        raise LinkUseless
    return found


@transaction.atomic
@errand("invitation-link")
def accept(
    *, by: Actor, digest: str, display_name: str = "", password: str | None = None
) -> Membership:
    """Take the place that an invitation opens.

    A new person gives a name and a password. Whoever has an account must be signed in with it. No
    personal data for 24 hours; the managers and the data protection officer are told at once.
    Raises LinkUseless, SignInFirst, and DomainError for a weak password.
    """
    found = invitation_behind(digest)
    place = locked(found.organisation)
    # Read again and held: it may be withdrawn at this very moment.
    invitation = _pending_behind(digest)
    _check_still_meant(invitation, place)
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        user = create_user(
            by=NOBODY, email=invitation.email, display_name=display_name, password=password or ""
        )
        vouch_for_address(user=user)
    elif not user.is_active:
        raise LinkUseless
    elif by.user != user.pk:
        raise SignInFirst(user.email)
    if _works_there(user, place):
        raise DomainError(
            f"Vous faites déjà partie de {place.name}. Un changement de rôle se demande à la "
            "personne qui gère les comptes : personne n’augmente ses propres droits par un lien."
        )
    invitation.state = InvitationState.ACCEPTED
    invitation.save(update_fields=["state"])
    membership = _join(user, invitation)
    written(actor_for(user), "accept", invitation, "contact", "role")
    _tell_guardians(place, membership, invitation)
    return membership


def _pending_behind(digest: str) -> Invitation:
    found = invitation_behind(digest)
    try:
        return _pending(found)
    except DomainError as error:
        raise LinkUseless from error


def _check_still_meant(invitation: Invitation, place: Organisation) -> None:
    """An invitation from elsewhere opens to one first manager, while who sent it may still do so.

    Raises LinkUseless.
    """
    if invitation.on_behalf_of_id == place.pk:
        return
    has_manager = Membership.objects.managers().filter(organisation=place).exists()
    inviter = Membership.objects.current().filter(
        user=invitation.invited_by_id, organisation=invitation.on_behalf_of_id
    )
    if has_manager or not inviter.exists():
        raise LinkUseless


def _works_there(user: User, place: Organisation) -> bool:
    rows = Membership.objects.current().filter(user=user, organisation=place)
    return rows.exclude(role=MembershipRole.CANDIDATE).exists()


def _join(user: User, invitation: Invitation) -> Membership:
    now = clock.now()
    held = Membership.objects.filter(
        user=user, organisation=invitation.organisation, ended_at=None
    ).first()
    knew_people = held is not None and held.approved_at is not None and meets_people(held.role)
    joined = held or Membership(user=user, organisation=invitation.organisation)
    joined.role = invitation.role
    joined.manages_accounts = invitation.manages_accounts
    joined.is_dpo = invitation.is_dpo
    joined.asks_to_manage = False
    joined.approved_at = now
    joined.approved_by = invitation.invited_by
    if not knew_people:
        joined.personal_data_from = now + COOLING
    joined.save()
    joined.teams.set(invitation.teams.order_by("pk"))
    return joined


def _tell_guardians(place: Organisation, joined: Membership, invitation: Invitation) -> None:
    inviter = invitation.invited_by
    told = [*guardians_of(place.pk), Recipient(inviter.pk, inviter.email)]
    notify(
        to=[person for person in told if person.user != joined.user_id],
        kind="new-account",
        subject=f"{joined.user} rejoint {place.name}",
        body=(
            f"Bonjour,\n\n{joined.user} ({joined.user.email}) a accepté l’invitation "
            f"{of(str(inviter))} et rejoint {place.name}, dans le rôle "
            f"« {joined.get_role_display()} ».\n\nPendant 24 heures, ce compte ne montre aucune "
            "donnée personnelle. Si vous ne connaissez pas cette personne, mettez fin à son accès "
            "tout de suite."
        ),
        link=reverse("accounts:people"),
    )
