"""A document as it is kept, sealed: its blocks as text, from which its files are written. Pure."""

import json
from typing import Any

from o2r.core.documents import Block, Document, Heading, Paragraph, Signature, Table


def to_text(document: Document) -> str:
    """The document as JSON, to be sealed."""
    blocks = [_written(block) for block in document.blocks]
    kept = {"titre": document.title, "sous-titre": document.subtitle, "texte": blocks}
    return json.dumps(kept, ensure_ascii=False)


def of_text(text: str) -> Document:
    """The document that ``to_text`` wrote."""
    kept = json.loads(text)
    blocks = [_block(one) for one in kept["texte"]]
    return Document(title=kept["titre"], subtitle=kept["sous-titre"], blocks=blocks)


def _written(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"titre": block.text, "niveau": block.level}
        case Paragraph():
            return {"paragraphe": block.text}
        case Table():
            return {
                "tableau": block.caption,
                "colonnes": list(block.header),
                "lignes": [list(row) for row in block.rows],
            }
        case Signature():
            return {"signatures": list(block.lines)}
    raise TypeError(f"A template makes no {block.kind!r}.")


def _block(kept: dict[str, Any]) -> Block:
    if "titre" in kept:
        return Heading(kept["titre"], kept["niveau"])
    if "paragraphe" in kept:
        return Paragraph(kept["paragraphe"])
    if "tableau" in kept:
        return Table(kept["colonnes"], kept["lignes"], kept["tableau"])
    return Signature(kept["signatures"])
