"""Replacements during an absence, and caseloads passed on for good."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts import caseload, services
from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, open_one
from o2r.accounts.forms import HandoverForm, SubstitutionForm
from o2r.accounts.models import Handover, Organisation, Substitution
from o2r.accounts.policy import Allow, decide, may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.selectors import one_of, who_may_follow
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.core import clock


@door("substitution", "list")
@require_safe
def substitutions(request: SignedInRequest) -> HttpResponse:
    """Replacements of the organisation, or one's own."""
    rows = Substitution.objects.select_related("absent", "substitute", "organisation")
    context = permitted_page(request, rows.order_by("-first_day", "pk")) | {
        "today": clock.today(),
        "can_create": bool(may_try(request.actor, "create", "substitution", PROVED)),
    }
    return render(request, "accounts/substitutions.html", context)


def _place(request: SignedInRequest) -> Organisation:
    """The organisation one acts for. Raises Http404 for who acts for none."""
    return get_object_or_404(Organisation, pk=request.actor.organisation)


@door("substitution", "create")
@require_http_methods(["GET", "POST"])
def new_substitution(request: SignedInRequest) -> HttpResponse:
    """Choose who is away, who replaces, and the days."""
    people = who_may_follow(_place(request))
    form = SubstitutionForm(posted(request), people=people)
    if form.is_valid():
        given = form.cleaned_data
        if done(
            request,
            lambda: services.substitute(
                by=request.actor,
                absent=one_of(people, given["absent"]),
                replacement=one_of(people, given["substitute"]),
                first_day=given["first_day"],
                last_day=given["last_day"],
            ),
            "Le remplacement est enregistré, et les deux personnes sont prévenues.",
            form,
        ):
            return redirect("accounts:substitutions")
    return render(request, "accounts/new_substitution.html", {"form": form})


@door("substitution", "read", POST="update")
@require_http_methods(["GET", "POST"])
def substitution(request: SignedInRequest, substitution: UUID) -> HttpResponse:
    """One replacement; who organises them may stop it."""
    found = open_one(request, Substitution.objects.all(), pk=substitution).obj
    if request.method == "POST":
        done(
            request,
            lambda: services.end_substitution(by=request.actor, substitution=found),
            "Le remplacement est interrompu, dès la prochaine page.",
        )
        return redirect("accounts:substitution", substitution=found.pk)
    update = decide(request.actor, "update", found.subject(request.actor), request.proof)
    over = found.ended_at is not None or found.last_day < clock.today()
    context = {"held": found, "over": over, "can_end": isinstance(update, Allow) and not over}
    return render(request, "accounts/substitution.html", context)


@door("handover", "list")
@require_safe
def handovers(request: SignedInRequest) -> HttpResponse:
    """Caseloads that changed hands, and those that could."""
    rows = Handover.objects.select_related("giver", "receiver")
    people = who_may_follow(_place(request))
    held = [(row.user, caseload.held_by(row.user, row.organisation_id)) for row in people]
    context = permitted_page(request, rows.order_by("-done_at", "pk")) | {
        "followed": [(user, caseload.in_words(found)) for user, found in held if found],
    }
    return render(request, "accounts/handovers.html", context)


@door("handover", "create")
@require_http_methods(["GET", "POST"])
def new_handover(request: SignedInRequest) -> HttpResponse:
    """Pass everything that someone follows to a colleague, at once."""
    initial = {"giver": request.GET.get("de", "")}
    people = who_may_follow(_place(request))
    form = HandoverForm(posted(request), initial=initial, people=people)
    if form.is_valid():
        given = form.cleaned_data
        if done(
            request,
            lambda: services.hand_over(
                by=request.actor,
                giver=one_of(people, given["giver"]),
                receiver=one_of(people, given["receiver"]),
            ),
            "La file active est transmise, et les deux personnes sont prévenues.",
            form,
        ):
            return redirect("accounts:handovers")
    return render(request, "accounts/new_handover.html", {"form": form})
