"""Opening accounts and organisations: the acts that all the others stand on."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.accounts.actors import CONSOLE, Actor
from o2r.accounts.acts import require_kind, written
from o2r.accounts.enums import MembershipRole, OrganisationKind, OrganisationState, roles_within
from o2r.accounts.errors import DomainError
from o2r.accounts.models import COOLING, Membership, Organisation, User
from o2r.core import clock


@transaction.atomic
def create_user(
    *,
    by: Actor,
    email: str,
    display_name: str,
    password: str | None,
    is_example: bool = False,
) -> User:
    """Open an account. Without a password nobody can sign in with one.

    Raises DomainError when the address is taken or unreadable, or the password too weak.
    """
    require_kind(by, "create", "account", act="ouvrir un compte")
    user = User(email=email, display_name=display_name, is_example=is_example)
    try:
        if password is None:
            user.set_unusable_password()
        else:
            validate_password(password, user)
            user.set_password(password)
        user.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    user.save()
    return user


@transaction.atomic
def create_organisation(
    *,
    by: Actor,
    name: str,
    kind: OrganisationKind,
    siret: str = "",
    legal_name: str = "",
    website: str = "",
    mailbox: str = "",
    region: str = "",
    state: OrganisationState = OrganisationState.OPEN,
    is_example: bool = False,
) -> Organisation:
    """Record an organisation. Raises DomainError when a field or the SIRET is wrong or taken."""
    require_kind(by, "create", "organisation", act="enregistrer une organisation")
    organisation = Organisation(
        name=name,
        kind=kind,
        siret=siret,
        legal_name=legal_name,
        website=website,
        mailbox=mailbox,
        region=region,
        state=state,
        is_example=is_example,
    )
    try:
        organisation.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    organisation.save()
    return organisation


@transaction.atomic
def join_organisation(
    *,
    by: Actor,
    user: User,
    organisation: Organisation,
    role: MembershipRole,
    manages_accounts: bool = False,
    is_dpo: bool = False,
    settled: bool = False,
) -> Membership:
    """Make ``user`` a member of ``organisation``; a second time only changes what they may do.

    Personal data open 24 hours later, unless ``settled``, which the console and the demonstration
    alone may ask. Raises DomainError when the organisation has no such role.
    """
    act = "changer les droits de quelqu’un"
    require_kind(by, "approve", "membership", act=act)
    if settled:
        require_kind(by, "settle", "membership", act=act)
    if role not in roles_within(OrganisationKind(organisation.kind)):
        raise DomainError(
            f"Le rôle « {role.label} » n’existe pas dans une organisation de nature "
            f"« {organisation.get_kind_display()} ». Choisissez-en un autre."
        )
    now = clock.now()
    membership, _ = Membership.objects.update_or_create(
        user=user,
        organisation=organisation,
        ended_at=None,
        defaults={"role": role, "manages_accounts": manages_accounts, "is_dpo": is_dpo},
        create_defaults={
            "role": role,
            "manages_accounts": manages_accounts,
            "is_dpo": is_dpo,
            "approved_at": now,
            "approved_by_id": by.user,
            "personal_data_from": now if settled else now + COOLING,
        },
    )
    written(by, "approve", membership, "role")
    return membership


def platform_team() -> Organisation:
    """The organisation of who runs this instance, created the first time it is asked."""
    real = Organisation.objects.filter(kind=OrganisationKind.PLATFORM, is_example=False)
    return real.first() or create_organisation(
        by=CONSOLE, name="Équipe de la plateforme", kind=OrganisationKind.PLATFORM
    )
