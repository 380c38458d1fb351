"""The register of unmet needs: writing one, counting them."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, visible
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import PER_PAGE, done, posted
from o2r.core.paging import paged
from o2r.network.directory import choices, codes
from o2r.network.directory.forms import NeedForm
from o2r.network.directory.models import UnmetNeed
from o2r.network.directory.rules import rule
from o2r.network.directory.selectors.needs import counted_needs, reads_whole, totals_by_theme
from o2r.network.directory.services.needs import record_unmet_need
from o2r.network.directory.views.services import may_note_need


@door("unmet-need", "list")
@require_safe
def unmet_needs(request: SignedInRequest) -> HttpResponse:
    """The needs, counted by commune, theme and reason: exactly for the operator that wrote them,
    without small counts for the State."""
    theme, reason = request.GET.get("besoin", ""), request.GET.get("raison", "")
    whole = reads_whole(request.actor)
    rows = counted_needs(
        visible(request, UnmetNeed.objects.all()),
        whole=whole,
        theme=theme if theme in codes.listed(codes.CATEGORIES) else "",
        reason=reason if reason in codes.reasons() else "",
    )
    context = paged(request, rows, PER_PAGE) | {
        "whole": whole,
        "theme": theme,
        "reason": reason,
        "themes": [("", "Tous les besoins"), *choices.of_list(codes.CATEGORIES)],
        "reasons": [("", "Toutes les raisons"), *choices.reasons()],
        "totals": totals_by_theme(rows),
        "small_rule": rule("small-count"),
        "may_note": may_note_need(request),
    }
    return render(request, "directory/unmet_needs.html", context)


@door("unmet-need", "create")
@require_http_methods(["GET", "POST"])
def note_need(request: SignedInRequest) -> HttpResponse:
    """Write an unmet need down: a place, a need, a reason, and nobody."""
    initial = {
        "entry": uuid4(),
        "theme": request.GET.get("theme", ""),
        "commune": request.GET.get("commune", "")[:5],
        "attempts": request.GET.get("essais", "")[:800],
    }
    form = NeedForm(posted(request), initial=initial)
    if form.is_valid() and done(request, lambda: _record(request, form), _SAID, form):
        return redirect("directory:unmet_needs")
    return render(request, "directory/need_form.html", {"form": form})


_SAID = "Le besoin est noté au registre, sans rien de la personne."


def _record(request: SignedInRequest, form: NeedForm) -> UnmetNeed:
    given = form.cleaned_data
    return record_unmet_need(
        by=request.actor,
        organisation=request.actor.organisation or UUID(int=0),
        commune=given["commune"],
        theme=given["theme"],
        reason=given["reason"],
        attempts=_keys(given["attempts"]),
        entry=given["entry"],
    )


def _keys(text: str) -> list[UUID]:
    """The services of a hidden field; what is not a key is left."""
    found = []
    for word in text.split():
        try:
            found.append(UUID(word))
        except ValueError:
            continue
    return found
