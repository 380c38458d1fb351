"""People of the organisation: who they are, what they may do, how they leave."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts import caseload, services
from o2r.accounts.acts import PROVED
from o2r.accounts.door import Opened, door, open_one
from o2r.accounts.enums import MembershipRole
from o2r.accounts.forms import LeaveForm, RightsForm, SuspensionForm
from o2r.accounts.helping import awaited_by, may_help
from o2r.accounts.models import Membership
from o2r.accounts.models.people import MembershipQuerySet
from o2r.accounts.policy import Allow, decide, may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.selectors import one_of, who_may_follow
from o2r.accounts.signin.factors import reset_second_factor
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.core.watch.selectors import blocked


def _rows() -> MembershipQuerySet:
    return Membership.objects.current().select_related("user", "organisation")


@door("membership", "list")
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """Everyone of the organisation one acts for."""
    here = _rows().filter(organisation=request.actor.organisation).prefetch_related("teams")
    here = here.order_by("user__display_name", "pk")
    context = permitted_page(request, here)
    context |= {
        "waiting": awaited_by([row.obj.user_id for row in context["rows"]]),
        "can_invite": request.actor.has("account-manager"),
    }
    return render(request, "accounts/people.html", context)


def _allows(request: SignedInRequest, action: str, held: Membership) -> bool:
    """Whether the person could do it, a fresh proof apart: the page will ask for it."""
    return isinstance(decide(request.actor, action, held.subject(request.actor), PROVED), Allow)


@door("membership", "read")
@require_safe
def person(request: SignedInRequest, membership: UUID) -> HttpResponse:
    """One person: role, teams, and what may be done."""
    opened = open_one(request, _rows(), pk=membership)
    held = opened.obj
    lost = held.user_id in awaited_by([held.user_id])
    manages = _allows(request, "update", held)
    colleague = held.role != MembershipRole.CANDIDATE
    suspended = manages and blocked(held.user_id) is not None
    mine = held.user_id == request.actor.user
    context = {
        **_who(opened),
        "teams": held.teams.order_by("name", "pk"),
        "can_change": manages and colleague,
        "can_suspend": manages and colleague and not suspended and not mine,
        "suspended": suspended,
        "can_end": _allows(request, "delete", held),
        "can_reset": lost
        and _allows(request, "approve", held)
        and may_help(request.actor, held.user),
    }
    return render(request, "accounts/person.html", context)


def _who(opened: Opened[Membership]) -> dict[str, object]:
    return {"held": opened.obj, "person": opened.obj.user, "fields": opened.fields}


@door("membership", "update")
@require_http_methods(["GET", "POST"])
def rights(request: SignedInRequest, membership: UUID) -> HttpResponse:
    """Change role, duties and teams."""
    opened = open_one(request, _rows(), pk=membership)
    held = opened.obj
    teams = [str(pk) for pk in held.teams.order_by("pk").values_list("pk", flat=True)]
    initial = {
        "role": held.role,
        "manages_accounts": held.manages_accounts,
        "is_dpo": held.is_dpo,
        "teams": teams,
    }
    form = RightsForm(posted(request), initial=initial, organisation=held.organisation)
    if form.is_valid() and done(
        request,
        lambda: services.change_rights(
            by=request.actor,
            membership=held,
            rights=form.rights,
            teams=[UUID(pk) for pk in form.cleaned_data.get("teams", [])],
        ),
        f"Les droits de {held.user} sont changés, dès sa prochaine page.",
        form,
    ):
        return redirect("accounts:person", membership=held.pk)
    return render(request, "accounts/rights.html", {**_who(opened), "form": form})


@door("membership", "delete")
@require_http_methods(["GET", "POST"])
def departure(request: SignedInRequest, membership: UUID) -> HttpResponse:
    """End someone's access, at their next request; their caseload goes to someone first."""
    opened = open_one(request, _rows(), pk=membership)
    held = opened.obj
    followed = caseload.held_by(held.user, held.organisation_id)
    others = who_may_follow(held.organisation).exclude(user=held.user_id)
    form = LeaveForm(posted(request), people=others) if followed else None
    if request.method == "POST" and (form is None or form.is_valid()):
        chosen = form.cleaned_data["receiver"] if form else None
        receiver = one_of(others, chosen) if chosen else None
        if done(
            request,
            lambda: services.end_membership(by=request.actor, membership=held, receiver=receiver),
            f"{held.user} ne fait plus partie de l’organisation.",
            form,
        ):
            return redirect(_after_departure(request, held))
    context = {**_who(opened), "form": form, "followed": caseload.in_words(followed)}
    return render(request, "accounts/departure.html", context)


def _after_departure(request: SignedInRequest, held: Membership) -> str:
    mine = held.user_id == request.actor.user
    listing = may_try(request.actor, "list", "membership", request.proof)
    return "accounts:people" if listing and not mine else "accounts:home"


@door("membership", "update")
@require_http_methods(["GET", "POST"])
def suspension(request: SignedInRequest, membership: UUID) -> HttpResponse:
    """Suspend an account at once: what will happen, why, then the act."""
    opened = open_one(request, _rows(), pk=membership)
    held = opened.obj
    form = SuspensionForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: services.suspend_member(
            by=request.actor, membership=held, reason=form.cleaned_data["reason"]
        ),
        f"Le compte de {held.user} est suspendu, et ses sessions sont fermées.",
        form,
    ):
        return redirect("accounts:person", membership=held.pk)
    return render(request, "accounts/suspension.html", {**_who(opened), "form": form})


@door("membership", "approve")
@require_http_methods(["GET", "POST"])
def second_factor(request: SignedInRequest, membership: UUID) -> HttpResponse:
    """Take off the second factor of someone who lost it and asked for it."""
    opened = open_one(request, _rows(), pk=membership)
    user = opened.obj.user
    asked = user.pk in awaited_by([user.pk])
    if request.method == "POST" and asked:
        done(
            request,
            lambda: reset_second_factor(by=request.actor, user=user, request=request),
            f"{user} choisira un nouveau second facteur à sa prochaine connexion.",
        )
        return redirect("accounts:person", membership=opened.obj.pk)
    return render(request, "accounts/second_factor.html", {**_who(opened), "asked": asked})
