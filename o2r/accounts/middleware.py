"""Nobody passes without a decision: deny by default, before the view runs."""

import logging
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import NOBODY
from o2r.accounts.models import User
from o2r.accounts.policy import Context, Deny, Reason, may_try
from o2r.accounts.proof import proof_of
from o2r.accounts.requests import SignedInRequest
from o2r.core.access import PUBLIC_PAGE, Mark, mark_of

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
        signed.actor = actor_for(cast(User, request.user), acting_as=_acting_as(request))
        signed.proof = proof_of(request, cast(User, request.user))
        return _verdict(signed, mark, action)


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
        raise Http404
    # These pages speak of the account and of the kind of page, never of an object.
    return render(
        request,
        "accounts/not_yet.html",
        {"reason": decision.reason.value, "next": request.get_full_path()},
        status=403,
    )
