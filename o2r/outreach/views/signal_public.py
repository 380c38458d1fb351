"""The page of a link given to a partner, and the one that follows what was sent: no account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from o2r.accounts.door import door
from o2r.accounts.signin.enums import TryKind
from o2r.accounts.signin.lockout import TooManyTries, reserve
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.core.retention.periods import period
from o2r.outreach.forms.signals import SignalForm
from o2r.outreach.models import SignalLink
from o2r.outreach.selectors.places import commune_name
from o2r.outreach.selectors.signals import followed, link_of
from o2r.outreach.services.signalling import send_by_link, withdraw_by_code
from o2r.territory.typography import typographic

TOO_MANY = typographic(
    "Beaucoup de messages sont déjà partis avec ce lien : celui-ci attend. Votre texte reste sur "
    "cette page : réessayez dans quelques minutes, ou appelez l’équipe."
)
GONE = 410
"""Unknown, too old or closed: one answer for all, which is not that of a page mistyped."""
TYPED = ("whereabouts", "words", "called", "sender_name", "sender_contact")


@door("signal-link", "accept")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, code: str) -> HttpResponse:
    """Signal somebody by a link. What was typed stays on the page whatever happens."""
    link = link_of(code)
    if link is None:
        texts = [request.POST.get(name, "").strip() for name in TYPED]
        typed = {"typed": "\n".join(one for one in texts if one)}
        return render(request, "outreach/signal_closed.html", typed, status=GONE)
    form = SignalForm(posted(request))
    if form.is_valid() and _sent(request, link, form):
        return redirect("signal:follow", code=form.cleaned_data["code"])
    context = {"form": form, "organisation": link.organisation, "kept": kept_for()}
    return render(request, "outreach/signal_write.html", context)


def kept_for() -> str:
    """« 6 mois (provisoire) »: how long a signal is kept."""
    return period("partner-signal", clock.today()).words


def _sent(request: HttpRequest, link: SignalLink, form: SignalForm) -> bool:
    """Send what was typed; nothing is sent for a robot, which is told nothing."""
    if form.looks_automatic():
        return True
    try:
        reserve(TryKind.SIGNAL, link.digest, request)
    except TooManyTries:
        form.add_error(None, TOO_MANY)
        return False
    code, message = form.cleaned_data["code"], form.message()
    if done(request, lambda: send_by_link(link=link, message=message, code=code), "", form):
        return True
    form.renew()
    return False


@door("signal-link", "accept")
@never_cache
@require_http_methods(["GET", "HEAD"])
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """What became of what was sent, in neutral words: who holds the address reads nothing more."""
    sent = followed(code)
    if sent is None:
        return render(request, "outreach/signal_closed.html", {"typed": ""}, status=GONE)
    context: dict[str, Any] = {
        "sent": sent,
        "signal": sent.signal,
        "commune": commune_name(sent.signal.commune),
        "code": code,
        "address": request.build_absolute_uri(request.path),
        "kept": kept_for(),
    }
    return render(request, "outreach/signal_follow.html", context)


@door("signal-link", "accept")
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take back what was sent: what it said is erased."""
    done(request, lambda: withdraw_by_code(code=code), "")
    return redirect("signal:follow", code=code)
