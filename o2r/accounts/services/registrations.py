"""Registering without an invitation: nothing exists until the mailbox has answered."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from o2r.accounts import declarations
from o2r.accounts.acting import actor_for
from o2r.accounts.actors import NOBODY, Actor, system
from o2r.accounts.acts import require_kind, written
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.enums import OrganisationKind, OrganisationState, RegistrationPurpose
from o2r.accounts.errors import DomainError
from o2r.accounts.guardians import guardians_of, openers_of, recipients
from o2r.accounts.models import (
    COOLING,
    REGISTRATION_LIFE,
    Membership,
    Organisation,
    Registration,
    User,
)
from o2r.accounts.services.first_managers import NEVER_ASKED, STATE_SERVICES
from o2r.accounts.services.links import LinkUseless, SignInFirst, new_secret
from o2r.accounts.services.locking import locked
from o2r.accounts.services.registering import create_organisation, create_user
from o2r.accounts.signin.emails import vouch_for_address
from o2r.core import clock
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify, post_mail

REGISTRAR = system("registration")
"""Writes down the organisation that someone declares: it gives nobody any right."""


@transaction.atomic
def register(
    *,
    by: Actor,
    purpose: RegistrationPurpose,
    email: str,
    display_name: str,
    organisation_name: str,
    siret: str,
    kind: OrganisationKind,
    region: str = "",
) -> Registration:
    """Keep what someone typed and send a link to their mailbox, whether or not it has an account.

    A second request of the same mailbox replaces the first. Raises DomainError.
    """
    require_kind(by, "create", "account", act="vous inscrire")
    if kind in NEVER_ASKED:
        raise DomainError("Un service de l’État est ouvert par l’équipe de la plateforme.")
    secret, digest = new_secret()
    address = email.strip().lower()
    Registration.objects.filter(email=address, purpose=purpose).delete()
    made = Registration(
        purpose=purpose,
        email=address,
        display_name=" ".join(display_name.split()),
        organisation_name=" ".join(organisation_name.split()),
        siret=siret,
        kind=kind,
        region=region,
        declaration=declarations.TEXTS[purpose],
        token_hash=digest,
        expires_at=clock.now() + REGISTRATION_LIFE,
    )
    try:
        made.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    made.save()
    path = reverse("accounts:registration_link", args=[secret])
    post_mail(
        to=address,
        subject=f"Votre inscription sur {settings.SITE_NAME}",
        body=(
            f"Bonjour,\n\nquelqu’un a demandé à {purpose.label} avec cette adresse, au nom de "
            f"{made.organisation_name}.\n\nSi c’est vous, ouvrez ce lien, valable deux jours :\n\n"
            f"{settings.PUBLIC_URL}{path}\n\nSinon, ne faites rien : rien ne sera créé."
        ),
    )
    return made


def registration_behind(digest: str) -> Registration:
    """The registration that a link confirms. Raises LinkUseless, the same whatever the cause."""
    found = Registration.objects.filter(token_hash=digest, expires_at__gt=clock.now()).first()
    if found is None:
        raise LinkUseless
    return found


@transaction.atomic
def confirm(*, by: Actor, digest: str, password: str | None = None) -> User:
    """Do what was asked, now that the mailbox has answered; returns whose account it is.

    Whoever has an account must be signed in with it; a new person gives a password. Raises
    LinkUseless, SignInFirst, and DomainError for a weak password.
    """
    rows = Registration.objects.select_for_update(no_key=True)
    asked = rows.filter(token_hash=digest, expires_at__gt=clock.now()).first()
    if asked is None:
        raise LinkUseless
    user = User.objects.filter(email=asked.email).first()
    if user is None:
        user = create_user(
            by=NOBODY, email=asked.email, display_name=asked.display_name, password=password or ""
        )
        vouch_for_address(user=user)
    elif not user.is_active:
        raise LinkUseless
    elif by.user != user.pk:
        raise SignInFirst(user.email)
    place = locked(_organisation(asked))
    if asked.purpose == RegistrationPurpose.CANDIDATE:
        _apply(user, place, asked)
    else:
        _ask_to_open(user, place, asked)
    asked.delete()
    return user


def _organisation(asked: Registration) -> Organisation:
    """The organisation of this SIRET, known already or declared now. It gains no right by it.

    Raises DomainError for a service of the State, which nobody joins by themselves.
    """
    known = Organisation.objects.known_as("", asked.siret, is_example=False).first()
    if known is not None and known.kind in STATE_SERVICES:
        raise DomainError(
            f"{known.name} n’accueille personne par cette page. Demandez une invitation à un "
            f"collègue, ou écrivez à {settings.CONTACT_EMAIL}."
        )
    return known or create_organisation(
        by=REGISTRAR,
        name=asked.organisation_name,
        kind=OrganisationKind(asked.kind),
        siret=asked.siret,
        region=asked.region,
        state=OrganisationState.DECLARED,
    )


def _joined(user: User, place: Organisation) -> Membership | None:
    return Membership.objects.filter(user=user, organisation=place, ended_at=None).first()


def _apply(user: User, place: Organisation, asked: Registration) -> None:
    """Make the person a candidate for an organisation that nobody here answers for yet.

    A SIRET is public: where somebody already acts, what they write and sign is shown to nobody who
    only typed its number. They are told, and let their colleague in by an invitation.
    """
    if place.state == OrganisationState.CLOSED:
        raise DomainError(
            f"{place.name} est fermée sur la plateforme. Écrivez à {settings.CONTACT_EMAIL} pour "
            "la faire rouvrir."
        )
    held = _joined(user, place)
    if held is None:
        now = clock.now()
        there = recipients(Membership.objects.current().filter(organisation=place))
        held = Membership(
            user=user,
            organisation=place,
            role=Role.CANDIDATE,
            approved_at=None if there else now,
            personal_data_from=now + COOLING,
        )
        if guardians := guardians_of(place.pk):
            _tell(user, place, guardians, "s’est inscrit pour répondre à un appel à projets")
        else:
            _tell_without_a_name(place, there)
    _declare(held, asked)
    written(actor_for(user), "create", held, "role")


def _ask_to_open(user: User, place: Organisation, asked: Registration) -> None:
    """Ask another organisation to approve the person as the first manager of theirs."""
    if Membership.objects.managers().filter(organisation=place).exists():
        _tell(user, place, guardians_of(place.pk), "demande à rejoindre votre organisation")
        return
    held = _joined(user, place) or Membership(user=user, organisation=place, role=Role.MEMBER)
    held.asks_to_manage = True
    _declare(held, asked)
    place.asked_to_open_at = clock.now()
    if place.state == OrganisationState.DECLARED:
        # One that is known keeps the region that someone answers for.
        place.region = place.region or asked.region
    place.save(update_fields=["asked_to_open_at", "region"])
    written(actor_for(user), "create", held, "role")
    notify(
        to=openers_of(place),
        kind="organisation-life",
        subject=f"{place.name} demande à ouvrir",
        body=(
            f"Bonjour,\n\n{user} ({user.email}) demande à gérer les comptes de {place.name}. "
            "Vérifiez la demande auprès de l’organisation, par un numéro que vous connaissez, "
            "avant de l’approuver."
        ),
        link=reverse("accounts:entrust", args=[place.pk]),
    )


def _declare(held: Membership, asked: Registration) -> None:
    held.declaration, held.declared_at = asked.declaration, asked.created_at
    held.save()


def _tell_without_a_name(place: Organisation, there: list[Recipient]) -> None:
    """Nobody has verified those who are there either: they do not learn who comes."""
    notify(
        to=there,
        kind="new-account",
        subject=f"Une inscription au nom de {place.name}",
        body=(
            f"Bonjour,\n\nquelqu’un vient de s’inscrire au nom de {place.name}. Cela ne lui donne "
            "aucun accès à ce que vous écrivez.\n\nSi c’est un collègue, demandez ensemble "
            "l’ouverture de l’organisation (page « S’inscrire ») : qui gère ses comptes pourra "
            "l’inviter. Sinon, il n’y a rien à faire."
        ),
        link=reverse("accounts:register_organisation"),
    )


def _tell(user: User, place: Organisation, to: list[Recipient], what: str) -> None:
    notify(
        to=to,
        kind="new-account",
        subject=f"{user} et {place.name}",
        body=(
            f"Bonjour,\n\n{user} ({user.email}) {what}, au nom de {place.name}. Cela ne lui donne "
            "aucun accès à ce que fait l’organisation.\n\nSi cette personne travaille avec vous, "
            "invitez-la. Si vous ne la connaissez pas, prévenez l’équipe de la plateforme."
        ),
        link=reverse("accounts:people"),
    )
