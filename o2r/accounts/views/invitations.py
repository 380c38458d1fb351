"""Invitations: sent, sent again, withdrawn, accepted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts import services
from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, open_one
from o2r.accounts.errors import DomainError
from o2r.accounts.forms import InvitationForm, JoinForm
from o2r.accounts.models import Invitation, Membership, Organisation, User
from o2r.accounts.policy import may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.services import LinkUseless, SignInFirst
from o2r.accounts.signin.engine import Login, perform_password_login
from o2r.accounts.views.rows import done, permitted_page, posted, say_at
from o2r.core.belt import errand

DIGEST = "accounts.invitation"
"""Key of the session: the digest of the link that was opened, never its secret."""


@door("invitation", "list")
@require_safe
def invitations(request: SignedInRequest) -> HttpResponse:
    """Invitations of one's organisation, and those that one sent elsewhere."""
    rows = Invitation.objects.select_related("organisation", "invited_by")
    context = permitted_page(request, rows.order_by("-created_at", "pk"))
    context["can_invite"] = request.actor.has("account-manager")
    # A fresh proof apart: the page asks for it.
    context["can_withdraw"] = bool(may_try(request.actor, "delete", "invitation", PROVED))
    return render(request, "accounts/invitations.html", context)


@door("invitation", "create")
@require_http_methods(["GET", "POST"])
def new_invitation(request: SignedInRequest) -> HttpResponse:
    """Invite a colleague. First managers of other organisations are invited from their page."""
    if not request.actor.has("account-manager"):
        return redirect("accounts:organisations")
    place = get_object_or_404(Organisation, pk=request.actor.organisation)
    form = InvitationForm(posted(request), organisation=place)
    if form.is_valid() and done(
        request,
        lambda: services.invite(
            by=request.actor,
            organisation=place,
            email=form.cleaned_data["email"],
            rights=form.rights,
            teams=[UUID(pk) for pk in form.cleaned_data.get("teams", [])],
        ),
        "L’invitation est partie. Elle vaut sept jours.",
        form,
    ):
        return redirect("accounts:invitations")
    return render(request, "accounts/new_invitation.html", {"form": form, "organisation": place})


@door("invitation", "create")
@require_POST
def resend(request: SignedInRequest, invitation: UUID) -> HttpResponse:
    """Send a new link; the former one dies."""
    found = open_one(request, Invitation.objects.all(), pk=invitation).obj
    done(
        request,
        lambda: services.resend(by=request.actor, invitation=found),
        f"Un nouveau lien est parti vers {found.email}. L’ancien ne sert plus.",
    )
    return redirect("accounts:invitations")


@door("invitation", "delete")
@require_POST
def withdraw(request: SignedInRequest, invitation: UUID) -> HttpResponse:
    """Close the door of an invitation."""
    found = open_one(request, Invitation.objects.all(), pk=invitation).obj
    done(
        request,
        lambda: services.withdraw(by=request.actor, invitation=found),
        f"L’invitation de {found.email} est retirée.",
    )
    return redirect("accounts:invitations")


def useless(request: HttpRequest) -> HttpResponse:
    """The one page of every link that opens nothing."""
    context = {"text": str(LinkUseless())}
    return render(request, "accounts/link_useless.html", context, status=404)


@door("invitation", "accept")
@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The address of the mail: the secret leaves the address bar, so that no page tells it on."""
    digest = services.digest_of(token)
    try:
        services.invitation_behind(digest)
    except LinkUseless:
        return useless(request)
    request.session[DIGEST] = digest
    return redirect("accounts:accept")


@door("invitation", "accept")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accept(request: SignedInRequest) -> HttpResponse:
    """Take the place: with a new account, or with one's own."""
    digest = request.session.get(DIGEST, "")
    try:
        invitation = services.invitation_behind(digest)
    except LinkUseless:
        return _too_late(request)
    holder = User.objects.filter(email=invitation.email).first()
    signed_in = holder is not None and request.actor.user == holder.pk
    if request.actor.is_signed_in and not signed_in:
        context = {"invitation": invitation, "someone_else": True}
        return render(request, "accounts/accept.html", context)
    form = JoinForm(posted(request), email=invitation.email) if holder is None else None
    if request.method == "POST" and (form is None or form.is_valid()):
        given = form.cleaned_data if form else {}
        try:
            joined = services.accept(
                by=request.actor,
                digest=digest,
                display_name=given.get("display_name", ""),
                password=given.get("password"),
            )
        except LinkUseless:
            return useless(request)
        except SignInFirst as error:
            messages.error(request, str(error))
            return redirect("accounts:accept")
        except DomainError as error:
            if form is None:
                raise
            say_at(form, error)
        else:
            del request.session[DIGEST]
            messages.success(request, f"Vous faites partie de {joined.organisation.name}.")
            return entered(request, joined.user)
    context = {
        "invitation": invitation,
        "form": form,
        "signed_in": signed_in,
        "someone_else": False,
    }
    return render(request, "accounts/accept.html", context)


def _too_late(request: SignedInRequest) -> HttpResponse:
    """A second click of who has just joined leads home; anyone else learns nothing."""
    digest = request.session.get(DIGEST, "")
    joined = Membership.objects.current().filter(user=request.actor.user)
    used = Invitation.objects.filter(token_hash=digest, state="accepted")
    mine = used.filter(organisation__in=joined.values("organisation"))
    with errand("invitation-link"):
        has_joined = bool(request.actor.user) and mine.exists()
    if has_joined:
        return redirect("accounts:home")
    return useless(request)


def entered(request: HttpRequest, user: User) -> HttpResponse:
    """Go to the space, signed in: who has just chosen a password need not type it again."""
    if request.user.is_authenticated:
        return redirect("accounts:home")
    login = Login(user=user, email=user.email, redirect_url="/espace/")
    return perform_password_login(request, {"email": user.email}, login)
