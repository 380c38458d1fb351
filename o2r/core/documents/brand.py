"""The name and the logo at the head of a document: those of the instance, unless told otherwise."""

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from o2r.core.instance import instance

LOGO_HEIGHT = 160
"""Pixels: twelve millimetres on paper, without being coarse."""


@dataclass(frozen=True)
class Brand:
    """Who sends the document. ``logo``: a picture (PNG, JPEG or WebP), empty for none."""

    name: str
    logo: bytes = b""

    @property
    def png(self) -> bytes:
        """The logo, small, in a format that every program reads; empty for none."""
        if not self.logo:
            return b""
        with Image.open(io.BytesIO(self.logo)) as opened:
            picture = opened.convert("RGBA")
        picture.thumbnail((LOGO_HEIGHT * 5, LOGO_HEIGHT))
        written = io.BytesIO()
        picture.save(written, "PNG")
        return written.getvalue()


def _no_logo() -> bytes:
    """Before an app that keeps the logo says otherwise."""
    return b""


_logo: Callable[[], bytes] = _no_logo


def use_logo(logo: Callable[[], bytes]) -> None:
    """Ask ``logo`` for the picture in force: called once, by the app that keeps it."""
    global _logo
    _logo = logo


def brand_in_force() -> Brand:
    """The instance, as it names itself now."""
    return Brand(instance().site_name, _logo())
