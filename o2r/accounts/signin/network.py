"""Where a request comes from, as far as one may believe it."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# What one subscriber is given by an access provider: an address changes, its prefix much less.
PREFIX = {4: 24, 6: 56}
UNKNOWN = "inconnue"


def client_address(request: HttpRequest) -> str:
    """The address of the client.

    Behind ``O2R_TRUSTED_PROXIES`` reverse proxies, each of which adds the address it saw at the end
    of ``X-Forwarded-For``, the client is that many places from the end. What stands further left
    was written by the client itself: it is never read.
    """
    proxies = settings.TRUSTED_PROXIES
    if not proxies:
        return str(request.META.get("REMOTE_ADDR") or UNKNOWN)
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if len(seen) < proxies:
        return UNKNOWN
    return seen[-proxies] or UNKNOWN


def network_prefix(request: HttpRequest) -> str:
    """The network of the client: ``192.0.2.0/24``, ``2001:db8::/56``."""
    text = client_address(request)
    try:
        address = ip_address(text)
    except ValueError:
        return UNKNOWN
    return str(ip_network(f"{address}/{PREFIX[address.version]}", strict=False))
