"""The scales of the product, and wordings of tests: invented, and they say so."""

from pathlib import Path

from django.conf import settings as site

from o2r.pathways.measures.scales import Scale, scales_in

SCALES = scales_in(Path(site.BASE_DIR) / "data" / "pathways" / "scales")


def worded(of: Scale, language: str = "fr", **changes: str) -> str:
    """A file of wording that is one, with texts that nobody published."""
    head = {
        "scale": of.code,
        "version": of.version,
        "language": language,
        "source": "texte d’essai",
        "licence": "essai",
        "intro": "Texte d’essai.",
    } | changes
    lines = [f'{name} = "{value}"' for name, value in head.items()]
    items = [f"Question d’essai {rank}" for rank in range(1, of.items + 1)]
    answers = [[f"réponse {value}" for value in row] for row in of.answers]
    return "\n".join([*lines, f"items = {items}", f"answers = {answers}"]).replace("'", '"')
