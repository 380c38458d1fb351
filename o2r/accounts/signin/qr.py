"""The secret of an application of codes, as a drawing to scan and as text to copy."""

import io
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathFillImage
from qrcode.main import QRCode


def provisioning_address(account: str, secret: str) -> str:
    """What the drawing holds (Key URI format): site, account, secret, six digits of SHA-1."""
    label = quote(f"{settings.SITE_NAME}:{account}")
    query = urlencode({"secret": secret, "issuer": settings.SITE_NAME}, quote_via=quote)
    return f"otpauth://totp/{label}?{query}"


def drawn(address: str) -> SafeString:
    """An SVG drawing of ``address`` on white, whatever the theme, without script or style."""
    picture = io.BytesIO()
    matrix = QRCode(image_factory=SvgPathFillImage, border=4)
    matrix.add_data(address)
    matrix.make_image().save(picture)
    text = picture.getvalue().decode()
    # Made here from modules of a matrix: nothing of it comes from outside.
    return mark_safe(text[text.index("<svg") :])  # noqa: S308


def grouped(secret: str) -> str:
    """The secret in groups of four, easier to copy."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
