"""How the platform is doing, for who runs it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from o2r.accounts.door import door
from o2r.accounts.governance.platform_status import anchors_status, keys
from o2r.accounts.requests import SignedInRequest
from o2r.core.jobs.selectors import job_lines


@door("setting", "read")
@never_cache
@require_safe
def status(request: SignedInRequest) -> HttpResponse:
    """Recurring work and its worker, keys, outside anchors."""
    jobs = job_lines()
    context = {
        "jobs": jobs,
        "is_asleep": bool(jobs) and all(one.late for one in jobs),
        "keys": keys(),
        "anchors": anchors_status(),
    }
    return render(request, "governance/status.html", context)
