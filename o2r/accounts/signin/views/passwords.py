"""Passwords: forgotten, chosen again by a link, changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.signin.credentials import (
    ask_reset_link,
    change_password,
    reset_password,
    user_behind,
)
from o2r.accounts.signin.emails import LinkDead
from o2r.accounts.signin.forms import NewPasswordForm, ResetForm
from o2r.accounts.signin.lockout import TooManyTries

TOKEN = "signin.reset"  # noqa: S105 — a key of the session, not a secret


@door("session", "read", POST="create")
@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer never says whether the address is known."""
    form = ResetForm(request.POST or None)
    sent = False
    if request.method == "POST" and form.is_valid():
        try:
            ask_reset_link(address=form.cleaned_data["email"], request=request)
            sent = True
        except TooManyTries as error:
            form.add_error(None, str(error))
    return render(request, "signin/forgotten.html", {"form": form, "sent": sent})


@door("session", "read")
@never_cache
@require_http_methods(["GET"])
def link(request: HttpRequest) -> HttpResponse:
    """The address of the mail: the token leaves the address bar, so that no page tells it on."""
    uid, token = request.GET.get("compte", ""), request.GET.get("jeton", "")
    try:
        user_behind(uid, token)
    except LinkDead as error:
        return render(request, "signin/link_dead.html", {"text": str(error)}, status=404)
    request.session[TOKEN] = [uid, token]
    return redirect("signin:new_password")


@door("session", "read", POST="create")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Choose a password, with the token of the link."""
    uid, token = request.session.get(TOKEN) or ("", "")
    try:
        form = NewPasswordForm(request.POST or None, user=user_behind(uid, token))
        if request.method == "POST" and form.is_valid():
            reset_password(
                uid=uid, token=token, password=form.cleaned_data["password"], request=request
            )
            request.session.flush()
            messages.success(
                request, "Votre mot de passe est changé. Connectez-vous avec le nouveau."
            )
            return redirect("account_login")
    except LinkDead as error:
        request.session.pop(TOKEN, None)
        return render(request, "signin/link_dead.html", {"text": str(error)}, status=404)
    return render(request, "signin/new_password.html", {"form": form, "signed_in": False})


@door("credential", "read", POST="update")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest) -> HttpResponse:
    """Change one's own password, after a fresh proof."""
    form = NewPasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        change_password(by=request.user, password=form.cleaned_data["password"], request=request)
        messages.success(
            request, "Votre mot de passe est changé. Vos autres sessions sont fermées."
        )
        return redirect("signin:security")
    return render(request, "signin/new_password.html", {"form": form, "signed_in": True})
