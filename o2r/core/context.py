"""What every page knows of the instance."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def instance(request: HttpRequest) -> dict[str, Any]:
    """``site_name``, ``version``, ``demonstration``, ``skin`` and ``contact_email``."""
    return {
        "site_name": settings.SITE_NAME,
        "version": settings.VERSION,
        "demonstration": settings.DEMONSTRATION,
        "skin": bool(settings.SKIN_DIR),
        "contact_email": settings.CONTACT_EMAIL,
    }
