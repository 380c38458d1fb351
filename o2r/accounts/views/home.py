"""The professional space: what waits, for whom one acts, one's profile, the first visit."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts import services
from o2r.accounts.door import door
from o2r.accounts.forms import NameForm
from o2r.accounts.middleware import ACTING_AS
from o2r.accounts.models import Membership
from o2r.accounts.policy import meets_people
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.selectors import asks_of
from o2r.accounts.signin.destinations import after
from o2r.accounts.signin.factors import has_second_factor
from o2r.accounts.signin.second_factor import second_factor_required
from o2r.accounts.space import cards_for
from o2r.accounts.views.rows import done, posted
from o2r.core.agenda.selectors import block_for


@door("account", "read")
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What this person may do, and what waits for them. The first visit starts by the welcome."""
    if request.user.welcomed_at is None and not request.user.is_example:
        return redirect("accounts:welcome")
    context = {
        "cards": cards_for(request.actor),
        "membership": _acting(request),
        "asks": asks_of(request.user),
        "agenda": block_for(request.actor) if _acting(request) else None,
        "settled": request.actor.settled,
    }
    return render(request, "accounts/home.html", context)


def _acting(request: SignedInRequest) -> Membership | None:
    held = request.memberships
    chosen = (one for one in held if one.organisation_id == request.actor.organisation)
    return next(chosen, None)


@door("session", "update")
@require_http_methods(["GET", "POST"])
def choose(request: SignedInRequest) -> HttpResponse:
    """Choose the organisation one acts for, among those one works for."""
    held = request.memberships
    if request.method == "POST":
        asked = request.POST.get("membership", "")
        chosen = next((one for one in held if str(one.pk) == asked), None)
        if chosen is not None:
            request.session[ACTING_AS] = str(chosen.pk)
        return redirect(after(request, "accounts:home"))
    context = {"memberships": held, "organisation": request.actor.organisation}
    return render(request, "accounts/choose.html", context)


@door("account", "read", POST="update")
@require_http_methods(["GET", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """One's name, where one works, and the ways to what protects the account."""
    form = NameForm(posted(request), initial={"display_name": request.user.display_name})
    if form.is_valid() and done(request, lambda: _rename(request, form), "Votre nom est changé."):
        return redirect("accounts:profile")
    context = {"form": form, "memberships": request.memberships}
    return render(request, "accounts/profile.html", context)


def _rename(request: SignedInRequest, form: NameForm) -> UUID:
    name = form.cleaned_data["display_name"]
    return services.rename_myself(by=request.actor, display_name=name).pk


@door("account", "read", POST="update")
@require_http_methods(["GET", "POST"])
def welcome(request: SignedInRequest) -> HttpResponse:
    """First step of the welcome: who you are."""
    form = NameForm(posted(request), initial={"display_name": request.user.display_name})
    if form.is_valid() and done(request, lambda: _rename(request, form), ""):
        return redirect("accounts:welcome_rules")
    context = {"form": form, "membership": _acting(request)}
    return render(request, "accounts/welcome.html", context)


@door("account", "read")
@require_safe
def welcome_rules(request: SignedInRequest) -> HttpResponse:
    """Second step: what you will see, what you will not, and why."""
    membership = _acting(request)
    context = {
        "membership": membership,
        "meets_people": membership is not None and meets_people(membership.role),
        "settled": request.actor.settled,
    }
    return render(request, "accounts/welcome_rules.html", context)


@door("account", "read", POST="update")
@require_http_methods(["GET", "POST"])
def welcome_protection(request: SignedInRequest) -> HttpResponse:
    """Third step: the second factor, and what one is told of."""
    if request.method == "POST":
        services.finish_welcome(by=request.actor)
        return redirect("accounts:home")
    context = {
        "protected": has_second_factor(request.user),
        "required": second_factor_required(request.user),
    }
    return render(request, "accounts/welcome_protection.html", context)
