"""Alerts: the list, one with its evidence in words, what is done of it; thresholds.

The access policy decides who comes here; each page then only finds the alerts that the person
handles, never one about themselves.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.core.access import marked, reach_of
from o2r.core.journal.authors import Author
from o2r.core.paging import paged
from o2r.core.watch import selectors, services
from o2r.core.watch.errors import WatchError
from o2r.core.watch.forms import HandleForm, LiftForm, ThresholdForm
from o2r.core.watch.models import Alert, Block

PER_PAGE = 25
READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@marked("alert", "list")
@never_cache
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """Alerts that wait, then those that are closed."""
    mine = Alert.objects.handled_by(_author(request), reach_of(request))
    context = paged(request, mine.closed(), PER_PAGE)
    waiting, closed = list(mine.open()[:200]), list(context["page"])
    names = selectors.names_of([one.about for one in [*waiting, *closed]])
    context |= {
        "waiting": [(one, _name(names, one)) for one in waiting],
        "closed": [(one, _name(names, one)) for one in closed],
    }
    return render(request, "watch/alerts.html", context)


@marked("alert", "read", POST="update")
@never_cache
@READ_AND_WRITE
def alert(request: HttpRequest, alert: UUID) -> HttpResponse:
    """One alert: what was seen, the proof, what to do, and what was done."""
    found = _found(request, alert)
    if request.method != "POST":
        services.consult(by=_author(request), alert=found)
        return _page(request, found, HandleForm(alert=found), LiftForm())
    form = HandleForm(request.POST, alert=found)
    if form.is_valid():
        try:
            services.handle_alert(
                by=_author(request),
                alert=found,
                to=form.chosen,
                comment=form.cleaned_data["comment"],
            )
            messages.success(request, "La suite donnée à l’alerte est enregistrée.")
            return redirect("watch:alert", found.pk)
        except WatchError as error:
            form.add_error(None, str(error))
    return _page(request, found, form, LiftForm())


@marked("alert", "update")
@never_cache
@require_POST
def lift(request: HttpRequest, alert: UUID, block: UUID) -> HttpResponse:
    """Lift a block, or agree to it when two organisations are needed."""
    found = _found(request, alert)
    blocked = get_object_or_404(Block, alert=found, pk=block)
    form = LiftForm(request.POST)
    if form.is_valid():
        try:
            lifted = services.lift_block(
                by=_author(request), block=blocked, reason=form.cleaned_data["reason"]
            )
            messages.success(request, _lifted_words(lifted))
            return redirect("watch:alert", found.pk)
        except WatchError as error:
            form.add_error(None, str(error))
    return _page(request, found, HandleForm(alert=found), form)


def _lifted_words(block: Block) -> str:
    if block.lifted_at:
        return "Le blocage est levé."
    return (
        "Votre accord est enregistré. Le blocage sera levé quand une personne d’une autre "
        "organisation aura donné le sien."
    )


@marked("setting", "read")
@require_safe
def thresholds(request: HttpRequest) -> HttpResponse:
    """Every threshold, its value here, its source."""
    return render(request, "watch/thresholds.html", {"thresholds": selectors.thresholds()})


@marked("setting", "read", POST="update")
@READ_AND_WRITE
def threshold(request: HttpRequest, code: str) -> HttpResponse:
    """Set one threshold."""
    known = {one.threshold.slug: one for one in selectors.thresholds()}
    if code not in known:
        raise Http404
    found = known[code]
    posted = request.POST if request.method == "POST" else None
    initial = {"value": found.value, "reason": found.reason}
    form = ThresholdForm(posted, initial=initial, threshold=found.threshold)
    if request.method == "POST" and form.is_valid():
        try:
            services.adjust_threshold(
                by=_author(request), code=found.threshold.code, **form.cleaned_data
            )
            messages.success(request, "Le seuil est réglé : il s’applique dès maintenant.")
            return redirect("watch:thresholds")
        except WatchError as error:
            form.add_error(None, str(error))
    return render(request, "watch/threshold.html", {"found": found, "form": form})


def _author(request: HttpRequest) -> Author:
    # Set by the access middleware, whose type the app of accounts knows.
    author: Author = request.actor.author  # type: ignore[attr-defined]
    return author


def _found(request: HttpRequest, alert: UUID) -> Alert:
    return get_object_or_404(
        Alert.objects.handled_by(_author(request), reach_of(request)), pk=alert
    )


def _name(names: dict[UUID, str], alert: Alert) -> str:
    if alert.about is None:
        return "aucun compte en particulier"
    return names.get(alert.about, selectors.UNKNOWN)


def _page(request: HttpRequest, found: Alert, form: HandleForm, lifting: LiftForm) -> HttpResponse:
    context = {
        "alert": found,
        "name": selectors.name_of(found.about),
        "lines": selectors.evidence_lines(found),
        "moves": selectors.moves_of(found),
        "blocks": selectors.blocks_of(found),
        "form": form,
        "lifting": lifting,
    }
    return render(request, "watch/alert.html", context)
