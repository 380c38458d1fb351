"""What every page knows of the instance and of the visitor's choices."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from o2r.core import instance as instance_settings

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "o2r_theme"


def instance(request: HttpRequest) -> dict[str, Any]:
    """``site_name``, ``version``, ``demonstration``, ``skin``, ``contact_email``, ``logo_address``,
    ``theme``.

    ``theme`` is ``auto`` (the device decides), ``light`` or ``dark``.
    """
    said = instance_settings.instance()
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "site_name": said.site_name,
        "version": settings.VERSION,
        "demonstration": settings.DEMONSTRATION,
        "skin": bool(settings.SKIN_DIR),
        "contact_email": said.contact_email,
        "logo_address": said.logo,
        "theme": theme if theme in THEMES else "auto",
    }
