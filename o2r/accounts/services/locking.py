"""What every change of rights checks, once nobody else can change the same organisation."""

from o2r.accounts.actors import ACCOUNT_MANAGER, Actor
from o2r.accounts.enums import MembershipRole, OrganisationKind, roles_within
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Membership, Organisation, User
from o2r.core.elision import of


def locked(organisation: Organisation) -> Organisation:
    """The organisation, read again and held until the end of the transaction.

    Changes of rights in one organisation follow one another: two managers who act at the same
    moment cannot leave it without any.
    """
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def check_still_manager(by: Actor, organisation: Organisation, *, act: str) -> None:
    """Refuse a manager whose rights ended while this act waited for its turn. Raises NotAllowed."""
    if by.organisation != organisation.pk or not by.has(ACCOUNT_MANAGER):
        return
    if not Membership.objects.managers().filter(user=by.user, organisation=organisation).exists():
        raise NotAllowed(act)


def check_role(role: MembershipRole, organisation: Organisation) -> None:
    """Raises DomainError when the organisation has no such role, or nobody gives it."""
    kind = OrganisationKind(organisation.kind)
    if role not in roles_within(kind) or role == MembershipRole.CANDIDATE:
        raise DomainError(
            f"Le rôle « {role.label} » ne se donne pas dans une organisation de nature "
            f"« {kind.label} ». Choisissez-en un autre."
        )


def check_address(user: User, organisation: Organisation) -> None:
    """Raises DomainError when an address is outside the domains that the organisation admits."""
    if not organisation.admits(user.email):
        raise DomainError(
            f"L’adresse {of(str(user))} n’est pas dans un domaine admis par l’organisation "
            f"({organisation.email_domains}). Demandez-lui de prendre son adresse professionnelle "
            "dans son profil, ou ajoutez ce domaine dans les réglages de l’organisation."
        )


def member(user: User, organisation: Organisation) -> Membership | None:
    """What the person does in the organisation now, if anything."""
    return Membership.objects.current().filter(user=user, organisation=organisation).first()


def belongs(by: Actor, organisation: Organisation) -> bool:
    """Whether the person works, or asks to work, for the organisation, under any of their hats."""
    if by.user is None:
        return False
    return Membership.objects.filter(
        user=by.user, organisation=organisation, ended_at=None
    ).exists()
