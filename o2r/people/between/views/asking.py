"""Is this person already accompanied? Asking, one's own requests, what a person wants of it.

The pages of who asks never look at what was found: only at what a referent chose to answer.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.core.crypto.sealing import prefetch_keys
from o2r.people.between import services
from o2r.people.between.forms import AskForm
from o2r.people.between.models import Inquiry
from o2r.people.between.selectors import (
    allowed,
    answers_to,
    asked_in,
    identity_of,
    is_allowed,
    left_for,
    participates,
    to_answer,
)
from o2r.people.between.services.asking import SENTENCE
from o2r.people.likeness import shared_composites
from o2r.people.views.opened import opened_file

FROM_TYPING = "typed"
"""Sent by the button of the page that opens a file: what is typed there is shown here first."""


def _where(request: SignedInRequest) -> dict[str, Any]:
    """Whether one may ask at all, and how many times still."""
    return {
        "is_allowed": is_allowed(),
        "takes_part": participates(request.actor.organisation),
        "left": left_for(request.actor),
        "allowed": allowed(),
        "sentence": SENTENCE,
    }


@door("inquiry", "list")
@never_cache
@require_safe
def inquiries(request: SignedInRequest) -> HttpResponse:
    """One's own requests: what was asked, and what a referent answered."""
    rows = Inquiry.objects.order_by("-asked_at", "pk").select_related("said")
    rows = rows.prefetch_related("answers")
    context = permitted_page(request, rows)
    shown = [row.obj for row in context["rows"]]
    if request.actor.organisation is not None:
        prefetch_keys(organisation=request.actor.organisation, subjects=[one.pk for one in shown])
    asked = [(one, asked_in(one), bool(one.answers.all())) for one in shown]
    context |= _where(request) | {"asked": asked, "received": to_answer(request.actor)}
    return render(request, "between/inquiries.html", context)


@door("inquiry", "create")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """Type who is looked for. Nothing here tells whether there is somebody."""
    typed = request.POST.get("from") == FROM_TYPING
    form = AskForm(initial=_typed(request)) if typed else AskForm(posted(request))
    made: list[Inquiry] = []
    if form.is_valid() and done(
        request,
        lambda: made.append(services.ask_between(by=request.actor, asked=form.asked)),
        "",
        form,
    ):
        return redirect("between:one", inquiry=made[0].pk)
    return render(request, "between/ask.html", _where(request) | {"form": form})


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:120] for name in AskForm.base_fields}


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_from_file(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Ask about somebody whom one follows: what will be compared, then the act."""
    file = opened_file(request, person)
    asked = identity_of(file.person)
    made: list[Inquiry] = []
    if request.method == "POST" and done(
        request,
        lambda: made.append(
            services.ask_between(by=request.actor, asked=asked, person=file.person)
        ),
        "",
    ):
        return redirect("between:one", inquiry=made[0].pk)
    compared = {parts[0] for parts in shared_composites(asked)}
    context = file.context | _where(request) | {"asked": asked, "compared": compared}
    return render(request, "between/ask_file.html", context)


@door("person-file", "update")
@never_cache
@require_POST
def choice(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Note that a person does not want to be looked for, or does not mind any more."""
    file = opened_file(request, person)
    if request.POST.get("choice") == "no":
        done(
            request,
            lambda: services.object_to_index(by=request.actor, person=file.person),
            "C’est noté : aucun autre opérateur ne peut la chercher.",
        )
    else:
        done(
            request,
            lambda: services.allow_again(by=request.actor, person=file.person),
            "C’est noté : un autre opérateur peut de nouveau chercher à vous joindre.",
        )
    return redirect("people:person", person=file.person.pk)


@door("inquiry", "read")
@never_cache
@require_safe
def inquiry(request: SignedInRequest, inquiry: UUID) -> HttpResponse:
    """One's own request: the same page whoever was found, until a referent answers."""
    held = open_one(request, Inquiry.objects.select_related("said"), pk=inquiry).obj
    context = {
        "inquiry": held,
        "asked": asked_in(held),
        "answers": answers_to(held),
        "sentence": SENTENCE,
    }
    return render(request, "between/inquiry.html", context)
