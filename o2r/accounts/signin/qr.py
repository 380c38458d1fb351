"""The secret of an application of codes, as an address to draw and as text to copy."""

from urllib.parse import quote, urlencode

from django.conf import settings


def provisioning_address(account: str, secret: str) -> str:
    """What the drawing holds (Key URI format): site, account, secret, six digits of SHA-1."""
    label = quote(f"{settings.SITE_NAME}:{account}")
    query = urlencode({"secret": secret, "issuer": settings.SITE_NAME}, quote_via=quote)
    return f"otpauth://totp/{label}?{query}"


def grouped(secret: str) -> str:
    """The secret in groups of four, easier to copy."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
