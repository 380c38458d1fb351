"""What the referent receives, and answers."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.people.between import services
from o2r.people.between.enums import NOTICE_MOVES, NoticeState
from o2r.people.between.forms import AcceptForm
from o2r.people.between.models import InquiryNotice, InquiryNoticeQuerySet
from o2r.people.between.selectors import agreed_with, answer_of
from o2r.people.enums import Basis


def _notices() -> InquiryNoticeQuerySet:
    rows = InquiryNotice.objects.order_by("-told_at", "pk")
    return rows.select_related("asked_by", "asked_for", "person", "person__organisation")


@door("inquiry-notice", "list")
@never_cache
@require_safe
def received(request: SignedInRequest) -> HttpResponse:
    """The requests about the files that one is the referent of."""
    return render(request, "between/received.html", permitted_page(request, _notices()))


@door("inquiry-notice", "read")
@never_cache
@require_safe
def notice(request: SignedInRequest, notice: UUID) -> HttpResponse:
    """One request received: who asks, about which file, what one may answer."""
    held = open_one(request, _notices(), pk=notice).obj
    return render(request, "between/notice.html", _context(held))


@door("inquiry-notice", "update")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: SignedInRequest, notice: UUID) -> HttpResponse:
    """Accept to talk: what will be said, then the act."""
    held = open_one(request, _notices(), action="read", needs="update", pk=notice).obj
    form = AcceptForm(posted(request), initial={"contact": request.user.email})
    if form.is_valid():
        given = form.cleaned_data
        if done(
            request,
            lambda: services.accept(
                by=request.actor,
                notice=held,
                ground=Basis(given["ground"]),
                contact=given["contact"],
                words=given["words"],
            ),
            "Votre réponse est envoyée.",
            form,
        ):
            return redirect("between:received-one", notice=held.pk)
    return render(request, "between/accept.html", _context(held) | {"form": form})


@door("inquiry-notice", "update")
@never_cache
@require_POST
def decline(request: SignedInRequest, notice: UUID) -> HttpResponse:
    """Say nothing; nobody is told."""
    held = open_one(request, _notices(), action="read", needs="update", pk=notice).obj
    done(
        request,
        lambda: services.decline(by=request.actor, notice=held),
        "Rien n’est répondu. Vous pouvez encore accepter d’en parler tant que la demande est là.",
    )
    return redirect("between:received-one", notice=held.pk)


def _context(held: InquiryNotice) -> dict[str, Any]:
    moves = NOTICE_MOVES[NoticeState(held.state)]
    return {
        "notice": held,
        "answer": answer_of(held),
        "agreements": agreed_with(held),
        "may_accept": NoticeState.ACCEPTED in moves,
        "may_decline": NoticeState.DECLINED in moves,
    }
