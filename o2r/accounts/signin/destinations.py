"""Where to go next: the page asked for, and never another site."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "next"


def asked(request: HttpRequest) -> str:
    """The page that the request asks to come back to, or nothing when it leaves the site."""
    wanted = request.POST.get(FIELD) or request.GET.get(FIELD) or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else ""


def after(request: HttpRequest, default: str) -> str:
    """The page asked for, else the address called ``default``."""
    return asked(request) or reverse(default)
