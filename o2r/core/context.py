"""What every page knows of the instance and of the visitor's choices."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "o2r_theme"


def instance(request: HttpRequest) -> dict[str, Any]:
    """``site_name``, ``version``, ``demonstration``, ``skin``, ``contact_email``, ``theme``.

    ``theme`` is ``auto`` (the device decides), ``light`` or ``dark``.
    """
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "site_name": settings.SITE_NAME,
        "version": settings.VERSION,
        "demonstration": settings.DEMONSTRATION,
        "skin": bool(settings.SKIN_DIR),
        "contact_email": settings.CONTACT_EMAIL,
        "theme": theme if theme in THEMES else "auto",
    }
