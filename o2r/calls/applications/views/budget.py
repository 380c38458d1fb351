"""The budget: its synthesis, then one member and one year at a time."""

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import posted, say_at
from o2r.calls.applications import services
from o2r.calls.applications.errors import ChangedMeanwhile
from o2r.calls.applications.figures import balance_table, money_table
from o2r.calls.applications.forms import BudgetForm, DeclarationForm
from o2r.calls.applications.models import Application, Member
from o2r.calls.applications.presence import place_of_grid
from o2r.calls.applications.sections import BUDGET
from o2r.calls.applications.views.autosaving import autosaved, facts_saved, is_autosave
from o2r.calls.applications.views.frame import Frame, open_application

_SAVED = "La déclaration est enregistrée."


@door("application", "read", POST="update")
@require_http_methods(["GET", "POST"])
def budget(request: SignedInRequest, application: UUID) -> HttpResponse:
    """What is asked, by whom and when; the grids to fill; the declaration of analytic accounts."""
    frame = open_application(request, application, current=BUDGET, groups="content budget")
    form = DeclarationForm(posted(request), application=frame.application)
    if is_autosave(request):
        return _declaration_autosaved(request, frame, form)
    if form.is_valid() and facts_saved(request, frame.application, form, said=_SAVED):
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
        others=frame.others_in(BUDGET),
    )
    return render(request, "applications/budget.html", context)


def _declaration_autosaved(
    request: SignedInRequest, frame: Frame, form: DeclarationForm
) -> HttpResponse:
    application = frame.application
    return autosaved(
        form,
        call=application.call,
        write=lambda: services.write_facts(
            by=request.actor, application=application, values=form.values, seen=form.shown
        ),
        fresh=lambda: DeclarationForm(application=Application.objects.get(pk=application.pk)),
    )


@door("application", "read", POST="update")
@require_http_methods(["GET", "POST"])
def grid(request: SignedInRequest, application: UUID, member: UUID, year: int) -> HttpResponse:
    """The accounts of one member and one year."""
    frame = open_application(request, application, current=BUDGET, groups="content budget")
    if not 1 <= year <= frame.content.call.years:
        raise Http404
    found = next((one for one in frame.application.members.all() if one.pk == member), None)
    if found is None:
        raise Http404
    amounts = _amounts(found, year)
    form = BudgetForm(posted(request), chart=frame.content.call.chart, amounts=amounts)
    if is_autosave(request):
        return _grid_autosaved(request, found, year, form)
    if form.is_valid() and _written(request, found, year, form):
        if "next" in request.POST and year < frame.content.call.years:
            return redirect("applications:grid", application, member, year + 1)
        return redirect("applications:grid", application, member, year)
    place = place_of_grid(found, year)
    context = frame.context(
        form=form,
        refused=services.why_not_yours(request.actor, found),
        place=place,
        others=frame.others_in(place),
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


def _grid_autosaved(
    request: SignedInRequest, member: Member, year: int, form: BudgetForm
) -> HttpResponse:
    return autosaved(
        form,
        call=member.application.call,
        write=lambda: services.write_budget(
            by=request.actor,
            member=member,
            year=year,
            amounts=form.amounts,
            seen=form.seen_amounts,
        ),
        fresh=lambda: BudgetForm(chart=form.chart, amounts=_amounts(member, year)),
    )


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
        form.remember(form.shown | error.theirs)
        return False
    except DomainError as error:
        say_at(form, error)
        return False
    messages.success(request, f"{member.name} : le budget de l’année {year} est enregistré.")
    return True
