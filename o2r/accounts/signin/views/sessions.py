"""One's own sessions; a fresh proof of who one is; a form sent too late."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.signin import proconnect
from o2r.accounts.signin.destinations import after, asked
from o2r.accounts.signin.engine import (
    Authenticator,
    post_authentication,
    reauthenticate_by_password,
)
from o2r.accounts.signin.enums import Event
from o2r.accounts.signin.events import announce
from o2r.accounts.signin.factors import has_second_factor
from o2r.accounts.signin.forms import CodeForm, CredentialForm, PasswordForm
from o2r.accounts.signin.kept_forms import COOKIE, forget, kept_for
from o2r.accounts.signin.middleware import before_second_factor
from o2r.accounts.signin.passkeys import PasskeyRefused, check_proof, request_options
from o2r.accounts.signin.sessions import close_one, close_others


@door("session", "update")
@require_POST
def close(request: SignedInRequest, session: UUID) -> HttpResponse:
    """Close one of one's own sessions."""
    if not close_one(by=request.user, session=session):
        raise Http404
    announce(Event.REVOKED, request=request, user=request.user, reason="one")
    messages.success(request, "La session est fermée.")
    return redirect("signin:security")


@door("session", "update")
@require_POST
def close_all_others(request: SignedInRequest) -> HttpResponse:
    """Close every session but this one."""
    number = close_others(by=request.user, request=request)
    announce(Event.REVOKED, request=request, user=request.user, reason="others")
    messages.success(request, f"Autres sessions fermées : {number}. Seule celle-ci reste ouverte.")
    return redirect("signin:security")


@door("session", "update")
@before_second_factor
@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def step_up(request: SignedInRequest) -> HttpResponse:
    """Prove again who one is: second factor when there is one, else password, else ProConnect."""
    user = request.user
    protected = has_second_factor(user)
    data = request.POST if request.method == "POST" and "credential" not in request.POST else None
    form: CodeForm | PasswordForm = (
        CodeForm(data, user=user, request=request)
        if protected
        else PasswordForm(data, user=user, request=request)
    )
    if request.method == "POST" and _proved(request, form, protected=protected):
        announce(Event.STEPPED_UP, request=request, user=user)
        return redirect(after(request, "signin:security"))
    options = request_options(user) if protected else {}
    asked_of_browser = options.get("publicKey", {})
    return render(
        request,
        "signin/step_up.html",
        {
            "form": form,
            "next": asked(request),
            "protected": protected,
            "has_password": user.has_usable_password(),
            "options": options,
            "has_passkey": bool(asked_of_browser.get("allowCredentials")),
            "proconnect": proconnect.is_configured(),
        },
    )


def _proved(request: SignedInRequest, form: CodeForm | PasswordForm, *, protected: bool) -> bool:
    if protected and "credential" in request.POST:
        return _proved_by_passkey(request)
    if not form.is_valid():
        return False
    if isinstance(form, CodeForm):
        factor = cast(Authenticator, form.factor)
        post_authentication(request, factor, reauthenticated=True)
    else:
        reauthenticate_by_password(request)
    return True


def _proved_by_passkey(request: SignedInRequest) -> bool:
    answer = CredentialForm(request.POST)
    try:
        if not answer.is_valid():
            raise PasskeyRefused
        factor = check_proof(answer.cleaned_data["credential"], request.user)
    except DomainError as error:
        announce(Event.REFUSED, request=request, user=request.user, reason="passkey")
        messages.error(request, str(error))
        return False
    post_authentication(request, factor, reauthenticated=True)
    return True


@door("session", "update")
@never_cache
@require_http_methods(["GET", "POST"])
def kept_form(request: SignedInRequest) -> HttpResponse:
    """GET: what was typed too late, to send again as it was. POST: forget it."""
    if request.method == "POST":
        forget(by=request.user)
        messages.info(request, "Votre saisie est effacée.")
        response = redirect("accounts:home")
        response.delete_cookie(COOKIE, path="/espace/")
        return response
    typed = kept_for(request.user, request)
    if typed is None:
        messages.info(request, "Il n’y a plus de saisie gardée : elle l’est trente minutes.")
        return redirect("accounts:home")
    return render(request, "signin/kept_form.html", {"typed": typed})
