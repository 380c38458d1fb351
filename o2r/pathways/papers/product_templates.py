"""The templates that come with the product: ``data/pathways/papers/templates/*.txt``.

::

    nature: courrier
    titre: Présenter une personne à un service

    {{ destinataire }}
    …
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from o2r.pathways.papers.enums import PaperKind


@dataclass(frozen=True)
class ProductTemplate:
    """One of them. ``code``: the name of its file, for ever."""

    code: str
    kind: PaperKind
    title: str
    body: str


def product_templates() -> Iterator[ProductTemplate]:
    """Each of them, in the order of their codes. Raises ValueError for a file that says nothing."""
    folder = Path(settings.O2R_DATA_DIR) / "pathways" / "papers" / "templates"
    for path in sorted(folder.glob("*.txt")):
        yield _of_text(path.stem, path.read_text(encoding="utf-8"))


def _of_text(code: str, text: str) -> ProductTemplate:
    head, body = text.split("\n\n", 1)
    said = dict(line.split(": ", 1) for line in head.splitlines())
    return ProductTemplate(code, PaperKind(said["nature"]), said["titre"], body.strip("\n"))
