"""PDF files from pages, where the system library pango is present."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders

MISSING = (
    "pango est absent : les fiches s'impriment depuis le navigateur, sans PDF. "
    "Pour les PDF, sous Debian : apt install libpango-1.0-0 libpangoft2-1.0-0."
)
FONT = "vendor/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"
EPOCH = "SOURCE_DATE_EPOCH"
PICTURE = "data:image/png;base64,"


@cache
def _weasyprint() -> ModuleType | None:
    # WeasyPrint opens pango when it is imported, and raises OSError where it is absent.
    try:
        return import_module("weasyprint")
    except OSError:
        return None


def available() -> bool:
    """Whether this server can make PDF files."""
    return _weasyprint() is not None


def render(page: str, styles: Sequence[str], *, missing: set[str] | None = None) -> bytes:
    """``page``, a complete HTML document, as a tagged PDF (PDF/UA-1). ``styles``: static files.

    ``missing``: receives the letters that no font of this server draws, printed as empty boxes.
    Raises RuntimeError where pango is absent: ask ``available`` first.
    """
    weasyprint = _weasyprint()
    if weasyprint is None:
        raise RuntimeError(MISSING)
    with _dateless_fonts():
        font = _file(FONT).as_uri()
        face = f'@font-face {{ font-family: "Atkinson Hyperlegible Next"; src: url("{font}"); }}'
        # Without it, WeasyPrint leaves out the faces of a sheet.
        fonts = import_module("weasyprint.text.fonts").FontConfiguration()
        sheets = [weasyprint.CSS(string=face, url_fetcher=_fetcher(), font_config=fonts)]
        sheets += [weasyprint.CSS(filename=str(_file(name)), font_config=fonts) for name in styles]
        document = weasyprint.HTML(
            string=page, base_url=settings.PUBLIC_URL, url_fetcher=_fetcher()
        )
        undrawn: set[str] = set() if missing is None else missing

        def note(laid_out: Any, _: Any) -> None:
            for font in laid_out.fonts.values():
                undrawn.update(map(chr, font.missing))

        content: bytes = document.write_pdf(
            stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1", finisher=note
        )
    return content


@contextmanager
def _dateless_fonts() -> Iterator[None]:
    """Let the fonts put in the file bear no hour of their own (reproducible-builds.org): the same
    page makes the same bytes."""
    before = os.environ.get(EPOCH)
    os.environ[EPOCH] = "0"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(EPOCH, None)
        else:
            os.environ[EPOCH] = before


def _file(name: str) -> Path:
    found = finders.find(name)
    if not found:
        raise RuntimeError(f"Fichier introuvable : {name}")
    return Path(str(found))


@cache
def _fetcher() -> Any:
    """What WeasyPrint fetches with: files of this server and pictures of the page, nothing else."""
    weasyprint = _weasyprint()
    assert weasyprint is not None  # noqa: S101 — render() has checked it

    class LocalOnly(weasyprint.URLFetcher):  # type: ignore[name-defined,misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            _check_local(url)
            return super().fetch(url, headers)

    return LocalOnly()


def _check_local(url: str) -> None:
    """A PDF makes no request. Raises ValueError for any other address."""
    if not url.startswith(("file://", PICTURE)):
        raise ValueError(f"Adresse refusée dans un PDF : {url}")
