"""Mails about signing in: a link that proves a mailbox, a notice that something changed."""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlencode, urlsafe_base64_encode
from django_tasks import task

from o2r.accounts.models import User
from o2r.accounts.signin.enums import Event
from o2r.accounts.signin.sealing import seal_secret, unseal_secret
from o2r.core.notifications.services import Recipient, notify, post_mail

# Seconds. The mailbox is the key of the account: its links do not lie there for days.
RESET_LINK_LIFE = settings.PASSWORD_RESET_TIMEOUT

_RESET_TASK = "o2r.accounts.signin.reset-task"
_CHANGES = {
    Event.PASSWORD_CHANGED: "le mot de passe de votre compte vient de changer",
    Event.ADDRESS_CHANGED: "l’adresse électronique de votre compte vient de changer",
    Event.FACTOR_ADDED: "un second facteur vient d’être ajouté à votre compte",
    Event.FACTOR_REMOVED: "un second facteur vient d’être retiré de votre compte",
    Event.RECOVERY_CODES: (
        "dix codes de secours viennent d’être faits pour votre compte ; les précédents ne servent "
        "plus"
    ),
    Event.IDENTITY_ADDED: (
        "une identité ProConnect vient d’être rattachée à votre compte : elle permet désormais de "
        "s’y connecter"
    ),
    Event.IDENTITY_REMOVED: "une identité ProConnect vient d’être détachée de votre compte",
    Event.FACTOR_LOST: (
        "quelqu’un qui connaît votre mot de passe vient de demander la remise à zéro de votre "
        "second facteur"
    ),
    Event.FACTOR_RESET: (
        "votre second facteur vient d’être remis à zéro à votre demande ; toutes vos sessions sont "
        "fermées, vous en choisirez un nouveau à la prochaine connexion, et les données des "
        "personnes vous restent fermées pendant 24 heures"
    ),
}


class ResetTokenGenerator(PasswordResetTokenGenerator):
    """A token that dies with the password, the address and the sign-in it was made under."""

    key_salt = "o2r.accounts.signin.reset"


reset_tokens = ResetTokenGenerator()


def _letter(letter: str, **context: object) -> tuple[str, str]:
    """Subject and body: the first line of the template, and the rest."""
    text = render_to_string(f"signin/mail/{letter}.txt", {"site": settings.SITE_NAME, **context})
    subject, _, body = text.strip().partition("\n")
    return subject, body.lstrip()


def sealed_address(address: str) -> str:
    """An address as the queue keeps it."""
    return seal_secret(address, _RESET_TASK)


@task()
def send_reset_link(sealed: str) -> None:
    """Send a link to whoever has this address, if anyone.

    The page queues this for any address: it does the same work whether an account exists or not.
    Sealed (``sealed_address``): the queue keeps its rows for a while, and whoever is looked for.
    """
    address = unseal_secret(sealed, _RESET_TASK)
    user = User.objects.filter(email=address.strip().lower(), is_active=True).first()
    if user is None or user.is_example:
        return
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    query = urlencode({"compte": uid, "jeton": reset_tokens.make_token(user)})
    path = f"{reverse('signin:password_link')}?{query}"
    subject, body = _letter(
        "reset",
        name=user.display_name,
        link=f"{settings.PUBLIC_URL}{path}",
        minutes=RESET_LINK_LIFE // 60,
    )
    post_mail(to=user.email, subject=subject, body=body)


def send_address_link(*, to: str, name: str, link: str) -> None:
    """Send the link that proves that ``to`` is read by its owner."""
    subject, body = _letter("address", name=name, link=link)
    post_mail(to=to, subject=subject, body=body)


def tell_address_taken(*, to: str) -> None:
    """Tell the holder of an account that someone asked to use their address for another one."""
    subject, body = _letter("address_taken", link=settings.PUBLIC_URL)
    post_mail(to=to, subject=subject, body=body)


def tell_security_change(user: User, event: Event, *, address: str = "") -> None:
    """Tell someone that what protects their account changed; nobody can switch this off.

    ``address``: where to write, when it is no longer the one of the account.
    """
    change = _CHANGES[event]
    notify(
        to=[Recipient(user.pk, address or user.email)],
        kind="account-security",
        subject="Sécurité de votre compte",
        body=(
            f"Bonjour,\n\n{change[0].upper()}{change[1:]}.\n\nSi c’est vous, il n’y a rien à "
            "faire. Sinon, changez votre mot de passe, fermez les autres sessions, puis prévenez "
            f"{settings.CONTACT_EMAIL}."
        ),
        link=reverse("signin:security"),
    )
