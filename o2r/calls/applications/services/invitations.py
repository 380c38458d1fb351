"""Asking a body to join a consortium: a secret link, sent to one mailbox, for twenty-one days."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require_kind, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.accounts.services.links import LinkUseless, digest_of, new_secret
from o2r.calls.applications.deadlines import edge_in_words
from o2r.calls.applications.models import Member, MemberInvitation
from o2r.calls.applications.models.members import INVITATION_LIFE
from o2r.calls.applications.services.guarding import editable, lead_only, refuse_closed, touched
from o2r.calls.applications.services.telling import tell_joined
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.notifications.services import post_mail

JOIN = "rejoindre ce consortium"
__all__ = [
    "accept_member",
    "digest_of",
    "invitation_behind",
    "invite_member",
    "withdraw_invitation",
]


@transaction.atomic
def invite_member(*, by: Actor, member: Member, email: str) -> MemberInvitation:
    """Send the link of a member to a mailbox; the former links of this member die.

    Raises NotAllowed, ApplicationClosed, DomainError for who is not the chef de file, a member who
    has joined, or an address that is not one.
    """
    held = editable(by, member.application)
    lead_only(by, held, act="inviter un membre")
    row = held.members.get(pk=member.pk)
    if row.organisation_id is not None:
        raise DomainError(f"{row.name} a déjà rejoint la candidature.")
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise DomainError(
            "Cette adresse électronique n’en est pas une. Vérifiez-la : elle recevra le lien."
        ) from error
    now = clock.now()
    _close(row, now)
    secret, digest = new_secret()
    made = MemberInvitation.objects.create(
        member=row,
        email=address,
        token_digest=digest,
        sent_at=now,
        sent_by_id=by.user,
        expires_at=now + INVITATION_LIFE,
    )
    if not row.contact_email:
        row.contact_email = address
        row.save(update_fields=["contact_email"])
    touched(held)
    written(by, "update", held, "contacts")
    _send(by, made, secret)
    return made


def _close(member: Member, now: datetime) -> None:
    member.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)


def _send(by: Actor, made: MemberInvitation, secret: str) -> None:
    application = made.member.application
    lead = application.members.filter(is_lead=True).first()
    path = reverse("applications:invitation_link", args=[secret])
    title = f"« {application.title} »" if application.title else "une candidature"
    post_mail(
        to=made.email,
        subject=f"Invitation à rejoindre un consortium sur {settings.SITE_NAME}",
        body=(
            f"Bonjour,\n\n{lead.name if lead else by.name} vous propose de rejoindre {title}, en "
            f"réponse à l’appel « {application.call.title} », au nom de {made.member.name}.\n\n"
            f"L’appel se clôt le {edge_in_words(application.call.closes)}.\n\nOuvrez ce lien, "
            f"valable vingt et un jours :\n\n{settings.PUBLIC_URL}{path}\n\nSi votre organisation "
            "n’a pas encore de compte, la page vous dira comment vous inscrire ; ouvrez ensuite ce "
            f"lien de nouveau.\n\nSi vous n’attendiez pas ce message, ne faites rien, et "
            f"signalez-le à {settings.CONTACT_EMAIL}."
        ),
    )


@transaction.atomic
def withdraw_invitation(*, by: Actor, member: Member) -> Member:
    """Close the links of a member that nobody has used. Raises as ``invite_member`` does."""
    held = editable(by, member.application)
    lead_only(by, held, act="retirer une invitation")
    _close(member, clock.now())
    written(by, "update", held, "contacts")
    return member


@errand("consortium-invitation")
def invitation_behind(digest: str) -> MemberInvitation:
    """The invitation that a link opens. Raises LinkUseless, the same whatever the cause."""
    rows = MemberInvitation.objects.pending(clock.now()).select_related(
        "member__application__call", "sent_by"
    )
    found = rows.filter(token_digest=digest).first()
    if found is None or not found.member.application.is_draft:
        raise LinkUseless
    return found


@transaction.atomic
@errand("consortium-invitation")
def accept_member(*, by: Actor, digest: str) -> Member:
    """Join a consortium for the organisation one acts for.

    Raises LinkUseless, NotAllowed for who acts for none, ApplicationClosed once the call has
    closed, DomainError for an organisation that is already in.
    """
    require_kind(by, "create", "application", act=JOIN)
    if by.organisation is None:
        raise NotAllowed(JOIN)
    found = invitation_behind(digest)
    rows = MemberInvitation.objects.select_for_update(no_key=True, of=("self",))
    held = rows.pending(clock.now()).filter(pk=found.pk).first()
    if held is None:
        raise LinkUseless
    member = Member.objects.select_related("application__call").get(pk=found.member_id)
    refuse_closed(member.application)
    place = Organisation.objects.get(pk=by.organisation)
    _take_place(member, place)
    held.accepted_at = clock.now()
    held.accepted_by_id = by.user
    held.save(update_fields=["accepted_at", "accepted_by"])
    touched(member.application)
    written(by, "accept", member.application, "summary", "contacts")
    tell_joined(member, by)
    return member


def _take_place(member: Member, place: Organisation) -> None:
    """The body is who says it is: its own name and SIRET replace what the chef de file typed."""
    others = member.application.members.exclude(pk=member.pk)
    twice = others.filter(organisation=place).exists()
    if twice or (place.siret and others.filter(siret=place.siret).exists()):
        raise DomainError(f"{place.name} est déjà membre de ce consortium.")
    member.organisation = place
    member.name = place.legal_name or place.name
    member.siret = place.siret or member.siret
    member.save(update_fields=["organisation", "name", "siret"])
