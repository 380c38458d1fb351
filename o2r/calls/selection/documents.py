"""Minutes and letters as documents to sign, to send, to keep."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from o2r.calls.applications.letters import letter_to_bearer
from o2r.calls.selection.minutes_content import lists_of, tables_of
from o2r.calls.selection.models import Letter, Minutes
from o2r.core.documents import Block, Document, Fields, Heading, Paragraph, Signature, Table

_NOTHING = "Néant."
EXTRACT = (
    "Extrait : les candidatures qui vous sont fermées y sont nommées, sans leur note ni leur "
    "décision. L’empreinte est celle du procès-verbal entier."
)


def minutes_document(minutes: Minutes, extract: Mapping[str, Any] | None = None) -> Document:
    """A version of the minutes, with room to sign.

    ``extract``: what is told to whom an interest keeps from some applications; it is not signed.
    """
    content = minutes.content if extract is None else extract
    blocks: list[Block] = [Fields(_facts(minutes))]
    if extract is not None:
        blocks.append(Paragraph(EXTRACT))
    for title, some in lists_of(content):
        blocks += [Heading(title), Paragraph("\n".join(some))]
    for title, headers, rows in tables_of(content):
        blocks.append(Heading(title))
        blocks.append(Table(headers, rows, caption=title) if rows else Paragraph(_NOTHING))
    if content.get("remarks"):
        blocks += [Heading("Observations"), Paragraph(content["remarks"])]
    if extract is None:
        blocks.append(Signature(["Pour le préfet de région", "Secrétariat du comité"]))
    return Document(
        title=f"Procès-verbal du comité de sélection : {content.get('call', '')}",
        subtitle=f"Version {minutes.version}{'' if extract is None else ', extrait'}",
        blocks=blocks,
    )


def _facts(minutes: Minutes) -> list[tuple[str, str]]:
    content = minutes.content
    known = [
        ("Service", content.get("service", "")),
        ("Région", content.get("region", "")),
        ("Réunion", content.get("meeting", "")),
        ("Date", _day(content.get("held_on", ""))),
        ("Scénario", content.get("scenario", "")),
        ("Empreinte SHA-256", minutes.digest),
    ]
    return [(name, text) for name, text in known if text]


def _day(text: str) -> str:
    return datetime.fromisoformat(text).strftime("%d/%m/%Y") if text else ""


def letter_document(letter: Letter) -> Document:
    """A letter, addressed to the bearer of the consortium."""
    return letter_to_bearer(
        letter.application,
        heading=letter.heading,
        body=letter.body,
        on=letter.sent_at,
        digest=letter.digest,
    )
