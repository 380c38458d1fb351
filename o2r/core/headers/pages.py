"""One address for each kind of page of the product. Public addresses are permanent."""

import re
from dataclasses import dataclass

from o2r.core.headers.local_site import LocalSite

FRAMED = "embed"
FRAMED_REASON = (
    "la carte intégrable s’affiche dans le cadre d’autres sites : elle est la seule à le permettre"
)
EMBED_ADDRESS = "/carte/embed"
WITH_A_MAP = re.compile(
    rf"/(\?.*)?|/projets/[^/]+/|/espace/projets/[^/]+/corriger/|{EMBED_ADDRESS}(\?.*)?"
)
"""The addresses of the pages that hold a map."""


@dataclass(frozen=True)
class Page:
    """An address to ask, with the session of the measured site or without."""

    kind: str
    path: str
    status: int = 200
    """The status expected: a page of another kind would be graded in its place."""
    signed_in: bool = False


def pages(site: LocalSite) -> list[Page]:
    """Every kind of page of ``site``. Raises LookupError when no project is published on it."""
    _, sitemap = site.ask("/sitemap.xml")
    project = re.search(r"<loc>https://[^/]+(/projets/[^<]+/)</loc>", sitemap)
    if project is None:
        raise LookupError("Aucun projet n’est publié sur le site à mesurer.")
    return [
        Page("home", "/"),
        Page("results", "/?commune=69259"),
        Page("project", project[1]),
        Page("answer", "/reponse/?commune=69259"),
        Page("zones", "/zones-sans-projet/"),
        Page("data", "/donnees/"),
        Page("api_docs", "/api/"),
        Page("api", "/api/v1/projects"),
        Page("sign_in", site.sign_in),
        Page("signed_in", site.signed_in, signed_in=True),
        Page("not_found", "/cette-page-n-existe-pas/", status=404),
        Page("pdf", f"{project[1]}fiche.pdf"),
        Page("static", site.static),
        Page(FRAMED, EMBED_ADDRESS),
    ]
