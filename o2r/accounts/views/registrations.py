"""Registering without an invitation: candidates, and organisations that ask to be opened."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts import services
from o2r.accounts.door import door
from o2r.accounts.enums import OrganisationKind, RegistrationPurpose
from o2r.accounts.errors import DomainError
from o2r.accounts.forms import PasswordChoiceForm, RegistrationForm
from o2r.accounts.models import Membership, Registration, User
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.services import LinkUseless, SignInFirst
from o2r.accounts.services.first_managers import NEVER_ASKED
from o2r.accounts.signin.enums import TryKind
from o2r.accounts.signin.lockout import TooManyTries, reserve
from o2r.accounts.views.invitations import entered, useless
from o2r.accounts.views.rows import posted

DIGEST = "accounts.registration"
"""Key of the session: the digest of the link that was opened, never its secret."""
KINDS = tuple(kind for kind in OrganisationKind if kind not in NEVER_ASKED)


@door("account", "create")
@require_safe
def registrations(request: HttpRequest) -> HttpResponse:
    """The two ways to register without an invitation."""
    return render(request, "accounts/registrations.html", {})


@door("account", "create")
@never_cache
@require_http_methods(["GET", "POST"])
def candidate(request: SignedInRequest) -> HttpResponse:
    """Register to answer a call for projects."""
    return _register(request, RegistrationPurpose.CANDIDATE)


@door("account", "create")
@never_cache
@require_http_methods(["GET", "POST"])
def opening(request: SignedInRequest) -> HttpResponse:
    """Ask for one's organisation to be opened."""
    return _register(request, RegistrationPurpose.OPENING)


def _register(request: SignedInRequest, purpose: RegistrationPurpose) -> HttpResponse:
    """The answer is the same whether or not the mailbox has an account."""
    form = RegistrationForm(posted(request), purpose=purpose, kinds=KINDS)
    sent = False
    if form.is_valid():
        given = form.cleaned_data
        try:
            reserve(TryKind.REGISTRATION, given["email"], request)
            services.register(
                by=request.actor,
                purpose=purpose,
                email=given["email"],
                display_name=given["display_name"],
                organisation_name=given["organisation_name"],
                siret=given["siret"],
                kind=OrganisationKind(given["kind"]),
                region=given["region"],
            )
            sent = True
        except (TooManyTries, DomainError) as error:
            form.add_error(None, str(error))
    context = {"form": form, "sent": sent, "is_candidate": purpose == RegistrationPurpose.CANDIDATE}
    return render(request, "accounts/register.html", context)


@door("account", "create")
@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The address of the mail: the secret leaves the address bar."""
    digest = services.digest_of(token)
    try:
        services.registration_behind(digest)
    except LinkUseless:
        return useless(request)
    request.session[DIGEST] = digest
    return redirect("accounts:confirm_registration")


@door("account", "create")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def confirm(request: SignedInRequest) -> HttpResponse:
    """Finish: choose a password, or go on with the account of this mailbox."""
    digest = request.session.get(DIGEST, "")
    try:
        asked = services.registration_behind(digest)
    except LinkUseless:
        return useless(request)
    holder = User.objects.filter(email=asked.email).first()
    signed_in = holder is not None and request.actor.user == holder.pk
    someone_else = request.actor.is_signed_in and not signed_in
    form = None
    if holder is None and not someone_else:
        form = PasswordChoiceForm(posted(request), email=asked.email, name=asked.display_name)
    if request.method == "POST" and not someone_else and (form is None or form.is_valid()):
        answer = _confirmed(request, asked, digest, form)
        if answer is not None:
            return answer
    context = {
        "asked": asked,
        "form": form,
        "signed_in": signed_in,
        "someone_else": someone_else,
    }
    return render(request, "accounts/confirm_registration.html", context)


def _confirmed(
    request: SignedInRequest, asked: Registration, digest: str, form: PasswordChoiceForm | None
) -> HttpResponse | None:
    """Where the person goes once registered; None when the page must say what is wrong."""
    try:
        password = form.cleaned_data["password"] if form else None
        user = services.confirm(by=request.actor, digest=digest, password=password)
    except LinkUseless:
        return useless(request)
    except SignInFirst as error:
        messages.error(request, str(error))
        return redirect("accounts:confirm_registration")
    except DomainError as error:
        if form is None:
            messages.error(request, str(error))
        else:
            form.add_error(None, str(error))
        return None
    del request.session[DIGEST]
    if asked.purpose == RegistrationPurpose.OPENING:
        messages.success(
            request,
            "Votre demande est transmise à qui peut y répondre. Vous serez prévenu par courriel.",
        )
    elif Membership.objects.current().filter(user=user).exists():
        messages.success(request, "Votre adresse est vérifiée : votre compte est ouvert.")
    else:
        messages.info(
            request,
            "Votre adresse est vérifiée. Des personnes agissent déjà ici pour "
            f"{asked.organisation_name} : elles sont prévenues. Vous pourrez répondre à un appel "
            "quand qui gère ses comptes vous aura invité.",
        )
    return entered(request, user)
