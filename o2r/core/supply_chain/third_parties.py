"""What a page would load from another site: none. The browser enforces the policy counted here."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

_LOADED = re.compile(
    r"""<(?:script|img|link|iframe|use|source|object|embed|video|audio)\b[^>]*"""
    r"""\b(?:src|href|data)=["'](?:https?:)?//[^"']*"""
)
_STYLED = re.compile(r"""(?:url\(|@import)\s*["']?(?:https?:)?//[^"')]*""")
_DRAWN_BY_THE_PAGE = {"data:", "blob:"}
_NOT_SOURCES = {"trusted-types", "require-trusted-types-for", "frame-ancestors"}


def third_parties() -> list[str]:
    """Other sites allowed by the policy, or named by a template or a style sheet to load from."""
    return [*_policy(), *_templates(), *_styles()]


def _policy() -> Iterator[str]:
    for directive, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items():
        if directive in _NOT_SOURCES:
            continue
        for source in sources:
            if not source.startswith("'") and source not in _DRAWN_BY_THE_PAGE:
                yield f"policy: {directive} {source}"


def _templates() -> Iterator[str]:
    for path in sorted((Path(settings.BASE_DIR) / "o2r").rglob("*.html")):
        for found in _LOADED.findall(path.read_text(encoding="utf-8")):
            yield f"{path.name}: {found}"


def _styles() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            if name.endswith(".css"):
                with storage.open(name) as file:
                    for found in _STYLED.findall(file.read().decode()):
                        yield f"{name}: {found}"
