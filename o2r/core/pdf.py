"""PDF files, where the system library pango is present."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.contrib.staticfiles import finders

MISSING = (
    "pango est absent : les fiches s'impriment depuis le navigateur, sans PDF. "
    "Pour les PDF, sous Debian : apt install libpango-1.0-0 libpangoft2-1.0-0."
)
FONT = "vendor/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"


@cache
def weasyprint() -> ModuleType | None:
    """The library; None where pango is absent."""
    # WeasyPrint opens pango when it is imported, and raises OSError where it is absent.
    try:
        return import_module("weasyprint")
    except OSError:
        return None


def available() -> bool:
    """Whether this server can make PDF files."""
    return weasyprint() is not None


def render(page: str, styles: Sequence[str]) -> bytes:
    """``page``, a complete HTML document, as a tagged PDF (PDF/UA-1).

    ``styles``: names of static files. Raises RuntimeError where pango is absent: ask ``available``
    first.
    """
    library = weasyprint()
    if library is None:
        raise RuntimeError(MISSING)
    font = _file(FONT).as_uri()
    face = f'@font-face {{ font-family: "Atkinson Hyperlegible Next"; src: url("{font}"); }}'
    sheets = [library.CSS(string=face, url_fetcher=_local_only)]
    sheets += [library.CSS(filename=str(_file(name))) for name in styles]
    document = library.HTML(string=page, base_url=settings.PUBLIC_URL, url_fetcher=_local_only)
    content: bytes = document.write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1")
    return content


def _file(name: str) -> Path:
    found = finders.find(name)
    if not found:
        raise RuntimeError(f"Fichier introuvable : {name}")
    return Path(str(found))


def _local_only(url: str) -> dict[str, object]:
    """Refuse every address but local files: a PDF never makes a request."""
    if url.startswith("file://"):
        library = weasyprint()
        assert library is not None  # noqa: S101 — render() has checked it
        fetched: dict[str, object] = library.default_url_fetcher(url)
        return fetched
    raise ValueError(f"Adresse refusée dans un PDF : {url}")
