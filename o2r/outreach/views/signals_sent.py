"""What an organisation signals to others from its accounts, and what became of it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, open_one
from o2r.accounts.models import Organisation
from o2r.accounts.policy import may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.signin.enums import TryKind
from o2r.accounts.signin.lockout import TooManyTries, reserve
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.outreach.enums import EntryForm
from o2r.outreach.forms.signals import AccountSignalForm, WhereForm
from o2r.outreach.models import PartnerSignal
from o2r.outreach.selectors.drafts import begun
from o2r.outreach.selectors.places import commune_name
from o2r.outreach.selectors.signals import as_sent, operators_covering
from o2r.outreach.services.drafting import forget_entry
from o2r.outreach.services.signalling import send_from_account, withdraw_signal
from o2r.outreach.views.local_time import zone_of
from o2r.outreach.views.signal_public import TOO_MANY, kept_for


@door("partner-signal", "list")
@require_safe
def signals_sent(request: SignedInRequest) -> HttpResponse:
    """The signals that one's organisation sent, in neutral words."""
    rows = PartnerSignal.objects.for_lists().sent_by_organisation(request.actor.organisation)
    context: dict[str, Any] = permitted_page(request, rows.order_by("-sent_at", "pk"))
    sent = as_sent(row.obj for row in context["rows"])
    context |= {
        "sent": [(one, commune_name(one.signal.commune)) for one in sent],
        "can_send": bool(may_try(request.actor, "create", PartnerSignal.access_kind, PROVED)),
    }
    with timezone.override(zone_of(request)):
        return render(request, "outreach/signals_sent.html", context)


@door("partner-signal", "create")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def signal_send(request: SignedInRequest) -> HttpResponse:
    """Where first, then to whom and what: the commune says which teams may come."""
    where = WhereForm(request.POST or request.GET if request.POST or request.GET else None)
    if not where.is_valid():
        return render(request, "outreach/signal_where.html", {"form": where})
    commune = where.cleaned_data["commune"]
    operators = operators_covering(commune, _sender(request))
    context: dict[str, Any] = {"commune": commune_name(commune), "kept": kept_for()}
    if not operators:
        return render(request, "outreach/signal_nobody.html", context)
    form = AccountSignalForm(posted(request), initial=_of(request, commune), operators=operators)
    kept = begun(request.actor, EntryForm.SIGNAL, commune) if posted(request) is None else None
    if kept:
        form.initial.update(kept.initial(form))
    if form.is_valid() and _sent(request, form):
        forget_entry(by=request.actor, form=EntryForm.SIGNAL, about=commune)
        return redirect("outreach:signals_sent")
    asked = urlencode({"commune-code": commune, "commune": context["commune"]})
    draft = f"{reverse('outreach:signal_draft')}?{asked}"
    context |= {"form": form, "begun": kept, "draft_address": draft}
    with timezone.override(zone_of(request)):
        return render(request, "outreach/signal_send.html", context)


def _sender(request: SignedInRequest) -> Organisation:
    """The organisation one acts for, already read with the memberships."""
    here = request.actor.organisation
    held = next((one for one in request.memberships if one.organisation_id == here), None)
    if held is None:
        raise Http404
    return held.organisation


def _of(request: SignedInRequest, commune: str) -> dict[str, str]:
    """Who writes, as their account says it."""
    user = request.user
    return {
        "commune": commune,
        "sender_name": str(user.display_name),
        "sender_contact": str(user.email),
    }


def _sent(request: SignedInRequest, form: AccountSignalForm) -> bool:
    try:
        reserve(TryKind.SIGNAL, str(request.actor.user), request)
    except TooManyTries:
        form.add_error(None, TOO_MANY)
        return False
    given = form.cleaned_data
    to, message = Organisation.objects.get(pk=given["operator"]), form.message()
    if done(
        request,
        lambda: send_from_account(by=request.actor, to=to, message=message, code=given["code"]),
        "Votre message est envoyé.",
        form,
    ):
        return True
    form.renew()
    return False


@door("partner-signal", "read", POST="withdraw")
@require_http_methods(["GET", "HEAD", "POST"])
def signal_withdraw(request: SignedInRequest, signal: UUID) -> HttpResponse:
    """Take back what was sent: what it said is erased."""
    rows = PartnerSignal.objects.for_lists().sent_by_organisation(request.actor.organisation)
    one = open_one(request, rows, needs="withdraw", pk=signal).obj
    if request.method == "POST":
        done(
            request,
            lambda: withdraw_signal(by=request.actor, signal=one),
            "Votre message est retiré. Ce qu’il disait est effacé.",
        )
        return redirect("outreach:signals_sent")
    context = {"signal": one, "commune": commune_name(one.commune)}
    return render(request, "outreach/signal_withdraw.html", context)
