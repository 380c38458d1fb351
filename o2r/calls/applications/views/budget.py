"""The budget: its synthesis, then one member and one year at a time."""

import json
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import posted, say_at
from o2r.calls.applications import services
from o2r.calls.applications.errors import ChangedMeanwhile
from o2r.calls.applications.facts import facts_in_words
from o2r.calls.applications.figures import balance_table, money_table
from o2r.calls.applications.forms import BudgetForm, DeclarationForm
from o2r.calls.applications.models import Application, Member
from o2r.calls.applications.sections import BUDGET
from o2r.calls.applications.views.frame import Frame, open_application
from o2r.core import clock

JSON = "application/json"


@door("application", "read", POST="update")
@require_http_methods(["GET", "POST"])
def budget(request: SignedInRequest, application: UUID) -> HttpResponse:
    """What is asked, by whom and when; the grids to fill; the declaration of analytic accounts."""
    frame = open_application(request, application, current=BUDGET, groups="content budget")
    form = DeclarationForm(posted(request), application=frame.application)
    if form.is_valid() and _declared(request, frame, form):
        return redirect("applications:budget", application)
    years = range(1, frame.content.call.years + 1)
    grids = [
        (member, [(year, frame.content.balance.of(member.key, year)) for year in years])
        for member in frame.content.members
    ]
    context = frame.context(
        form=form,
        grids=grids,
        money=money_table(frame.content),
        balance=balance_table(frame.content),
        chart=frame.content.call.chart,
        problems=frame.of_section(BUDGET),
    )
    return render(request, "applications/budget.html", context)


def _declared(request: SignedInRequest, frame: Frame, form: DeclarationForm) -> bool:
    try:
        services.write_facts(
            by=request.actor,
            application=frame.application,
            values={"has_analytic_accounts": form.cleaned_data["has_analytic_accounts"]},
            seen=form.cleaned_data["seen"],
        )
    except NotAllowed as error:
        raise Http404 from error
    except ChangedMeanwhile as error:
        form.show_both(error.theirs)
        form.remember(facts_in_words(Application.objects.get(pk=frame.application.pk)))
        return False
    except DomainError as error:
        say_at(form, error)
        return False
    messages.success(request, "La déclaration est enregistrée.")
    return True


@door("application", "read", POST="update")
@require_http_methods(["GET", "POST"])
def grid(request: SignedInRequest, application: UUID, member: UUID, year: int) -> HttpResponse:
    """The accounts of one member and one year."""
    frame = open_application(request, application, current=BUDGET, groups="content budget")
    if not 1 <= year <= frame.content.call.years:
        raise Http404
    rows = Member.objects.filter(application=frame.application).select_related("application__call")
    found = get_object_or_404(rows, pk=member)
    amounts = _amounts(found, year)
    form = BudgetForm(posted(request), chart=frame.content.call.chart, amounts=amounts)
    if request.method == "POST" and request.headers.get("Accept") == JSON:
        return _autosaved(request, found, year, form)
    if form.is_valid() and _written(request, found, year, form):
        if "next" in request.POST and year < frame.content.call.years:
            return redirect("applications:grid", application, member, year + 1)
        return redirect("applications:grid", application, member, year)
    context = frame.context(
        form=form,
        member=found,
        year=year,
        years=range(1, frame.content.call.years + 1),
        totals=frame.content.balance.of(str(member), year),
        requested=frame.content.call.chart.requested,
    )
    return render(request, "applications/grid.html", context)


def _amounts(member: Member, year: int) -> dict[str, Decimal]:
    return dict(
        member.budget.filter(year=year).order_by("account").values_list("account", "amount")
    )


def _autosaved(
    request: SignedInRequest, member: Member, year: int, form: BudgetForm
) -> HttpResponse:
    """Save while it is typed; the answer says what became of it."""
    if not form.is_valid():
        return _refused("un montant ne se lit pas : corrigez-le pour enregistrer")
    try:
        services.write_budget(
            by=request.actor,
            member=member,
            year=year,
            amounts=form.amounts,
            seen=form.seen_amounts,
        )
    except NotAllowed as error:
        raise Http404 from error
    except ChangedMeanwhile:
        return _refused("quelqu’un a changé ces montants : enregistrez pour voir les deux")
    except DomainError as error:
        return _refused(str(error))
    kept = {code: str(amount) for code, amount in _amounts(member, year).items()}
    at = localtime(clock.now(), member.application.call.zone_info).strftime("%H:%M")
    return JsonResponse({"state": "saved", "at": at, "seen": json.dumps(kept)})


def _refused(message: str) -> JsonResponse:
    return JsonResponse({"state": "refused", "message": message}, status=409)


def _written(request: SignedInRequest, member: Member, year: int, form: BudgetForm) -> bool:
    try:
        services.write_budget(
            by=request.actor,
            member=member,
            year=year,
            amounts=form.amounts,
            seen=form.seen_amounts,
        )
    except NotAllowed as error:
        raise Http404 from error
    except ChangedMeanwhile as error:
        form.show_both(error.theirs)
        form.remember_amounts(_amounts(member, year))
        return False
    except DomainError as error:
        say_at(form, error)
        return False
    messages.success(request, f"{member.name} : le budget de l’année {year} est enregistré.")
    return True
