"""What django-allauth asks of the product: who may enter, in which words, by which pages."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from o2r.accounts.models import User
from o2r.accounts.signin import mails, proconnect, step_up
from o2r.accounts.signin.engine import start_afresh
from o2r.accounts.signin.enums import Event, TryKind
from o2r.accounts.signin.events import announce
from o2r.accounts.signin.lockout import TooManyTries, reserve
from o2r.accounts.signin.network import client_address
from o2r.accounts.signin.sealing import seal_secret, unseal_secret
from o2r.territory.typography import typographic

UNKNOWN_HERE = typographic(
    "Aucun compte ouvert ne correspond à cette identité. Demandez à votre organisation de vous "
    "inviter avec l’adresse électronique que ProConnect lui connaît."
)
NOT_PROVED = typographic(
    "ProConnect n’a pas pu confirmer votre identité. Réessayez ; si cela se reproduit, "
    "connectez-vous avec votre mot de passe."
)
NOT_FRESH = typographic(
    "ProConnect ne vous a pas demandé de prouver de nouveau que c’est vous, ou vous y êtes une "
    "autre personne : rien n’est confirmé. Déconnectez-vous de ProConnect, puis réessayez ; ou "
    "choisissez un mot de passe avec « Mot de passe oublié »."
)
CLOSED = typographic(
    "Cette connexion n’a pas abouti. Réessayez, ou demandez à votre organisation si votre compte "
    "est toujours ouvert."
)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations and registrations of the product, never from allauth."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the pages of the product say what they did."""

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        messages.error(request, CLOSED)
        return redirect("account_login")

    def respond_email_verification_sent(
        self, request: HttpRequest, user: AbstractBaseUser | None
    ) -> HttpResponse:
        return redirect("account_email_verification_sent")

    def should_send_confirmation_mail(
        self, request: HttpRequest, email_address: EmailAddress, signup: bool
    ) -> bool:
        try:
            reserve(TryKind.CONFIRMATION, email_address.email, request)
        except TooManyTries:
            return False
        return True

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        address = emailconfirmation.email_address
        query = urlencode({"cle": emailconfirmation.key})
        path = f"{reverse('signin:confirm_address')}?{query}"
        mails.send_address_link(
            to=address.email, name=str(address.user), link=f"{settings.PUBLIC_URL}{path}"
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse(settings.LOGIN_REDIRECT_URL)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        address = reverse("signin:step_up")
        return [{"id": "step_up", "description": "Preuve d’identité", "url": address}]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not step_up.is_recent(context.request)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)


class MFAAdapter(DefaultMFAAdapter):
    """Secrets are sealed in the database; names are those of the site."""

    def get_totp_issuer(self) -> str:
        return str(settings.SITE_NAME)

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)

    def encrypt(self, text: str) -> str:
        return seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_secret(encrypted_text)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """ProConnect proves who someone is; the organisation decides who has an account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """ProConnect, read from the settings of the instance and from nowhere else."""
        given = settings.PROCONNECT
        if not (given["server"] and given["client_id"]) or client_id not in (
            None,
            given["client_id"],
        ):
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id="proconnect",
                name="ProConnect",
                client_id=given["client_id"],
                secret=given["client_secret"],
                settings={"server_url": given["server"], "oauth_pkce_enabled": True},
            )
        ]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account of the identity, or the one of the same address, or say why not.

        The identity is tied to the account once the sign-in is complete (``identities``).
        """
        if not sociallogin.is_existing:
            address = str(sociallogin.user.email or "").strip().lower()
            known = User.objects.filter(email=address, is_active=True, is_example=False).first()
            if known is None:
                announce(
                    Event.REFUSED, request=request, user=None, account=address, reason="proconnect"
                )
                raise self._refused(request, UNKNOWN_HERE)
            sociallogin.user = known
        elif not sociallogin.user.is_active:
            announce(Event.REFUSED, request=request, user=sociallogin.user, reason="proconnect")
            raise self._refused(request, UNKNOWN_HERE)
        self._check_fresh(request, sociallogin)
        if not request.user.is_authenticated:
            start_afresh(request, sociallogin.user)

    def _check_fresh(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse an old proof, or that of someone else, to who was sent to give a fresh one.

        The session that asked for it stays as it was.
        """
        sent_at = proconnect.sent_to_prove_at(sociallogin.state)
        if sent_at is None:
            return
        user = request.user if request.user.is_authenticated else sociallogin.user
        if user == sociallogin.user and proconnect.proved_since(request, sent_at):
            return
        announce(Event.REFUSED, request=request, user=user, reason="proconnect")
        raise self._refused(request, NOT_FRESH)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        announce(Event.REFUSED, request=request, user=None, account="", reason="proconnect")
        raise self._refused(request, NOT_PROVED)

    def _refused(self, request: HttpRequest, sentence: str) -> ImmediateHttpResponse:
        messages.error(request, sentence)
        return ImmediateHttpResponse(redirect("account_login"))
