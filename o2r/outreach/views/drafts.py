"""Keeping what is typed: asked by the page, answered in JSON; or given up by a button."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.requests import SignedInRequest
from o2r.outreach.enums import EntryForm
from o2r.outreach.selectors.drafts import about_report
from o2r.outreach.services.drafting import keep_entry
from o2r.outreach.views.local_time import zone_of


@door("encounter", "create")
@require_POST
def encounter_draft(request: SignedInRequest) -> HttpResponse:
    """Keep a meeting that is being typed."""
    return _keep(request, EntryForm.ENCOUNTER, "outreach:encounter_new")


@door("observation", "create")
@require_POST
def observation_draft(request: SignedInRequest) -> HttpResponse:
    """Keep an observation that is being typed."""
    return _keep(request, EntryForm.OBSERVATION, "outreach:observation_new")


@door("daily-report", "create")
@require_POST
def daily_report_draft(request: SignedInRequest) -> HttpResponse:
    """Keep the report of a day that is being typed."""
    about = about_report(request.GET.get("day", ""), request.GET.get("team", ""))[:60]
    return _keep(request, EntryForm.REPORT, "outreach:daily_report_write", about)


@door("partner-signal", "create")
@sensitive_post_parameters()
@require_POST
def signal_draft(request: SignedInRequest) -> HttpResponse:
    """Keep a signal that an adviser is typing for a commune."""
    about = request.GET.get("commune-code", "")[:60]
    return _keep(request, EntryForm.SIGNAL, "outreach:signal_send", about)


def _keep(request: SignedInRequest, form: EntryForm, page: str, about: str = "") -> HttpResponse:
    """Keep ``text``; « give_up » forgets it and shows an empty form."""
    gives_up = "give_up" in request.POST
    fields = "" if gives_up else request.POST.get("text", "")
    try:
        kept = keep_entry(by=request.actor, form=form, fields=fields, about=about)
    except NotAllowed as error:
        raise Http404 from error
    except DomainError as error:
        return JsonResponse({"state": "refused", "message": str(error)})
    if gives_up:
        asked = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{reverse(page)}{asked}")
    at = timezone.localtime(kept.saved_at, zone_of(request)) if kept else None
    return JsonResponse({"state": "saved", "at": f"{at:%H:%M}" if at else ""})
