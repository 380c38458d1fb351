"""Coming in: password, passkey, ProConnect, second factor, demonstration. Going out."""

from typing import cast

from allauth.account.app_settings import EmailVerificationMethod
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as open_session
from django.contrib.auth import logout as close_session
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from requests import RequestException

from o2r.accounts import selectors
from o2r.accounts.door import door
from o2r.accounts.errors import DomainError
from o2r.accounts.models import User
from o2r.accounts.signin import proconnect
from o2r.accounts.signin.adapters import NOT_PROVED
from o2r.accounts.signin.destinations import after, asked
from o2r.accounts.signin.engine import (
    AuthenticateStage,
    Authenticator,
    Login,
    LoginStage,
    LoginStageController,
    clear_login,
    perform_password_login,
    perform_passwordless_login,
    post_authentication,
    resumed,
)
from o2r.accounts.signin.enums import Event
from o2r.accounts.signin.events import announce
from o2r.accounts.signin.factors import PASSKEY, ask_second_factor_reset
from o2r.accounts.signin.forms import CodeForm, CredentialForm, SignInForm
from o2r.accounts.signin.passkeys import PasskeyRefused, check_proof, request_options

BACKEND = "django.contrib.auth.backends.ModelBackend"


@door("session", "read", POST="create")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page. Context: ``form``, ``next``, ``demo_accounts``, ``expired``."""
    if request.user.is_authenticated:
        return redirect(after(request, settings.LOGIN_REDIRECT_URL))
    form = SignInForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid() and form.user is not None:
        login = Login(
            user=form.user,
            email=form.user.email,
            redirect_url=after(request, settings.LOGIN_REDIRECT_URL),
        )
        answer: HttpResponse = perform_password_login(request, {"email": form.user.email}, login)
        return answer
    return render(
        request,
        "signin/sign_in.html",
        {
            "form": form,
            "next": asked(request),
            "expired": "fin" in request.GET,
            "demo_accounts": selectors.demo_accounts(),
            "proconnect": proconnect.is_configured(),
        },
    )


@door("session", "read", POST="create")
@never_cache
@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponseBase:
    """GET: what the browser must sign, as JSON. POST: what it signed."""
    if request.method == "GET":
        return JsonResponse({"options": request_options(None)})
    form = CredentialForm(request.POST)
    back = after(request, settings.LOGIN_REDIRECT_URL)
    try:
        if not form.is_valid():
            raise PasskeyRefused
        factor = check_proof(form.cleaned_data["credential"], None)
    except DomainError as error:
        announce(Event.REFUSED, request=request, user=None, reason="passkey")
        messages.error(request, str(error))
        return redirect("account_login")
    # A passkey is only made in a session: the mailbox was proved before.
    proved = EmailVerificationMethod.NONE
    login = Login(user=factor.user, redirect_url=back, email_verification=proved)
    answer: HttpResponse = perform_passwordless_login(request, factor, login)
    return answer


def _waiting(request: HttpRequest) -> LoginStage | None:
    """The sign-in that waits for a second factor in this browser."""
    return cast(LoginStage | None, LoginStageController.enter(request, AuthenticateStage.key))


@door("session", "read", POST="create")
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """After the password: a code, a recovery code or a passkey."""
    stage = _waiting(request)
    if stage is None or stage.login.user is None:
        return redirect("account_login")
    user = cast(User, stage.login.user)
    form = CodeForm(request.POST if "code" in request.POST else None, user=user, request=request)
    if request.method == "POST":
        factor: Authenticator | None = None
        if "credential" in request.POST:
            factor = _passkey_of(request, user)
        elif form.is_valid():
            factor = form.factor
        if factor is not None:
            post_authentication(request, factor)
            return resumed(stage)
    options = request_options(user)
    return render(
        request,
        "signin/second_factor.html",
        {
            "form": form,
            "options": options,
            "has_passkey": bool(options["publicKey"].get("allowCredentials")),
        },
    )


def _passkey_of(request: HttpRequest, user: User) -> Authenticator | None:
    """The passkey of ``user`` that the form proves; says so on the page when it does not."""
    form = CredentialForm(request.POST)
    try:
        if not form.is_valid():
            raise PasskeyRefused
        return check_proof(form.cleaned_data["credential"], user)
    except DomainError as error:
        announce(Event.REFUSED, request=request, user=user, reason=PASSKEY)
        messages.error(request, str(error))
        return None


@door("session", "read", POST="create")
@never_cache
@require_http_methods(["GET", "POST"])
def lost_factor(request: HttpRequest) -> HttpResponse:
    """No second factor at hand: ask the account managers of the organisation."""
    stage = _waiting(request)
    if stage is None or stage.login.user is None:
        return redirect("account_login")
    if request.method == "POST":
        ask_second_factor_reset(by=cast(User, stage.login.user), request=request)
        clear_login(request)
        return render(request, "signin/lost_factor.html", {"asked": True})
    return render(request, "signin/lost_factor.html", {"asked": False})


@door("session", "read")
@require_GET
def address_to_confirm(request: HttpRequest) -> HttpResponse:
    """After the right password: the mailbox must be proved first."""
    return render(request, "signin/address_to_confirm.html", {})


@door("session", "read")
@never_cache
@require_GET
def to_proconnect(request: HttpRequest) -> HttpResponse:
    """Leave for ProConnect. A link, not a form: a form may only be sent to this site (CSP)."""
    if not proconnect.is_configured():
        raise Http404
    back = after(request, settings.LOGIN_REDIRECT_URL)
    try:
        return proconnect.send_to_provider(request, back=back, again="preuve" in request.GET)
    except (OAuth2Error, RequestException, ValueError, KeyError):
        messages.error(request, NOT_PROVED)
        return redirect("account_login")


@door("session", "read")
@never_cache
@require_GET
def from_proconnect(request: HttpRequest) -> HttpResponse:
    """Come back from ProConnect."""
    if not proconnect.is_configured():
        raise Http404
    return proconnect.come_back(request)


@door("session", "create")
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Enter as an invented person; the address does not exist outside a demonstration."""
    user = selectors.demo_account(request.POST.get("email", ""))
    if user is None:
        raise Http404
    open_session(request, user, backend=BACKEND)
    messages.info(request, f"Vous visitez la démonstration comme {user.display_name}.")
    return redirect(settings.LOGIN_REDIRECT_URL)


@door("session", "delete")
@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session here, and offer to close the one at ProConnect."""
    id_token = request.session.get(proconnect.ID_TOKEN)
    close_session(request)
    if id_token and proconnect.is_configured():
        address = proconnect.end_session_address(request, str(id_token))
        if address:
            return render(request, "signin/signed_out.html", {"address": address})
    return redirect(reverse(settings.LOGOUT_REDIRECT_URL))
