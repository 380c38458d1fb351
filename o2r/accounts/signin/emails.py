"""The address of an account: proved by a link before it counts."""

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.db import transaction
from django.http import HttpRequest

from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Membership, Organisation, User
from o2r.accounts.signin import mails
from o2r.accounts.signin.adapters import AccountAdapter
from o2r.accounts.signin.enums import Event, TryKind
from o2r.accounts.signin.events import announce
from o2r.accounts.signin.lockout import reserve


class LinkDead(DomainError):
    """The link of a mail no longer serves."""

    def __init__(self) -> None:
        super().__init__(
            "Ce lien ne sert plus : il a déjà été ouvert, ou il est trop ancien. Demandez-en un "
            "autre."
        )


class AddressNotAdmitted(DomainError):
    """An organisation of the person does not admit the domain of the new address.

    The domain alone is judged, before anything is looked up: the sentence says nothing of whose
    address it is.
    """

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(
            f"{organisation.name}, pour qui vous travaillez, n’admet que les adresses de ces "
            f"domaines : {organisation.email_domains}. Choisissez une adresse professionnelle "
            "d’un de ces domaines, ou demandez à qui gère les comptes d’en ajouter un.",
        )


@transaction.atomic
def vouch_for_address(*, user: User) -> EmailAddress:
    """Note that the mailbox of ``user`` is theirs: they came by a link sent there.

    To be called when an invitation is accepted, when a registration is confirmed, or for an account
    opened at the console of the server.
    """
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    address, _ = EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return address


@transaction.atomic
def ask_new_address(*, by: User, address: str, request: HttpRequest) -> None:
    """Send a link to the new address of ``by``; nothing changes until it is opened.

    Someone else's address gets the same answer: its holder is told instead. Raises TooManyTries,
    and AddressNotAdmitted for a domain that an organisation of the person does not admit.
    """
    wanted = address.strip().lower()
    reserve(TryKind.MAIL, str(by.pk), request)
    refusing = _refusing(wanted, by)
    if refusing is not None:
        raise AddressNotAdmitted(refusing)
    EmailAddress.objects.filter(user=by, verified=False).delete()
    if wanted == by.email:
        return
    # Awaited in both cases: the security page must not say which addresses have an account.
    row = EmailAddress.objects.create(user=by, email=wanted)
    if _is_taken(wanted, by):
        mails.tell_address_taken(to=wanted)
    else:
        AccountAdapter(request).send_confirmation_mail(request, EmailConfirmationHMAC(row), False)


def awaited_address(user: User) -> str:
    """The new address that its owner has not confirmed yet, or nothing. One query."""
    row = EmailAddress.objects.filter(user=user, verified=False).order_by("pk").first()
    return row.email if row and row.email != user.email else ""


def address_behind(key: str) -> EmailAddress:
    """The address that a link proves. Raises LinkDead."""
    found = EmailConfirmationHMAC.from_key(key)
    if found is None:
        raise LinkDead
    return found.email_address


@transaction.atomic
def confirm_address(*, key: str, request: HttpRequest) -> User:
    """Make the address of a link that of its account, and forget the former one. Raises LinkDead.

    The former mailbox is told: if the change is not its owner's, it is how they learn of it.
    """
    row = address_behind(key)
    user = User.objects.select_for_update(no_key=True).get(pk=row.user_id)
    # The domains, or where the person works, may have changed since the link was sent.
    if _is_taken(row.email, user) or not user.is_active or _refusing(row.email, user):
        raise LinkDead
    former = user.email
    if former != row.email:
        user.email = row.email
        user.save(update_fields=["email"])
    vouch_for_address(user=user)
    if former != row.email:
        mails.tell_security_change(user, Event.ADDRESS_CHANGED, address=former)
        announce(Event.ADDRESS_CHANGED, request=request, user=user)
    return user


def _is_taken(address: str, user: User) -> bool:
    return User.objects.filter(email=address).exclude(pk=user.pk).exists()


def _refusing(address: str, user: User) -> Organisation | None:
    """An organisation that the person works for and that does not admit the domain, if any."""
    if address == user.email:
        return None
    rows = Membership.objects.current().filter(user=user).exclude(role=MembershipRole.CANDIDATE)
    places = (row.organisation for row in rows.select_related("organisation"))
    return next((place for place in places if not place.admits(address)), None)
