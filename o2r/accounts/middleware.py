"""Nobody passes without a decision: deny by default, before the view runs."""

import logging
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from o2r.accounts.acting import actor_for, memberships_of
from o2r.accounts.actors import NOBODY
from o2r.accounts.models import User
from o2r.accounts.policy import Context, Deny, Reason, may_try, reach
from o2r.accounts.proof import proof_of
from o2r.accounts.refusals import write_refusal
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.signin import kept_forms
from o2r.accounts.signin.factors import has_second_factor
from o2r.accounts.signin.step_up import step_up_address
from o2r.accounts.watching import ShowingStopped
from o2r.core.access import PUBLIC_PAGE, READING, Mark, mark_of

logger = logging.getLogger(__name__)
ACTING_AS = "o2r_acting_as"


class AccessMiddleware:
    """Give the request its actor and its proof, and ask the policy whether the page opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """None when the page opens; otherwise what to answer instead. Raises Http404."""
        mark = mark_of(view)
        if mark is None:
            logger.error("La route %s n’a pas de ligne dans la politique d’accès.", request.path)
            raise Http404
        action = mark.action(request.method)
        if mark.kind == PUBLIC_PAGE:
            # A public page asks nothing of the session: it stays cacheable, and knows nobody.
            return None
        signed = cast(SignedInRequest, request)
        if not request.user.is_authenticated:
            signed.actor, signed.proof = NOBODY, Context()
            return None if may_try(NOBODY, action, mark.kind, Context()) else _sign_in(request)
        signed.memberships = memberships_of(request.user)
        signed.actor = actor_for(
            request.user, acting_as=_acting_as(request), held=signed.memberships
        )
        signed.proof = proof_of(request, request.user)
        signed.reach = reach(signed.actor, action, mark.kind, signed.proof)
        return _verdict(signed, mark, action)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What to answer when the watch stopped the page; a « not found » leaves a trace."""
        if isinstance(error, Http404):
            write_refusal(request)
        if not isinstance(error, ShowingStopped):
            return None
        return _not_yet(request, error.reason, str(error), second_person=error.second_person)


def _acting_as(request: HttpRequest) -> UUID | None:
    kept = request.session.get(ACTING_AS)
    return UUID(kept) if kept else None


def _sign_in(request: HttpRequest) -> HttpResponse:
    target = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse(settings.LOGIN_URL)}?{target}")


def _verdict(request: SignedInRequest, mark: Mark, action: str) -> HttpResponse | None:
    decision = may_try(request.actor, action, mark.kind, request.proof)
    if not isinstance(decision, Deny):
        return None
    if decision.reason is Reason.NO_RULE:
        write_refusal(request)
        raise Http404
    return _not_yet(request, decision.reason)


def _not_yet(
    request: HttpRequest, reason: Reason, words: str = "", *, second_person: bool = False
) -> HttpResponse:
    """What must be done first. It speaks of the account and of the act, never of an object."""
    back = _way_back(request)
    if reason is Reason.STEP_UP and not second_person:
        if request.method in READING:
            return redirect(step_up_address(back))
        if proving := _prove_then_resume(request):
            return proving
    context = {
        "reason": reason.value,
        "words": words,
        "second_person": second_person,
        "back": back,
        "proof_address": step_up_address(back),
        "has_second_factor": has_second_factor(cast(User, request.user)),
    }
    return render(request, "accounts/not_yet.html", context, status=403)


def _prove_then_resume(request: HttpRequest) -> HttpResponse | None:
    """Keep the form that was sent and lead to it after the proof; None if it is too large."""
    token = kept_forms.keep(by=cast(User, request.user).pk, request=request)
    if token is None:
        return None
    response = redirect(step_up_address(reverse("signin:kept_form")))
    kept_forms.hand_token(response, token)
    return response


def _way_back(request: HttpRequest) -> str:
    """Where to go once it is done: this page, or the one whose form was sent."""
    if request.method in READING:
        return request.get_full_path()
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure()):
        return reverse("accounts:home")
    page = urlsplit(before)
    return f"{page.path}?{page.query}" if page.query else page.path
