"""Acts on accounts and organisations: one function per act, the actor first."""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.accounts import demo
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.errors import DemonstrationOnly, DomainError, NotAllowed
from o2r.accounts.models import Membership, Organisation, User


def _may_manage(by: User | None) -> None:
    # None is the person at the server's console, who already holds the database.
    if by is not None and not by.is_instance_manager:
        raise NotAllowed("gérer les comptes")


@transaction.atomic
def create_user(
    *,
    by: User | None,
    email: str,
    display_name: str,
    password: str | None,
    is_instance_manager: bool = False,
    is_example: bool = False,
) -> User:
    """Open an account. Without a password nobody can sign in with one.

    Raises DomainError when the address is taken or unreadable, or the password too weak.
    """
    _may_manage(by)
    user = User(
        email=email,
        display_name=display_name,
        is_instance_manager=is_instance_manager,
        is_example=is_example,
    )
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
    by: User | None,
    name: str,
    kind: OrganisationKind,
    siret: str = "",
    legal_name: str = "",
    website: str = "",
    mailbox: str = "",
    is_example: bool = False,
) -> Organisation:
    """Record an organisation. Raises DomainError when a field or the SIRET is wrong or taken."""
    _may_manage(by)
    organisation = Organisation(
        name=name,
        kind=kind,
        siret=siret,
        legal_name=legal_name,
        website=website,
        mailbox=mailbox,
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
    *, by: User | None, user: User, organisation: Organisation, role: MembershipRole
) -> Membership:
    """Make ``user`` a member of ``organisation``; a second time only changes the role."""
    _may_manage(by)
    membership, _ = Membership.objects.update_or_create(
        user=user, organisation=organisation, defaults={"role": role}
    )
    return membership


@transaction.atomic
def create_demo_accounts(*, by: User | None) -> list[User]:
    """Create the invented people of a demonstration and their organisations, once.

    They have no password: the sign-in page opens them with a button, in a demonstration only.
    Raises DemonstrationOnly elsewhere.
    """
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    _may_manage(by)
    users = []
    for person in demo.ACCOUNTS:
        user = User.objects.filter(email=person.email).first() or create_user(
            by=by,
            email=person.email,
            display_name=person.name,
            password=None,
            is_instance_manager=person.is_instance_manager,
            is_example=True,
        )
        users.append(user)
        if person.organisation is None:
            continue
        organisation = Organisation.objects.known_as(
            person.organisation, "", is_example=True
        ).first() or create_organisation(
            by=by,
            name=person.organisation,
            kind=demo.ORGANISATIONS[person.organisation],
            is_example=True,
        )
        join_organisation(by=by, user=user, organisation=organisation, role=person.membership_role)
    return users
