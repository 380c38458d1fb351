"""Operations of the FSE+: their list, how complete they are, what is said and counted of them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, open_one
from o2r.accounts.policy import Allow, decide
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.pathways.fse import services
from o2r.pathways.fse.completeness import Completeness
from o2r.pathways.fse.enums import Level, OperationState
from o2r.pathways.fse.forms import EstimateForm, OperationForm, PaidForm
from o2r.pathways.fse.forms.operations import initial_of
from o2r.pathways.fse.models import Operation
from o2r.pathways.fse.rules import exit_weeks, limits
from o2r.pathways.fse.selectors.completing import completeness, completeness_of
from o2r.pathways.fse.selectors.figures import Line, lines_of, sent_lines
from o2r.pathways.rules import number, rule
from o2r.projects.models import FundedProject

KIND = "fse-operation"
CONTENT = "content"
ACTS = {"clore": OperationState.CLOSED, "rouvrir": OperationState.OPEN}


def may(request: SignedInRequest, action: str, operation: Operation) -> bool:
    """Whether the reader could do it, a fresh proof apart."""
    subject = operation.subject(request.actor)
    return isinstance(decide(request.actor, action, subject, PROVED), Allow)


def opened(request: SignedInRequest, operation: UUID) -> Operation:
    """The operation of an address, for who runs it. Raises Http404."""
    rows = Operation.objects.select_related("organisation", "project")
    found = open_one(request, rows, pk=operation)
    if CONTENT not in found.fields:
        raise Http404
    return found.obj


def level_shown(count: Completeness) -> dict[str, Any]:
    """How complete an operation is, in words, with the two limits."""
    amber, red = limits()
    level = count.level(amber=amber, red=red)
    return {
        "count": count,
        "level": level,
        "badge": {Level.FINE: "confirmed", Level.AMBER: "waiting", Level.RED: "wrong"}[level],
        "amber": amber.normalize(),
        "red": red.normalize(),
        "room": count.room(red),
    }


@door(KIND, "list")
@require_safe
def operations(request: SignedInRequest) -> HttpResponse:
    """The operations one may meet, with the share of sheets that lack something."""
    context = permitted_page(request, Operation.objects.select_related("organisation"))
    ours = [one.obj for one in context["rows"] if CONTENT in one.fields]
    counts = completeness(ours)
    lines = [
        (one.obj, level_shown(counts[one.obj.pk]) if one.obj.pk in counts else None)
        for one in context["rows"]
    ]
    allowed = decide(request.actor, "create", Operation().subject(request.actor), PROVED)
    return render(
        request,
        "fse/operations.html",
        context | {"lines": lines, "can_open": isinstance(allowed, Allow)},
    )


def _projects(request: SignedInRequest) -> list[FundedProject]:
    rows = FundedProject.objects.filter(bearer=request.actor.organisation)
    return list(rows.order_by("title", "pk")[:100])


@door(KIND, "create")
@require_http_methods(["GET", "POST"])
def new_operation(request: SignedInRequest) -> HttpResponse:
    """Open an operation."""
    form = OperationForm(posted(request), projects=_projects(request))
    made: list[Operation] = []

    def act() -> None:
        made.append(services.open_operation(by=request.actor, described=form.described))

    if form.is_valid() and done(request, act, "L’opération est ouverte.", form):
        return redirect("fse:operation", operation=made[0].pk)
    return render(request, "fse/operation_form.html", {"form": form, "operation": None})


def _many(number: int, least: int, what: str = "") -> str:
    """« 12 fiches »; « moins de 5 fiches » when it is so few."""
    few = 0 < number < least
    plural = "s" if what and (few or number > 1) else ""
    return f"{f'moins de {least}' if few else number}{what}{plural}"


@door(KIND, "read")
@require_safe
def operation(request: SignedInRequest, operation: UUID) -> HttpResponse:
    """How complete an operation is, in words; for the State, the counts that it was sent."""
    rows = Operation.objects.select_related("organisation", "project", "minorities_by")
    found = open_one(request, rows, pk=operation)
    row = found.obj
    sent = row.sent_figures.order_by("-sent_at", "pk").first()
    context: dict[str, Any] = {"operation": row, "sent": sent}
    if CONTENT not in found.fields:
        least = number("small-cell")
        context |= {
            "lines": sent_lines(sent),
            "least": least,
            "sheets_said": _many(sent.sheets if sent else 0, least, " fiche"),
            "incomplete_said": _many(sent.incomplete if sent else 0, least),
        }
        return render(request, "fse/operation_sent.html", context)
    context |= level_shown(completeness_of(row)) | {
        "source": rule("fse-red-percent"),
        "weeks": exit_weeks(),
        "can_write": may(request, "update", row),
    }
    return render(request, "fse/operation.html", context)


def _act(
    request: SignedInRequest, row: Operation, form: Any, act: Callable[[], object], said: str
) -> HttpResponse | None:
    if form.is_valid() and done(request, act, said, form):
        return redirect("fse:operation", operation=row.pk)
    return None


@door(KIND, "update")
@require_http_methods(["GET", "POST"])
def change_operation(request: SignedInRequest, operation: UUID) -> HttpResponse:
    """Correct what is said of an operation."""
    row = opened(request, operation)
    form = OperationForm(posted(request), projects=_projects(request), initial=initial_of(row))
    answer = _act(
        request,
        row,
        form,
        lambda: services.change_operation(
            by=request.actor, operation=row, described=form.described
        ),
        "L’opération est à jour.",
    )
    return answer or render(request, "fse/operation_form.html", {"form": form, "operation": row})


@door(KIND, "update")
@require_http_methods(["GET", "POST"])
def estimate(request: SignedInRequest, operation: UUID) -> HttpResponse:
    """EECO15: an informed estimate of the whole operation."""
    row = opened(request, operation)
    first = {"number": row.minorities, "method": row.minorities_method}
    form = EstimateForm(posted(request), initial=first)
    answer = _act(
        request,
        row,
        form,
        lambda: services.estimate_minorities(
            by=request.actor,
            operation=row,
            number=form.cleaned_data["number"],
            method=form.cleaned_data["method"],
        ),
        "L’estimation est écrite.",
    )
    return answer or render(request, "fse/estimate.html", {"form": form, "operation": row})


@door(KIND, "update")
@require_http_methods(["GET", "POST"])
def settle(request: SignedInRequest, operation: UUID) -> HttpResponse:
    """Say when the operation was paid for the last time: from there its evidence is kept."""
    row = opened(request, operation)
    form = PaidForm(posted(request))
    answer = _act(
        request,
        row,
        form,
        lambda: services.move_operation(
            by=request.actor,
            operation=row,
            to=OperationState.SETTLED,
            paid_on=form.cleaned_data["day"],
        ),
        "L’opération est soldée.",
    )
    return answer or render(request, "fse/settle.html", {"form": form, "operation": row})


@door(KIND, "update")
@require_POST
def operation_act(request: SignedInRequest, operation: UUID, act: str) -> HttpResponse:
    """Close an operation to entries, or open it again."""
    row = opened(request, operation)
    if act not in ACTS:
        raise Http404
    to = ACTS[act]
    # A settled one is first closed again: its payment is taken back.
    to = OperationState.CLOSED if row.state == OperationState.SETTLED else to
    done(
        request,
        lambda: services.move_operation(by=request.actor, operation=row, to=to),
        f"L’opération est {to.label}.",
    )
    return redirect("fse:operation", operation=row.pk)


@door(KIND, "update")
@require_http_methods(["GET", "POST"])
def indicators(request: SignedInRequest, operation: UUID) -> HttpResponse:
    """The common indicators, counted now; then sent to the State service as counts."""
    row = opened(request, operation)
    if request.method == "POST" and done(
        request,
        lambda: services.send_figures(by=request.actor, operation=row),
        "Les effectifs sont transmis. Aucune fiche ne part avec eux.",
    ):
        return redirect("fse:operation", operation=row.pk)
    counted = services.compute_figures(by=request.actor, operation=row)
    lines: list[Line] = lines_of(counted)
    context = {"operation": row, "lines": lines, "asked": counted.asked}
    return render(request, "fse/indicators.html", context)
