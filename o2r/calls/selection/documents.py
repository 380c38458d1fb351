"""Minutes and letters as documents to sign, to send, to keep."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

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
    application = letter.application
    lead = next((one for one in application.members.all() if one.is_lead), None)
    call = application.call
    facts = [
        ("De", call.dreets.name),
        ("À", f"{lead.name}{f', SIRET {lead.siret}' if lead.siret else ''}" if lead else ""),
        ("Candidature", f"n° {application.number} « {application.title} »"),
        ("Appel", call.title),
    ]
    if letter.sent_at is not None:
        sent = letter.sent_at.astimezone(call.zone_info)
        facts.append(("Date", f"{sent:%d/%m/%Y}"))
    blocks: list[Block] = [Fields([(name, text) for name, text in facts if text])]
    blocks += [Paragraph(part) for part in letter.body.split("\n\n") if part.strip()]
    blocks.append(Signature([f"Pour le préfet de région, {call.dreets.name}"]))
    if letter.digest:
        blocks.append(Paragraph(f"Empreinte SHA-256 du courrier : {letter.digest}"))
    return Document(title=letter.heading, subtitle=call.dreets.name, blocks=blocks)
