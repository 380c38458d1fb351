"""The page of a referral, for a structure without account: it names nobody. A code received in the
registered mailbox opens what the person agreed to tell, for a few minutes.

Unknown, too old, closed or of a protected file, a link answers the same: same page, same query.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door
from o2r.accounts.signin.enums import TryKind
from o2r.accounts.signin.lockout import TooManyTries, reserve
from o2r.accounts.views.rows import done
from o2r.core import clock
from o2r.pathways.referrals import services
from o2r.pathways.referrals.enums import Channel
from o2r.pathways.referrals.forms import OpenForm
from o2r.pathways.referrals.models import ReferralLink
from o2r.pathways.referrals.secrets_of import link_digest
from o2r.pathways.referrals.selectors.links import live_link
from o2r.pathways.referrals.selectors.reading import opens
from o2r.pathways.referrals.services.linking import read_opened
from o2r.pathways.referrals.views.answers import answer_forms, asked_answer
from o2r.territory.typography import typographic

GONE = 410
"""Unknown, too old or closed: one answer for all, which is not that of a page mistyped."""
OPENED, UNTIL = "referral.opened", "referral.until"
"""Keys of the session: the link that a code has opened, until when."""
IDLE = timedelta(minutes=15)
"""How long what was opened stays so (provisoire): computers are shared."""
REFUSED = "Ce code n’ouvre rien : mal recopié, déjà utilisé ou trop ancien. Demandez-en un autre."
TOO_MANY = "Trop d’essais : réessayez dans quelques minutes, ou appelez l’équipe."
ASKED = typographic(
    "Si quelque chose est partagé, un code part vers la boîte enregistrée de votre structure. Il "
    "arrive en quelques minutes, et sert une fois."
)


@door("referral-link", "accept")
@never_cache
@require_http_methods(["GET", "HEAD"])
def front(request: HttpRequest, code: str) -> HttpResponse:
    """Where a referral stands, and the buttons to answer. Opening it says nothing: mail servers
    open links before people do."""
    return _front(request, code, live_link(code))


def _front(
    request: HttpRequest,
    code: str,
    link: ReferralLink | None,
    *,
    answers: list[Any] | None = None,
    form: OpenForm | None = None,
) -> HttpResponse:
    if link is None:
        return _gone(request)
    row = link.referral
    context = {
        "referral": row,
        "code": code,
        "answers": answer_forms(row) if answers is None else answers,
        "form": form or OpenForm(),
        "opens": opens(row, link),
        "by_mail": row.channel == Channel.MAIL,
        "until": link.until,
    }
    return render(request, "referrals/public_front.html", context)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "referrals/public_closed.html", {}, status=GONE)


@door("referral-link", "accept")
@never_cache
@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Answer by the link."""
    link = live_link(code)
    if link is None:
        return _gone(request)
    form = asked_answer(request, link.referral)
    if (
        form is not None
        and form.is_valid()
        and done(
            request,
            lambda: services.answer_by_link(secret=code, said=form.said),
            "Merci. L’équipe qui accompagne la personne en est prévenue.",
            form,
        )
    ):
        return redirect("referral:front", code)
    return _front(request, code, link, answers=answer_forms(link.referral, form))


@door("referral-link", "accept")
@never_cache
@require_POST
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a code. What is answered never says whether one left."""
    try:
        reserve(TryKind.MAIL, link_digest(code), request)
    except TooManyTries:
        messages.error(request, TOO_MANY)
        return redirect("referral:front", code)
    if services.ask_code(secret=code) is None:
        return _gone(request)
    messages.success(request, ASKED)
    return redirect("referral:front", code)


@door("referral-link", "accept")
@never_cache
@sensitive_post_parameters("code")
@require_POST
def open_page(request: HttpRequest, code: str) -> HttpResponse:
    """Type the code: what is shared opens for a few minutes."""
    form = OpenForm(request.POST)
    if form.is_valid():
        try:
            reserve(TryKind.CODE, link_digest(code), request)
        except TooManyTries:
            form.add_error(None, TOO_MANY)
        else:
            opened = services.open_by_code(secret=code, code=form.cleaned_data["code"])
            if opened is not None:
                _keep(request, opened)
                return redirect("referral:page", code)
            form.add_error("code", REFUSED)
    return _front(request, code, live_link(code), form=form)


@door("referral-link", "accept")
@never_cache
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """What the person agreed to tell, as it stands now: a withdrawal empties it at once."""
    shown = read_opened(secret=code, key=_kept(request))
    if shown is None:
        return redirect("referral:front", code)
    row = shown.referral
    context = {"referral": row, "shown": shown, "code": code, "answers": answer_forms(row)}
    return render(request, "referrals/public_page.html", context)


def _keep(request: HttpRequest, link: ReferralLink) -> None:
    """Keep what was opened for a few minutes, in a session that ends with the browser."""
    until = (clock.now() + IDLE).isoformat()
    request.session.update({OPENED: str(link.pk), UNTIL: until})
    if not request.user.is_authenticated:
        request.session.set_expiry(0)


def _kept(request: HttpRequest) -> str:
    held, until = request.session.get(OPENED, ""), request.session.get(UNTIL, "")
    if not held or not until or datetime.fromisoformat(until) <= clock.now():
        return ""
    return str(held)
