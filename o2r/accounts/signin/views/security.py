"""My security: second factors, recovery codes, address."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.signin.destinations import after, asked
from o2r.accounts.signin.emails import (
    LinkDead,
    address_behind,
    ask_new_address,
    awaited_address,
    confirm_address,
)
from o2r.accounts.signin.engine import Authenticator, generate_totp_secret
from o2r.accounts.signin.factors import (
    PASSKEY,
    TOTP,
    add_passkey,
    add_totp,
    has_second_factor,
    new_recovery_codes,
    recovery_codes_left,
    remove_factor,
)
from o2r.accounts.signin.forms import ActivateForm, NewAddressForm, NewPasskeyForm
from o2r.accounts.signin.identities import identities_of, remove_identity
from o2r.accounts.signin.middleware import before_second_factor
from o2r.accounts.signin.models import OpenSession
from o2r.accounts.signin.passkeys import check_creation, creation_options
from o2r.accounts.signin.qr import grouped, provisioning_address
from o2r.accounts.signin.sealing import seal_secret, unseal_secret
from o2r.accounts.signin.second_factor import forget_enrolment, second_factor_required
from o2r.core.qr import drawn

SECRET = "signin.totp"  # noqa: S105 — a key of the session, not a secret


def _factors(user: Any) -> Iterator[dict[str, Any]]:
    rows = Authenticator.objects.filter(user=user, type__in=(TOTP, PASSKEY)).order_by("pk")
    for row in rows:
        name = row.wrap().name if row.type == PASSKEY else "Application de codes"
        yield {"id": row.pk, "name": name, "is_passkey": row.type == PASSKEY, "row": row}


@door("account", "read")
@require_GET
def security(request: SignedInRequest) -> HttpResponse:
    """Everything that protects the account. Context: ``factors``, ``codes_left``, ``sessions``…"""
    return render(
        request,
        "signin/security.html",
        {
            "factors": list(_factors(request.user)),
            "codes_left": recovery_codes_left(request.user),
            "required": second_factor_required(request.user),
            "awaited": awaited_address(request.user),
            "identities": identities_of(request.user),
            "sessions": list(OpenSession.objects.filter(user=request.user)),
            "current": request.session.session_key,
        },
    )


@door("account", "read")
@before_second_factor
@require_GET
def enrol(request: SignedInRequest) -> HttpResponse:
    """Choose a second factor, before anything else for those who must have one."""
    if has_second_factor(request.user):
        return redirect(after(request, "signin:security"))
    return render(
        request,
        "signin/enrol.html",
        {"next": asked(request), "required": second_factor_required(request.user)},
    )


@door("credential", "read", POST="update")
@before_second_factor
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def application(request: SignedInRequest) -> HttpResponse:
    """Add an application of codes: the secret to scan, then a first code."""
    if Authenticator.objects.filter(user=request.user, type=TOTP).exists():
        return redirect("signin:security")
    if request.method == "GET" or SECRET not in request.session:
        # Sealed: the table of sessions is in every backup.
        request.session[SECRET] = seal_secret(generate_totp_secret(), SECRET)
    secret = unseal_secret(request.session[SECRET], SECRET)
    form = ActivateForm(request.POST if request.method == "POST" else None, secret=secret)
    if form.is_valid():
        add_totp(by=request.user, secret=secret, counter=form.counter, request=request)
        del request.session[SECRET]
        return _after_adding(request)
    address = provisioning_address(request.user.email, secret)
    return render(
        request,
        "signin/application.html",
        {
            "form": form,
            "next": asked(request),
            "secret": grouped(secret),
            "address": address,
            "drawing": drawn(address),
        },
    )


@door("credential", "read", POST="update")
@before_second_factor
@never_cache
@require_http_methods(["GET", "POST"])
def passkey(request: SignedInRequest) -> HttpResponse:
    """Add a passkey: the browser makes it, the server verifies it."""
    form = NewPasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            credential = check_creation(form.cleaned_data["credential"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            name = form.cleaned_data["name"]
            add_passkey(by=request.user, name=name, credential=credential, request=request)
            return _after_adding(request)
    return render(
        request,
        "signin/passkey.html",
        {"form": form, "next": asked(request), "options": creation_options(request.user)},
    )


def _after_adding(request: SignedInRequest) -> HttpResponse:
    """The recovery codes with the first factor; then on to the page asked for."""
    messages.success(request, "Votre second facteur est ajouté. Vos autres sessions sont fermées.")
    if recovery_codes_left(request.user):
        return redirect(after(request, "signin:security"))
    codes = new_recovery_codes(by=request.user, request=request)
    back = after(request, "signin:security")
    return render(request, "signin/recovery_codes.html", {"codes": codes, "back": back})


@door("credential", "update")
@never_cache
@require_POST
def recovery_codes(request: SignedInRequest) -> HttpResponse:
    """Make new recovery codes and show them, once."""
    if not has_second_factor(request.user):
        return redirect("signin:enrol")
    codes = new_recovery_codes(by=request.user, request=request)
    back = after(request, "signin:security")
    return render(request, "signin/recovery_codes.html", {"codes": codes, "back": back})


@door("credential", "read", POST="update")
@never_cache
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest) -> HttpResponse:
    """Take a second factor off, after a confirmation. ``facteur``: which one."""
    wanted = request.POST.get("facteur") or request.GET.get("facteur")
    found = next((one for one in _factors(request.user) if str(one["id"]) == wanted), None)
    if found is None:
        messages.info(request, "Ce second facteur n’est pas, ou n’est plus, sur votre compte.")
        return redirect("signin:security")
    if request.method == "POST":
        try:
            remove_factor(
                by=request.user,
                factor=found["row"],
                compulsory=second_factor_required(request.user),
                request=request,
            )
        except DomainError as error:
            messages.error(request, str(error))
        else:
            forget_enrolment(request)
            messages.success(request, "Ce second facteur est retiré.")
        return redirect("signin:security")
    return render(request, "signin/remove.html", {"factor": found})


@door("credential", "read", POST="update")
@never_cache
@require_http_methods(["GET", "POST"])
def unlink(request: SignedInRequest) -> HttpResponse:
    """Take an identity of ProConnect off, after a confirmation. ``identite``: which one."""
    wanted = request.POST.get("identite") or request.GET.get("identite")
    found = next((one for one in identities_of(request.user) if str(one.pk) == wanted), None)
    if found is None:
        messages.info(request, "Cette identité n’est pas, ou n’est plus, rattachée à votre compte.")
        return redirect("signin:security")
    if request.method == "POST":
        remove_identity(by=request.user, identity=found, request=request)
        messages.success(request, "Cette identité est retirée. Vos autres sessions sont fermées.")
        return redirect("signin:security")
    return render(request, "signin/remove_identity.html", {"identity": found})


@door("credential", "read", POST="update")
@require_http_methods(["GET", "POST"])
def address(request: SignedInRequest) -> HttpResponse:
    """Ask for another e-mail address. The answer never says whether someone else has it."""
    form = NewAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_new_address(by=request.user, address=form.cleaned_data["email"], request=request)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.info(
                request,
                f"Un lien est parti vers {form.cleaned_data['email']}. Votre adresse change "
                "quand vous l’ouvrez.",
            )
            return redirect("signin:security")
    return render(request, "signin/address.html", {"form": form})


@door("session", "read", POST="create")
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The link of a mail (``cle``): a click confirms, so that a mail scanner does not."""
    key = request.POST.get("cle") or request.GET.get("cle") or ""
    try:
        if request.method == "POST":
            confirm_address(key=key, request=request)
            messages.success(request, "Votre adresse électronique est confirmée.")
            return redirect("account_login")
        row = address_behind(key)
    except LinkDead as error:
        return render(request, "signin/link_dead.html", {"text": str(error)}, status=404)
    return render(request, "signin/confirm_address.html", {"address": row.email, "key": key})
