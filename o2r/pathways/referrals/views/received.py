"""« Orientations reçues »: whom teams send to one's organisation, answered in two clicks."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from o2r.accounts.door import Opened, door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page
from o2r.pathways.referrals import services
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.selectors.lists import received as received_rows
from o2r.pathways.referrals.selectors.reading import read_shared
from o2r.pathways.referrals.views.answers import answer_forms, asked_answer


@door("referral", "list")
@never_cache
@require_safe
def received(request: SignedInRequest) -> HttpResponse:
    """Those that are awaited, or those that are over."""
    is_over = request.GET.get("voir") == "closes"
    context = permitted_page(request, received_rows(only_open=not is_over))
    rows = [row.obj for row in context["rows"]]
    return render(request, "referrals/received.html", context | {"rows": rows, "is_over": is_over})


def _opened(request: SignedInRequest, referral: UUID) -> Opened[Referral]:
    return open_one(request, Referral.objects.for_lists(), pk=referral)


@door("referral", "read")
@never_cache
@require_safe
def received_one(request: SignedInRequest, referral: UUID) -> HttpResponse:
    """One referral, with what an agreement in force lets read of it. Opening it says « vue »."""
    row = _opened(request, referral).obj
    services.see(by=request.actor, referral=row)
    row.refresh_from_db(fields=["state", "seen_at"])
    return _page(request, row, answer_forms(row))


def _page(request: SignedInRequest, row: Referral, answers: list[Any]) -> HttpResponse:
    shown = read_shared(row, organisation=request.actor.organisation)
    context = {"referral": row, "shown": shown, "answers": answers}
    return render(request, "referrals/received_one.html", context)


@door("referral", "update")
@never_cache
@require_POST
def answer(request: SignedInRequest, referral: UUID) -> HttpResponse:
    """Answer. A wrong day or a missing reason is said at its field."""
    row = _opened(request, referral).obj
    form = asked_answer(request, row)
    if (
        form is not None
        and form.is_valid()
        and done(
            request,
            lambda: services.answer_received(by=request.actor, referral=row, said=form.said),
            "Merci. La personne qui l’accompagne en est prévenue.",
            form,
        )
    ):
        return redirect("referrals:received_one", referral)
    return _page(request, row, answer_forms(row, form))
