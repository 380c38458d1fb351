"""An address as a drawing that a telephone reads (QR code, ISO/IEC 18004)."""

import io
import re

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathFillImage
from qrcode.main import QRCode

MARGIN = 4
"""Modules of white around the drawing: what the standard asks for."""


def drawn(address: str, *, title: str = "", side: int = 0) -> SafeString:
    """An SVG drawing of ``address`` on white, whatever the theme, without script or style.

    Read even when a seventh of it is worn out (level M). ``title``: said instead of the drawing by
    who reads without seeing; ``side``: millimetres, one for each module by default.
    """
    picture = io.BytesIO()
    matrix = QRCode(image_factory=SvgPathFillImage, border=MARGIN)
    matrix.add_data(address)
    matrix.make_image().save(picture)
    text = picture.getvalue().decode()
    if side:
        text = re.sub(r'(width|height)="\d+mm"', rf'\1="{side}mm"', text, count=2)
    start, inside = text.index("<svg"), text.index("<rect")
    # Made here from modules of a matrix: nothing of it comes from outside.
    opening, modules = mark_safe(text[start:inside]), mark_safe(text[inside:])  # noqa: S308
    said = format_html("<title>{}</title>", title) if title else ""
    return format_html("{}{}{}", opening, said, modules)
